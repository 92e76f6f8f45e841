import { bitsOf, isInteger, type DType } from '$lib/array/dtype';
import { sameShape, shapeText, type Shape } from '$lib/array/shape';
import { aval, type Aval } from '$lib/core/aval';
import { ProgramError } from '$lib/core/errors';
import type { Binary, Params, Unary } from '$lib/core/primitive';
import { checkAccepted, checkAcceptedAlone } from '../accepted';

/** Types of what works element by element. Throw JAX's TypeErrors. */

export const unary =
	(op: Unary) =>
	([x]: readonly Aval[]): Aval[] => {
		checkAcceptedAlone(op, x);
		return [op === 'is_finite' ? aval('bool', x.shape, x.weak) : x];
	};

/** Shapes joined axis by axis, sizes 1 stretched; rank-0 operands go with any. */
export function broadcast(op: string, operands: readonly Aval[]): Shape {
	const shapes = operands.map(({ shape }) => shape).filter((shape) => shape.length > 0);
	if (shapes.length === 0) return [];
	const first = shapes[0];
	if (shapes.every((shape) => sameShape(shape, first))) return first;
	const fail = (): never => {
		throw new ProgramError(
			'TypeError',
			`${op} got incompatible shapes for broadcasting: ${shapes.map(shapeText).join(', ')}.`
		);
	};
	if (shapes.some((shape) => shape.length !== first.length)) fail();
	return first.map((_, axis) => {
		const sizes = shapes.map((shape) => shape[axis]).filter((n) => n !== 1);
		if (sizes.some((n) => n !== sizes[0])) fail();
		return sizes[0] ?? 1;
	});
}

/** The one element type of all operands. */
export function sameDtype(op: string, operands: readonly Aval[]): DType {
	const { dtype } = operands[0];
	if (operands.some((a) => a.dtype !== dtype))
		throw new ProgramError(
			'TypeError',
			`lax.${op} requires arguments to have the same dtypes, got ${operands.map((a) => a.dtype).join(', ')}. (Tip: jnp.${op} is a similar function that does automatic type promotion on inputs).`
		);
	return dtype;
}

const comparisons: ReadonlySet<Binary> = new Set<Binary>(['eq', 'ne', 'lt', 'le', 'gt', 'ge']);

export const binary =
	(op: Binary) =>
	(operands: readonly Aval[]): Aval[] => {
		checkAccepted(op, operands);
		const dtype = op === 'pow' && isInteger(operands[1].dtype) ? operands[0].dtype : sameDtype(op, operands);
		const shape = broadcast(op, operands);
		// A sum of tangents has the type of the first.
		const weak = op === 'add_any' ? operands[0].weak : operands.every((operand) => operand.weak);
		return [aval(comparisons.has(op) ? 'bool' : dtype, shape, weak)];
	};

export function selectShape([which, ...cases]: readonly Aval[]): Aval[] {
	const [head] = cases;
	sameDtype('select', cases);
	if (cases.some(({ shape }) => !sameShape(shape, head.shape)))
		throw new ProgramError(
			'TypeError',
			`select cases must have the same shapes, got [${cases.map(({ shape }) => shapeText(shape)).join(', ')}].`
		);
	if (which.shape.length > 0 && !sameShape(which.shape, head.shape))
		throw new ProgramError(
			'TypeError',
			`select \`which\` must be scalar or have the same shape as cases, got \`which\` shape ${shapeText(which.shape)} but case shape ${shapeText(head.shape)}.`
		);
	return [{ ...head, weak: cases.every(({ weak }) => weak) }];
}

export function bitcastShape([x]: readonly Aval[], { new_dtype }: Params['bitcast_convert_type']): Aval[] {
	const [from, to] = [bitsOf(x.dtype), bitsOf(new_dtype)];
	if (from === to) return [aval(new_dtype, x.shape)];
	if (from > to) return [aval(new_dtype, [...x.shape, from / to])];
	if (x.shape.at(-1) !== to / from)
		throw new ProgramError(
			'ValueError',
			`Attempting to convert array of shape ${shapeText(x.shape)} from ${x.dtype} of size ${from} bits to ${new_dtype} of size ${to} bits, but the last dimension is not ${to / from}`
		);
	return [aval(new_dtype, x.shape.slice(0, -1))];
}
