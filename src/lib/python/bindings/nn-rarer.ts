import { avalOf, type Value } from '$lib/core/interpreter';
import { convert, unary } from '$lib/core/ops';
import { dotProductAttention } from '$lib/api/nn/attention';
import { logsumexp } from '$lib/api/nn/softmax';
import * as jnp from '$lib/api/jnp/arithmetic';
import { clip } from '$lib/api/jnp/choosing';
import { sum } from '$lib/api/jnp/reductions';
import { greaterEqual, lessEqual } from '$lib/api/jnp/ufuncs';
import { where } from '$lib/api/jnp/where';
import { toValue } from '$lib/api/values';
import { onesLike } from '$lib/api/jnp/creation';
import { registerModule } from '../module';
import { native } from '../native';
import { family, flag } from './family';

function logmeanexp(x: unknown, axis: unknown, mask: unknown, keepdims: unknown): Value {
	const total = logsumexp(x, { axis, where: mask, keepdims: flag(keepdims) });
	const { dtype } = avalOf(total);
	const ones = convert(onesLike(x), dtype);
	const count = sum(ones, { axis, where: mask, keepdims: flag(keepdims) });
	return jnp.subtract(total, unary('log', count));
}

/** (x + 1)^2 / 4 between -1 and 1, 0 below, x above. */
function sparsePlus(given: unknown): Value {
	const x = toValue(given, 'sparse_plus');
	const middle = jnp.trueDivide(jnp.square(jnp.add(x, 1)), 4n);
	return where(lessEqual(x, -1), 0, where(greaterEqual(x, 1), x, middle));
}

/** What fewer programs use of `jax.nn`. */
registerModule(
	'jax.nn',
	family(
		native(
			'dot_product_attention(query, key, value, bias=None, mask=None, *, scale=None, is_causal=False, query_seq_lengths=None, key_value_seq_lengths=None, local_window_size=None, implementation=None)',
			(
				q: unknown,
				k: unknown,
				v: unknown,
				bias: unknown,
				mask: unknown,
				scale: unknown,
				causal: unknown,
				queryLengths: unknown,
				keyLengths: unknown,
				window: unknown
			) =>
				dotProductAttention(q, k, v, {
					bias,
					mask,
					scale,
					isCausal: flag(causal),
					queryLengths,
					keyLengths,
					window
				})
		),
		native('logmeanexp(x, axis=None, where=None, keepdims=False)', logmeanexp),
		native('sparse_plus(x)', sparsePlus),
		native('sparse_sigmoid(x)', (x: unknown) => jnp.multiply(0.5, clip(jnp.add(x, 1), 0, 2)))
	)
);
