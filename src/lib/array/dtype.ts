/**
 * The element types of JAX with 64-bit types off. `key<fry>` is an element type of two 32-bit words.
 * float16 and bfloat16 are kept in a Float32Array whose numbers are already rounded to the narrow type.
 */
export type DType =
	| 'bool'
	| 'int8'
	| 'int16'
	| 'int32'
	| 'uint8'
	| 'uint16'
	| 'uint32'
	| 'float16'
	| 'bfloat16'
	| 'float32'
	| 'key<fry>';

export type Data =
	Uint8Array | Int8Array | Int16Array | Int32Array | Uint16Array | Uint32Array | Float32Array;

/** The arrays that elements of a dtype are stored in. */
export interface DataConstructor {
	readonly BYTES_PER_ELEMENT: number;
	new (slots: number): Data;
	new (buffer: ArrayBuffer, byteOffset: number, slots: number): Data;
}

/** bool: b, signed: i, unsigned: u, floating: f, random key: k (NumPy's letters, `k` ours). */
export type Kind = 'b' | 'i' | 'u' | 'f' | 'k';

interface Facts {
	readonly kind: Kind;
	/** Size in bits, as JAX counts it. */
	readonly bits: number;
	/** As a jaxpr prints it: `f32`. */
	readonly short: string;
	/** Array slots an element takes: 2 for a key. */
	readonly words: number;
	readonly storage: DataConstructor;
}

const facts: { readonly [D in DType]: Facts } = {
	bool: { kind: 'b', bits: 8, short: 'bool', words: 1, storage: Uint8Array },
	int8: { kind: 'i', bits: 8, short: 'i8', words: 1, storage: Int8Array },
	int16: { kind: 'i', bits: 16, short: 'i16', words: 1, storage: Int16Array },
	int32: { kind: 'i', bits: 32, short: 'i32', words: 1, storage: Int32Array },
	uint8: { kind: 'u', bits: 8, short: 'u8', words: 1, storage: Uint8Array },
	uint16: { kind: 'u', bits: 16, short: 'u16', words: 1, storage: Uint16Array },
	uint32: { kind: 'u', bits: 32, short: 'u32', words: 1, storage: Uint32Array },
	float16: { kind: 'f', bits: 16, short: 'f16', words: 1, storage: Float32Array },
	bfloat16: { kind: 'f', bits: 16, short: 'bf16', words: 1, storage: Float32Array },
	float32: { kind: 'f', bits: 32, short: 'f32', words: 1, storage: Float32Array },
	'key<fry>': { kind: 'k', bits: 64, short: 'key<fry>', words: 2, storage: Uint32Array }
};

export const dtypes = Object.keys(facts) as readonly DType[];

/** NumPy's letter: bool, integer, unsigned, floating, key. */
export const kindOf = (dtype: DType): Kind => facts[dtype].kind;
/** Of an element, as JAX counts them. */
export const bitsOf = (dtype: DType): number => facts[dtype].bits;
/** Slots of storage that one element takes: two for a random key. */
export const wordsOf = (dtype: DType): number => facts[dtype].words;
/** As jaxprs have it: `f32`. */
export const shortName = (dtype: DType): string => facts[dtype].short;
export const isFloat = (dtype: DType): boolean => facts[dtype].kind === 'f';
/** Signed or unsigned, not bool. */
export const isInteger = (dtype: DType): boolean => facts[dtype].kind === 'i' || facts[dtype].kind === 'u';

export const constructorOf = (dtype: DType): DataConstructor => facts[dtype].storage;

/** Zeroed storage for `n` elements. */
export const allocate = (dtype: DType, n: number): Data => new facts[dtype].storage(n * facts[dtype].words);
