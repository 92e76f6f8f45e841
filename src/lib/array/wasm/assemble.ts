/**
 * WebAssembly's binary form (core specification 2.0, chapter 5), as much of it as one routine over one imported memory
 * needs: numbers that describe instructions in, a module's bytes out.
 */
export type Code = number | readonly Code[];

export type ValueType = 'i32' | 'f32' | 'f64' | 'v128';

const typeCodes: { readonly [T in ValueType]: number } = { i32: 0x7f, f64: 0x7c, f32: 0x7d, v128: 0x7b };

/** A function of i32 parameters without a result; its locals are numbered after them. */
export interface Routine {
	readonly params: number;
	readonly locals: readonly ValueType[];
	readonly body: Code;
}

/** The names under which a module finds its memory and leaves its routine. */
export const importName = { module: 'scratch', field: 'memory' };
export const exportName = 'run';

/** LEB128 of a non-negative integer. */
export function unsigned(n: number): number[] {
	const bytes: number[] = [];
	for (; n > 0x7f; n >>>= 7) bytes.push((n & 0x7f) | 0x80);
	return [...bytes, n];
}

/** LEB128 of a 32-bit integer with a sign. */
export function signed(n: number): number[] {
	const bytes: number[] = [];
	for (; n < -64 || n > 63; n >>= 7) bytes.push((n & 0x7f) | 0x80);
	return [...bytes, n & 0x7f];
}

/** The four bytes of a float32 number, the eight of a float64 one, as they lie in memory. */
export const float32Bytes = (x: number): number[] => [...new Uint8Array(Float32Array.of(x).buffer)];
export const float64Bytes = (x: number): number[] => [...new Uint8Array(Float64Array.of(x).buffer)];

function flatten(code: Code, to: number[] = []): number[] {
	if (typeof code === 'number') to.push(code);
	else for (const part of code) flatten(part, to);
	return to;
}

function sized(code: Code): number[] {
	const bytes = flatten(code);
	return [...unsigned(bytes.length), ...bytes];
}

const text = (name: string): number[] => sized([...new TextEncoder().encode(name)]);
const section = (id: number, ...items: Code[]): Code => [id, sized([unsigned(items.length), items])];

const end = 0x0b;

/** A module that imports `importName` (a memory) and exports `exportName` (the routine). */
export function assemble({ params, locals, body }: Routine): Uint8Array<ArrayBuffer> {
	const i32s = new Array<number>(params).fill(typeCodes.i32);
	const declared = locals.map((type) => [1, typeCodes[type]]);
	return Uint8Array.from(
		flatten([
			[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
			section(1, [0x60, unsigned(params), i32s, 0]),
			section(2, [text(importName.module), text(importName.field), 2, 0, 1]),
			section(3, 0),
			section(7, [text(exportName), 0, 0]),
			section(10, sized([unsigned(locals.length), declared, body, end]))
		])
	);
}
