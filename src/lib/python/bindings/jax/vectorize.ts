import { vectorize } from '$lib/api/vectorize';
import { registerModule } from '../../module';
import { native } from '../../native';
import { fnOf } from './callable';

registerModule('jax.numpy', {
	vectorize: native(
		'vectorize(pyfunc, *, excluded=None, signature=None)',
		(f: unknown, excluded: unknown, signature: unknown) => vectorize(fnOf(f), excluded, signature)
	)
});
