import { NDArray } from '$lib/array/ndarray';
import { ProgramError } from '$lib/core/errors';
import { Tracer } from '$lib/core/interpreter';
import { isSequence, itemsOf, seeAlso } from '../arguments';
import { isScalar, type PyScalar } from '../values';
import { hostArray, HostArray } from './host-array';
import { hostOf, promoteTypes, scalarKind, type HostDType } from './host-dtype';

/** JAX's error where NumPy is handed a traced value. */
export function arrayConversionError(tracer: Tracer): ProgramError {
	const { dtype, shape } = tracer.aval;
	const lines = [
		`The numpy.ndarray conversion method __array__() was called on traced array with shape ${dtype}[${shape.join(',')}]`,
		tracer.originText()
	];
	const text = lines.filter((line) => line !== '').join('\n');
	const message = text + seeAlso('TracerArrayConversionError');
	return new ProgramError('TracerArrayConversionError', message, {}, { kind: 'traced', tracer });
}

/** `np.asarray` without a dtype: NumPy arrays as they are, JAX's copied, Python's scalars and nests made into one. */
export function asHost(x: unknown): HostArray {
	if (x instanceof HostArray) return x;
	if (x instanceof NDArray) return hostArray(hostOf(x.dtype), x.shape, x.data);
	if (x instanceof Tracer) throw arrayConversionError(x);
	if (isScalar(x)) return hostArray(scalarKind(x), [], [Number(x)]);
	if (isSequence(x)) return nested(x);
	throw new ProgramError('TypeError', `Lockstep's NumPy makes no array of ${describe(x)}.`);
}

const describe = (x: unknown): string =>
	x === null || x === undefined ? 'None' : typeof x === 'string' ? 'a str' : 'this object';

function nested(x: unknown): HostArray {
	const leaves: HostArray[] = [];
	const outer: number[] = [];
	collect(x, 0, outer, leaves);
	const inner = leaves[0]?.shape ?? [];
	const host = leaves.map((leaf) => leaf.host).reduce<HostDType | null>(joinTypes, null) ?? 'float64';
	const values = new Float64Array(leaves.length * (leaves[0]?.size ?? 0));
	leaves.forEach((leaf, i) => values.set(leaf.exact, i * leaf.size));
	return hostArray(host, [...outer, ...inner], values);
}

const joinTypes = (a: HostDType | null, b: HostDType): HostDType => (a === null ? b : promoteTypes(a, b));

function collect(x: unknown, depth: number, outer: number[], leaves: HostArray[]): void {
	if (!isSequence(x)) {
		const leaf = asHost(x);
		if (depth !== outer.length || (leaves[0] && String(leaf.shape) !== String(leaves[0].shape)))
			throw ragged(outer);
		leaves.push(leaf);
		return;
	}
	const items = itemsOf(x);
	if (leaves.length === 0 && depth === outer.length) outer.push(items.length);
	else if (outer[depth] !== items.length) throw ragged(outer.slice(0, depth));
	for (const item of items) collect(item, depth + 1, outer, leaves);
}

const ragged = (outer: readonly number[]): ProgramError =>
	new ProgramError(
		'ValueError',
		`setting an array element with a sequence. The requested array has an inhomogeneous shape after ${outer.length} dimensions. The detected shape was (${outer.join(', ')}${outer.length === 1 ? ',' : ''}) + inhomogeneous part.`
	);

/** The array in another element type, always a copy. */
export const castTo = (x: HostArray, host: HostDType, scalar = false): HostArray =>
	hostArray(host, x.shape, x.exact, scalar);

/** `np.array(x, dtype)`: always a copy. */
export function arrayOf(x: unknown, dtype: HostDType | null = null): HostArray {
	const found = asHost(x);
	return castTo(found, dtype ?? found.host);
}

/** `np.asarray(x, dtype)`: the same array where nothing changes. */
export function asArray(x: unknown, dtype: HostDType | null = null): HostArray {
	const found = asHost(x);
	if (x instanceof HostArray && !x.scalar && (dtype === null || dtype === x.host)) return x;
	return castTo(found, dtype ?? found.host);
}

/** An operand as NumPy reads it: arrays, and Python scalars that give way to them. */
export type Operand = HostArray | PyScalar;

export const operandOf = (x: unknown): Operand => (isScalar(x) ? x : asHost(x));

/** The element of an array of no axes, or of one element. */
export const soleValue = (x: HostArray): number => x.exact[0];

/** As a Python number: int for integers, bool for booleans, float otherwise (`x.item()`). */
export function pythonNumber(host: HostDType, x: number): PyScalar {
	if (host === 'bool') return x !== 0;
	return host.startsWith('float') ? x : BigInt(x);
}
