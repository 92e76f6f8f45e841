import { Ellipsis } from '$lib/core/containers';
import type { Value } from '$lib/core/interpreter';
import { einsum } from '$lib/api/jnp/einsum';
import * as products from '$lib/api/jnp/products';
import { convolve, correlate, polyval, vander } from '$lib/api/jnp/signal';
import { index, isSequence, itemsOf, range } from '$lib/api/arguments';
import { flag, family } from '../family';
import { native } from '../../native';

const preferred = 'precision=None, preferred_element_type=None';

/** `einsum(x, [0, 1], y, [1, 2], [0, 2])`: axes numbered beside each operand, and at last the result's. */
function interleaved(items: readonly unknown[]): Value {
	const letter = (axis: unknown): string =>
		axis === Ellipsis ? '...' : String.fromCharCode(97 + index(axis));
	const labels = (axes: unknown): string => (isSequence(axes) ? itemsOf(axes).map(letter).join('') : '');
	const count = Math.floor(items.length / 2);
	const inputs = range(count).map((i) => labels(items[2 * i + 1]));
	const output = items.length % 2 ? `->${labels(items[items.length - 1])}` : '';
	return einsum(inputs.join(',') + output, ...range(count).map((i) => items[2 * i]));
}

/** Products of arrays, and what is made of them. */
export const linear = family(
	native(`dot(a, b, *, ${preferred})`, (x: unknown, y: unknown, _: unknown, type: unknown) =>
		products.dot(x, y, type)
	),
	native(`vdot(a, b, *, ${preferred})`, (x: unknown, y: unknown) => products.vdot(x, y)),
	native(`vecdot(x1, x2, /, *, axis=-1, ${preferred})`, products.vecdot),
	native(`inner(a, b, *, ${preferred})`, (x: unknown, y: unknown) => products.inner(x, y)),
	native('outer(a, b, out=None)', (x: unknown, y: unknown) => products.outer(x, y)),
	native(`tensordot(a, b, axes=2, *, ${preferred})`, (x: unknown, y: unknown, axes: unknown) =>
		products.tensordot(x, y, axes)
	),
	native('kron(a, b)', products.kron),
	native(
		'cross(a, b, axisa=-1, axisb=-1, axisc=-1, axis=None)',
		(x: unknown, y: unknown, _: unknown, __: unknown, ___: unknown, axis: unknown) =>
			products.cross(x, y, axis ?? -1n)
	),
	native(
		`einsum(subscripts, /, *operands, out=None, optimize='auto', ${preferred})`,
		(subscripts: unknown, operands: unknown[]) => {
			if (typeof subscripts === 'string') return einsum(subscripts, ...operands);
			return interleaved([subscripts, ...operands]);
		}
	),
	native(`convolve(a, v, mode='full', *, ${preferred})`, convolve),
	native(`correlate(a, v, mode='valid', *, ${preferred})`, correlate),
	native('polyval(p, x, *, unroll=16)', polyval),
	native('vander(x, N=None, increasing=False)', (x: unknown, n: unknown, increasing: unknown) =>
		vander(x, n === null ? null : index(n), flag(increasing))
	)
);
