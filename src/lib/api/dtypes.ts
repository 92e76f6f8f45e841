import { ProgramError } from '$lib/core/errors';
import { noComplex } from '$lib/core/help/values';
import { Tuple } from '$lib/core/containers';
import { Fn } from '$lib/core/fn';
import { avalOf, isValue } from '$lib/core/interpreter';
import { dtypeNamed } from '$lib/core/promote';
import { reprHook } from '$lib/core/tree';
import { kindOf, dtypes, type DType } from '$lib/array/dtype';

/** An object that stands for an element type: a dtype object, a scalar type. */
export interface Typed {
	readonly dtype: DType;
}

const pythonTypes: Readonly<Record<string, DType>> = { float: 'float32', int: 'int32', bool: 'bool' };

const shortNames: Readonly<Record<string, DType>> = {
	f2: 'float16', f4: 'float32', f8: 'float32', i1: 'int8', i2: 'int16', i4: 'int32', i8: 'int32',
	u1: 'uint8', u2: 'uint16', u4: 'uint32', u8: 'uint32', '?': 'bool', f: 'float32', d: 'float32', i: 'int32'
}; // prettier-ignore

/** The element type meant, or null for None. Throws JAX's TypeError for what is none. */
export function dtypeOf(x: unknown): DType | null {
	if (x === null || x === undefined) return null;
	const found = knownDType(x);
	if (found === null) throw notDType(x);
	return found;
}

function notDType(x: unknown): ProgramError {
	if (typeof x === 'string' && x.startsWith('complex'))
		return new ProgramError('NotImplementedError', `Lockstep does not have the element type ${x}`, noComplex);
	const text =
		typeof x === 'string'
			? `data type '${x}' not understood`
			: x instanceof Tuple && x.items.length !== 2
				? `Tuple must have size 2, but has size ${x.items.length}`
				: `Cannot interpret '${reprHook.of(x)}' as a data type${typeof x === 'bigint' ? '.' : ''}`;
	return new ProgramError('TypeError', text);
}

/** `dtypeOf` with null for anything that is no element type. */
export function knownDType(x: unknown): DType | null {
	if (typeof x === 'string') return pythonTypes[x] ?? dtypeNamed(x) ?? shortNames[x] ?? null;
	if (isValue(x)) return avalOf(x).dtype;
	if (isTyped(x)) return x.dtype;
	return x instanceof Fn && Object.hasOwn(pythonTypes, x.name) ? pythonTypes[x.name] : null;
}

const isTyped = (x: unknown): x is Typed =>
	typeof x === 'object' && x !== null && 'dtype' in x && (dtypes as readonly unknown[]).includes(x.dtype);

const kinds =
	(letters: string) =>
	(dtype: DType): boolean =>
		letters.includes(kindOf(dtype));

/** The classes of element types that `issubdtype` knows. */
export const abstractTypes: Readonly<Record<string, (dtype: DType) => boolean>> = {
	generic: kinds('bfiu'),
	number: kinds('fiu'),
	inexact: kinds('f'),
	floating: kinds('f'),
	complexfloating: kinds(''),
	integer: kinds('iu'),
	signedinteger: kinds('i'),
	unsignedinteger: kinds('u'),
	extended: kinds('k'),
	prng_key: kinds('k')
};
