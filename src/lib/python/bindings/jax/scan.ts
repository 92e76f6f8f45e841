import { scan } from '$lib/api/lax/scan';
import type { Fn } from '$lib/core/fn';
import { registerModule } from '../../module';
import { native } from '../../native';
import { fnOf } from './callable';

registerModule('jax.lax', {
	scan: native(
		'scan(f, init, xs=None, length=None, reverse=False, unroll=1, _split_transpose=False)',
		(f: unknown, init: unknown, xs: unknown, length: unknown, reverse: unknown, unroll: unknown) =>
			scan(fnOf(f) as Fn, init, xs, { length, reverse, unroll })
	)
});
