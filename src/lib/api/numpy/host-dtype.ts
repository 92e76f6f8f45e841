import type { DType } from '$lib/array/dtype';
import { f16round } from '$lib/array/rounding';
import { ProgramError } from '$lib/core/errors';
import { Fn } from '$lib/core/fn';
import type { Typed } from '../dtypes';

/** NumPy's element types that Lockstep has, 64-bit ones included: NumPy's default types, narrowed where JAX begins. */
export type HostDType = Exclude<DType, 'key<fry>' | 'bfloat16'> | 'int64' | 'float64';

type Kind = 'b' | 'i' | 'u' | 'f';

interface Facts {
	readonly kind: Kind;
	readonly bits: number;
	/** What it becomes on its way into JAX with 64-bit types off. */
	readonly device: DType;
	readonly round: (x: number) => number;
}

const wrap =
	(bits: number, signed: boolean) =>
	(x: number): number => {
		const whole = Math.trunc(x);
		if (!Number.isFinite(whole)) return signed ? -(2 ** (bits - 1)) : 0;
		const size = 2 ** bits;
		const low = ((whole % size) + size) % size;
		return signed && low >= size / 2 ? low - size : low;
	};

const int = (bits: number, device: DType): Facts => ({ kind: 'i', bits, device, round: wrap(bits, true) });
const uint = (bits: number, device: DType): Facts => ({ kind: 'u', bits, device, round: wrap(bits, false) });
const float = (bits: number, device: DType, round: (x: number) => number): Facts => ({
	kind: 'f',
	bits,
	device,
	round
});

const facts: { readonly [D in HostDType]: Facts } = {
	bool: { kind: 'b', bits: 8, device: 'bool', round: (x) => (x ? 1 : 0) },
	int8: int(8, 'int8'),
	int16: int(16, 'int16'),
	int32: int(32, 'int32'),
	// Kept in doubles: exact up to 2**53, which `checkExact` sees to.
	int64: { kind: 'i', bits: 64, device: 'int32', round: Math.trunc },
	uint8: uint(8, 'uint8'),
	uint16: uint(16, 'uint16'),
	uint32: uint(32, 'uint32'),
	float16: float(16, 'float16', f16round),
	float32: float(32, 'float32', Math.fround),
	float64: float(64, 'float32', (x) => x)
};

export const hostDTypes = Object.keys(facts) as readonly HostDType[];
export const kindOf = (dtype: HostDType): Kind => facts[dtype].kind;
export const bitsOf = (dtype: HostDType): number => facts[dtype].bits;
export const deviceType = (dtype: HostDType): DType => facts[dtype].device;
export const isWhole = (dtype: HostDType): boolean => 'iu'.includes(facts[dtype].kind);
export const isReal = (dtype: HostDType): boolean => facts[dtype].kind === 'f';

/** To the values of `dtype`: floats rounded, integers truncated and wrapped, truth for bool. */
export const rounderOf = (dtype: HostDType): ((x: number) => number) => facts[dtype].round;

/** NumPy's type of an element type of JAX. Refuses those NumPy does not have. */
export function hostOf(dtype: DType): HostDType {
	if (dtype === 'key<fry>')
		throw new ProgramError(
			'TypeError',
			'JAX array with PRNGKey dtype cannot be converted to a NumPy array. Use jax.random.key_data(arr) if you wish to extract the underlying integer array.'
		);
	return dtype === 'bfloat16' ? 'float32' : dtype;
}

const floatFor = (dtype: HostDType): HostDType => {
	const { kind, bits } = facts[dtype];
	if (kind === 'f') return dtype;
	return bits <= 8 ? 'float16' : bits <= 16 ? 'float32' : 'float64';
};

/** The type that functions of real numbers compute an element type in: float64 for int32 and int64. */
export const realOf = floatFor;

const named = (kind: 'int' | 'uint' | 'float', bits: number): HostDType => {
	const name = `${kind}${bits}` as HostDType;
	if (!(name in facts)) throw new Error(`internal: no NumPy type ${name}`);
	return name;
};

/** The type two arrays meet in. */
export function promoteTypes(a: HostDType, b: HostDType): HostDType {
	const [p, q] = [facts[a], facts[b]];
	if (p.kind === 'b') return b;
	if (q.kind === 'b') return a;
	if (p.kind === q.kind) return p.bits >= q.bits ? a : b;
	if (p.kind === 'f' || q.kind === 'f') {
		const [f, g] = [floatFor(a), floatFor(b)];
		return facts[f].bits >= facts[g].bits ? f : g;
	}
	const [signed, unsigned] = p.kind === 'i' ? [p, q] : [q, p];
	return unsigned.bits < signed.bits ? named('int', signed.bits) : named('int', 2 * unsigned.bits);
}

/** A Python scalar's type before it meets arrays; it gives way to arrays of its own kind or a higher one. */
export const scalarKind = (x: number | bigint | boolean): 'bool' | 'int64' | 'float64' =>
	typeof x === 'boolean' ? 'bool' : typeof x === 'bigint' ? 'int64' : 'float64';

const order: readonly Kind[] = ['b', 'u', 'i', 'f'];

/** The type an array of `dtype` and a Python scalar meet in: the array's own, unless the scalar is of a higher kind. */
export function promoteWithScalar(dtype: HostDType, scalar: 'bool' | 'int64' | 'float64'): HostDType {
	const own = order.indexOf(facts[dtype].kind);
	if (scalar === 'bool') return dtype;
	if (scalar === 'int64') return own === 0 ? 'int64' : dtype;
	return own === 3 ? dtype : 'float64';
}

const aliases: Readonly<Record<string, HostDType>> = {
	bool_: 'bool', int: 'int64', int_: 'int64', intp: 'int64', float: 'float64', double: 'float64', single: 'float32', half: 'float16',
	'?': 'bool', i1: 'int8', i2: 'int16', i4: 'int32', i8: 'int64', u1: 'uint8', u2: 'uint16', u4: 'uint32',
	f2: 'float16', f4: 'float32', f8: 'float64', i: 'int32', l: 'int64', f: 'float32', d: 'float64'
}; // prettier-ignore

/** NumPy's reading of a dtype argument: Python's `float` is float64 here. Null for None. */
export function hostTypeOf(x: unknown): HostDType | null {
	if (x === null || x === undefined) return null;
	const name = nameOf(x);
	if (name !== null && (hostDTypes as readonly string[]).includes(name)) return name as HostDType;
	if (name !== null && Object.hasOwn(aliases, name)) return aliases[name];
	throw new ProgramError('TypeError', `Cannot interpret '${String(x)}' as a data type`);
}

function nameOf(x: unknown): string | null {
	if (typeof x === 'string') return x;
	if (isHostTyped(x)) return x.host;
	if (isTyped(x)) return x.dtype;
	return x instanceof Fn ? x.name : null;
}

/** An object that stands for one of NumPy's element types. */
export interface HostTyped {
	readonly host: HostDType;
}

const isHostTyped = (x: unknown): x is HostTyped => typeof x === 'object' && x !== null && 'host' in x;
const isTyped = (x: unknown): x is Typed => typeof x === 'object' && x !== null && 'dtype' in x;
