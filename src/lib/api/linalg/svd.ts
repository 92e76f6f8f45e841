import { ProgramError } from '$lib/core/errors';
import { avalOf, bind, type Value } from '$lib/core/interpreter';
import { binary, expandDims, mul, select, squeeze } from '$lib/core/ops';
import { isFloat } from '$lib/array/dtype';
import { zeros } from '$lib/array/ndarray';
import { broadcastTo, promoteTypes } from '../broadcast';
import { constantLike } from '../elementwise';
import { jitted, jitted1 } from '../jitted';
import { max, sum } from '../jnp/reductions';
import { matmul } from '../jnp/matmul';
import { toValue } from '../values';
import { rankOf, real, shapeIn, sizesOf, transposed } from './matrices';

export interface Svd {
	readonly u: Value;
	readonly s: Value;
	readonly vt: Value;
}

/** `jnp.linalg.svd`: a = u diag(s) vt, singular values descending. */
export function svd(a: unknown, fullMatrices = true): Svd {
	const x = real(a, 'jnp.linalg.svd');
	sizesOf(x, 'svd');
	const params = { full_matrices: fullMatrices, compute_uv: true };
	const [s, u, vt] = jitted('svd', [fullMatrices], (m) => bind('svd', [m], params), [x]);
	return { u, s, vt };
}

export function singularValues(a: unknown): Value {
	const x = real(a, 'jnp.linalg.svdvals');
	sizesOf(x, 'svd');
	return jitted1('svd', ['values'], (m) => bind('svd', [m], { full_matrices: false, compute_uv: false })[0], [
		x
	]);
}

/** Machine epsilon of float32, which matrices are computed in. */
const epsilon = 2 ** -23;

const above = (s: Value, tolerance: unknown): Value => {
	const top = max(s, { axis: -1n, keepdims: true, initial: 0 });
	return binary('gt', s, mul(broadcastTo(top, shapeIn(s)), toValue(tolerance)));
};

/** `jnp.linalg.pinv` by singular values; those below rtol times the largest count as zero. */
export function pinv(a: unknown, rtol: unknown = null): Value {
	const x = real(a, 'jnp.linalg.pinv');
	const [m, n] = sizesOf(x, 'pinv');
	const limit = rtol ?? 10 * Math.max(m, n) * epsilon;
	return jitted1('pinv', [], (value, tolerance) => pinvBody(value, tolerance), [x, toValue(limit)]);
}

function pinvBody(x: Value, tolerance: Value): Value {
	const { u, s, vt } = svd(x, false);
	const kept = above(s, tolerance);
	const safe = select(kept, full(s, Infinity), s);
	const scaled = binary(
		'div',
		transposed(u),
		broadcastTo(expandDims(safe, [rankOf(safe)]), shapeIn(transposed(u)))
	);
	return matmul(transposed(vt), scaled);
}

const full = (like: Value, value: number): Value => broadcastTo(constantLike(like, value), shapeIn(like));

/** `jnp.linalg.matrix_rank` */
export function matrixRank(a: unknown, rtol: unknown = null): Value {
	const x = real(a, 'jnp.linalg.matrix_rank');
	const [m, n] = sizesOf(x, 'matrix_rank');
	const limit = rtol ?? Math.max(m, n) * epsilon;
	return jitted1('matrix_rank', [], (value, t) => sum(above(singularValues(value), t), { axis: -1n }), [
		x,
		toValue(limit)
	]);
}

/** `jnp.linalg.lstsq`: solution, residuals, rank, singular values. */
export function lstsq(a: unknown, b: unknown, rcond: unknown = null): readonly [Value, Value, Value, Value] {
	const [x, y] = promoteTypes([toValue(a, 'jnp.linalg.lstsq'), toValue(b, 'jnp.linalg.lstsq')], 'inexact');
	if (rankOf(x) !== 2 || !isFloat(avalOf(x).dtype))
		throw new ProgramError(
			'TypeError',
			`${rankOf(x)}-dimensional array given. Array must be two-dimensional`
		);
	const [m, n] = sizesOf(x, 'lstsq');
	if (m !== shapeIn(y)[0])
		throw new ProgramError('ValueError', 'Leading dimensions of input arrays must match');
	const vector = rankOf(y) === 1;
	const right = vector ? expandDims(y, [1]) : y;
	const { u, s, vt } = svd(x, false);
	const kept = above(s, rcond ?? epsilon * Math.max(m, n));
	const inverse = select(kept, full(s, 0), binary('div', full(s, 1), select(kept, full(s, 1), s)));
	const middle = matmul(transposed(u), right);
	const solved = matmul(transposed(vt), mul(broadcastTo(expandDims(inverse, [1]), shapeIn(middle)), middle));
	const gap = binary('sub', right, matmul(x, solved));
	const residuals = m > n ? sum(mul(gap, gap), { axis: 0n }) : zeros('float32', [0]);
	return [vector ? squeeze(solved, [1]) : solved, residuals, sum(kept), s];
}
