import type { Data } from '../dtype';
import type { Kernel, View } from '../kernel';

/**
 * The memory that routines work in. Most arrays are ordinary typed arrays: a kernel copies its operands into the first part
 * of it and its results out. The second part is lent to loops (lend.ts), whose values routines find in their places. The
 * size is fixed, so views of it stay good; pages nobody touches cost nothing.
 */
const pages = 384;

/** The part for copies. */
export const scratchBytes = 256 * 65536;

export const memoryBytes = pages * 65536;

/** Numbers that elementwise routines take at once: they stay in the processor's nearer caches. */
export const chunk = 4096;

/** `memory`, and its buffer, which stays the same one, with all of it as numbers. */
interface Machine {
	readonly memory: WebAssembly.Memory;
	readonly buffer: ArrayBuffer;
	readonly floats: Float32Array;
}

/** undefined before the first use; null where this browser or page has no WebAssembly with vectors. */
let machine: Machine | null | undefined;

function start(): Machine | null {
	try {
		const memory = new WebAssembly.Memory({ initial: pages, maximum: pages });
		return { memory, buffer: memory.buffer, floats: new Float32Array(memory.buffer) };
	} catch {
		return null;
	}
}

/** All of the memory; null where there is none. */
export function wholeMemory(): Pick<Machine, 'buffer' | 'floats'> | null {
	if (machine === undefined) machine = start();
	return machine;
}

/** The memory as routines import it; null where there is none. */
export function importedMemory(): WebAssembly.Memory | null {
	if (machine === undefined) machine = start();
	return machine?.memory ?? null;
}

/** No routine can be had: from now on there is no memory. */
export function giveUp(): void {
	machine = null;
}

/** All of the memory as numbers: the `data` of a view whose numbers a routine finds in their place. There is a routine. */
export function wholeScratch(): Float32Array {
	if (!machine) throw new Error('internal: no scratch memory');
	return machine.floats;
}

/** `n` numbers of the scratch memory from byte `at` on. */
export function scratch(at: number, n: number): Float32Array {
	return wholeScratch().subarray(at / 4, at / 4 + n);
}

/** From here on a copy made by the browser is faster than a loop of ours. */
const longCopy = 48;

/** Copies slots `at`, `at + 1`, ... of `data` into all of `to`. */
export function copyIn(data: Data, at: number, to: Float32Array): void {
	const n = to.length;
	if (n >= longCopy) to.set(data.length === n ? data : data.subarray(at, at + n));
	else for (let i = 0; i < n; i++) to[i] = data[at + i];
}

/** Copies all of `from` to slots `at`, `at + 1`, ... of `data`. */
export function copyOut(from: Float32Array, data: Data, at: number): void {
	const n = from.length;
	if (n >= longCopy) data.set(from, at);
	else for (let i = 0; i < n; i++) data[at + i] = from[i];
}

/** Where a kernel works on vectors: on values of the scratch memory alone, or wherever they are. */
type Reach = 'in place' | 'anywhere';

const reaches = new WeakMap<Kernel, Reach>();

/** Remembers that a kernel works on vectors. */
export function vectorised(kernel: Kernel, reach: Reach): Kernel {
	reaches.set(kernel, reach);
	return kernel;
}

/** Does the kernel work on vectors? Then a loop in JavaScript that does the same is slower, even a fused one. */
export function isVectorised(kernel: Kernel, [out]: readonly View[]): boolean {
	const reach = reaches.get(kernel);
	return reach === 'anywhere' || (reach === 'in place' && out.data === machine?.floats);
}

export const reachOf = (kernel: Kernel): Reach | null => reaches.get(kernel) ?? null;
