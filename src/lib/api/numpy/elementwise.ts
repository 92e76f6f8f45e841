import { sameShape, shapeText, sizeOf, type Shape } from '$lib/array/shape';
import { ProgramError } from '$lib/core/errors';
import { isScalar } from '../values';
import { operandOf, type Operand } from './convert';
import { HostArray, result } from './host-array';
import {
	bitsOf,
	isReal,
	isWhole,
	kindOf,
	promoteTypes,
	promoteWithScalar,
	realOf,
	rounderOf,
	scalarKind,
	type HostDType
} from './host-dtype';

/** NumPy's broadcasting of shapes. */
export function broadcastShapes(...shapes: readonly Shape[]): number[] {
	const rank = Math.max(0, ...shapes.map((shape) => shape.length));
	return Array.from({ length: rank }, (_, axis) => {
		const sizes = shapes
			.map((shape) => shape[axis - rank + shape.length])
			.filter((n) => n !== undefined && n !== 1);
		if (sizes.some((n) => n !== sizes[0]))
			throw new ProgramError(
				'ValueError',
				`operands could not be broadcast together with shapes ${shapes.map((shape) => shapeText(shape).replace(/, /g, ',')).join(' ')} `
			);
		return sizes[0] ?? 1;
	});
}

/** For each element of `shape`, the position of the element of an array of shape `own` that stands there. */
export function positionsIn(own: Shape, shape: Shape): (i: number) => number {
	if (sameShape(own, shape)) return (i) => i;
	if (sizeOf(own) === 1) return () => 0;
	const lead = shape.length - own.length;
	const strides = new Array<number>(shape.length).fill(0);
	let stride = 1;
	for (let axis = own.length - 1; axis >= 0; axis--) {
		if (own[axis] !== 1) strides[lead + axis] = stride;
		stride *= own[axis];
	}
	return (i) => {
		let rest = i;
		let at = 0;
		for (let axis = shape.length - 1; axis >= 0; axis--) {
			at += (rest % shape[axis]) * strides[axis];
			rest = Math.floor(rest / shape[axis]);
		}
		return at;
	};
}

const shapeOf = (x: Operand): Shape => (isScalar(x) ? [] : x.shape);

/** The type operands meet in, Python scalars giving way. */
export function commonType(operands: readonly Operand[]): HostDType {
	const arrays = operands.filter((x): x is HostArray => x instanceof HostArray).map((x) => x.host);
	const scalars = operands.filter(isScalar).map(scalarKind);
	if (arrays.length > 0) return scalars.reduce(promoteWithScalar, arrays.reduce(promoteTypes));
	return scalars.reduce<HostDType>(promoteTypes, 'bool');
}

function fitsType(x: Operand, host: HostDType): void {
	if (typeof x !== 'bigint' || !isWhole(host) || host === 'int64') return;
	const low = kindOf(host) === 'u' ? 0 : -(2 ** (bitsOf(host) - 1));
	if (Number(x) < low || Number(x) >= low + 2 ** bitsOf(host))
		throw new ProgramError('OverflowError', `Python integer ${x} out of bounds for ${host}`);
}

/** Elements of an operand already in the type computed in. */
function reader(x: Operand, shape: Shape, host: HostDType): (i: number) => number {
	fitsType(x, host);
	const round = rounderOf(host);
	if (isScalar(x)) {
		const value = round(Number(x));
		return () => value;
	}
	const at = positionsIn(x.shape, shape);
	return x.host === host ? (i) => x.exact[at(i)] : (i) => round(x.exact[at(i)]);
}

/** A function of one, two or three numbers applied all over, computed in `host` and given as `out`. */
export function elementwise(
	operands: readonly Operand[],
	host: HostDType,
	f: (...xs: number[]) => number,
	out: HostDType = host
): HostArray {
	const shape = broadcastShapes(...operands.map(shapeOf));
	const readers = operands.map((x) => reader(x, shape, host));
	const values = new Float64Array(sizeOf(shape));
	for (let i = 0; i < values.length; i++) values[i] = f(...readers.map((read) => read(i)));
	return result(out, shape, values);
}

export type Ufunc1 = (x: unknown) => HostArray;
export type Ufunc2 = (x: unknown, y: unknown) => HostArray;

/** A function of real numbers: integers are taken to floats. */
export const realFunction =
	(f: (x: number) => number): Ufunc1 =>
	(x) => {
		const operand = operandOf(x);
		return elementwise([operand], realOf(commonType([operand])), f);
	};

/** A function that stays in the type of its operand. */
export const sameType =
	(f: (x: number) => number): Ufunc1 =>
	(x) => {
		const operand = operandOf(x);
		return elementwise([operand], commonType([operand]), f);
	};

/** A question about each element. */
export const predicate =
	(f: (x: number) => boolean): Ufunc1 =>
	(x) => {
		const operand = operandOf(x);
		return elementwise([operand], commonType([operand]), (v) => Number(f(v)), 'bool');
	};

/** A function of two operands in their common type; of real numbers, with `real`. */
export const binaryFunction =
	(f: (x: number, y: number) => number, real = false): Ufunc2 =>
	(x, y) => {
		const operands = [operandOf(x), operandOf(y)];
		const host = commonType(operands);
		return elementwise(operands, real ? realOf(host) : host, f);
	};

export const comparison =
	(f: (x: number, y: number) => boolean): Ufunc2 =>
	(x, y) => {
		const operands = [operandOf(x), operandOf(y)];
		return elementwise(operands, commonType(operands), (a, b) => Number(f(a, b)), 'bool');
	};

/** The common type of operands of a function written apart for integers and floats. */
export function typesOf(x: unknown, y: unknown): { operands: Operand[]; host: HostDType; real: boolean } {
	const operands = [operandOf(x), operandOf(y)];
	const host = commonType(operands);
	return { operands, host, real: isReal(host) };
}
