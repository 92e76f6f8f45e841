import { float32Bytes, float64Bytes, signed, unsigned, type Code } from './assemble';

/** The instructions our routines use, as functions of the code that puts their operands on the stack. */
type Op2 = (x: Code, y: Code) => Code;
type Op1 = (x: Code) => Code;

const vector = (opcode: number): Code => [0xfd, unsigned(opcode)];
const one =
	(opcode: Code): Op1 =>
	(x) => [x, opcode];
const two =
	(opcode: Code): Op2 =>
	(x, y) => [x, y, opcode];

/** No promise about alignment, and an offset in bytes known beforehand. */
const place = (offset: number): Code => [0, unsigned(offset)];

/** The same bytes until the vector is full. */
const constant = (bytes: readonly number[]): Code => [
	vector(0x0c),
	new Array<Code>(16 / bytes.length).fill(bytes)
];

export const i32 = {
	const: (n: number): Code => [0x41, signed(n)],
	add: two(0x6a),
	sub: two(0x6b),
	mul: two(0x6c),
	shl: two(0x74),
	ltS: two(0x48),
	leS: two(0x4c),
	eq: two(0x46),
	/** `yes` unless `test` is 0. */
	select: (yes: Code, no: Code, test: Code): Code => [yes, no, test, 0x1b]
};

export const f32 = {
	load: (at: Code): Code => [at, 0x2a, place(0)],
	store: (at: Code, x: Code): Code => [at, x, 0x38, place(0)]
};

export const f64 = {
	store: (at: Code, x: Code): Code => [at, x, 0x39, place(0)],
	promote: one(0xbb)
};

export const v128 = {
	load: (at: Code, offset = 0): Code => [at, vector(0), place(offset)],
	loadSplat32: (at: Code): Code => [at, vector(9), place(0)],
	loadSplat64: (at: Code): Code => [at, vector(10), place(0)],
	store: (at: Code, x: Code, offset = 0): Code => [at, x, vector(11), place(offset)],
	/** The low half alone. */
	storeLow: (at: Code, x: Code, offset = 0): Code => [at, x, vector(0x5b), place(offset), 0],
	and: two(vector(0x4e)),
	or: two(vector(0x50)),
	xor: two(vector(0x51)),
	/** `yes` where the bits of `mask` are set, `no` elsewhere. */
	select: (mask: Code, yes: Code, no: Code): Code => [yes, no, mask, vector(0x52)]
};

const shuffle = (x: Code, y: Code, words: readonly number[]): Code => [
	x,
	y,
	vector(0x0d),
	words.map((word) => [0, 1, 2, 3].map((byte) => 4 * word + byte))
];

export const f32x4 = {
	const: (x: number): Code => constant(float32Bytes(x)),
	eq: two(vector(0x41)),
	lt: two(vector(0x43)),
	le: two(vector(0x45)),
	floor: one(vector(0x68)),
	abs: one(vector(0xe0)),
	neg: one(vector(0xe1)),
	add: two(vector(0xe4)),
	sub: two(vector(0xe5)),
	mul: two(vector(0xe6)),
	div: two(vector(0xe7)),
	min: two(vector(0xe8)),
	max: two(vector(0xe9)),
	/** Two float64 numbers rounded, and two zeros. */
	demote: one(vector(0x5e)),
	ofI32: one(vector(0xfa)),
	/** Words of `x` (0 to 3) and of `y` (4 to 7). */
	shuffle,
	/** The low halves of two vectors. */
	lowHalves: (x: Code, y: Code): Code => shuffle(x, y, [0, 1, 4, 5]),
	/** The high half, twice. */
	highHalf: (x: Code): Code => shuffle(x, x, [2, 3, 2, 3])
};

export const f64x2 = {
	const: (x: number): Code => constant(float64Bytes(x)),
	add: two(vector(0xf0)),
	mul: two(vector(0xf2)),
	/** The two low float32 numbers. */
	promote: one(vector(0x5f))
};

export const i32x4 = {
	const: (n: number): Code => constant([...new Uint8Array(Int32Array.of(n).buffer)]),
	add: two(vector(0xae)),
	sub: two(vector(0xb1)),
	minU: two(vector(0xb7)),
	maxS: two(vector(0xb8)),
	maxU: two(vector(0xb9)),
	shl: (x: Code, bits: number): Code => [x, i32.const(bits), vector(0xab)],
	shrU: (x: Code, bits: number): Code => [x, i32.const(bits), vector(0xad)],
	/** Towards zero; NaN becomes 0. */
	truncate: one(vector(0xf8))
};
