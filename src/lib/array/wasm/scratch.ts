import type { Data } from '../dtype';
import type { Kernel } from '../kernel';
import { assemble, exportName, importName, type Routine } from './assemble';

/**
 * The memory that routines work in. Arrays stay ordinary typed arrays: a kernel copies its operands in and its results
 * out. The size is fixed, so views of it stay good; pages nobody touches cost nothing.
 */
const pages = 256;

export const scratchBytes = pages * 65536;

/** Numbers that elementwise routines take at once: they stay in the processor's nearer caches. */
export const chunk = 4096;

export type Run = (...args: number[]) => void;

interface Machine {
	readonly memory: WebAssembly.Memory;
	readonly floats: Float32Array;
}

/** undefined before the first use; null where this browser or page has no WebAssembly with vectors. */
let machine: Machine | null | undefined;

function start(): Machine | null {
	try {
		const memory = new WebAssembly.Memory({ initial: pages, maximum: pages });
		return { memory, floats: new Float32Array(memory.buffer) };
	} catch {
		return null;
	}
}

const made = new Map<string, Run>();

/**
 * The routine of that name, assembled at its first use. null where that is not possible, now or ever: no WebAssembly, no vector
 * instructions, or a page whose policy forbids it (`wasm-unsafe-eval`).
 */
export function routine(name: string, code: () => Routine): Run | null {
	if (machine === undefined) machine = start();
	if (machine === null) return null;
	const found = made.get(name);
	if (found) return found;
	try {
		const module = new WebAssembly.Module(assemble(code()));
		const imports = { [importName.module]: { [importName.field]: machine.memory } };
		const run = new WebAssembly.Instance(module, imports).exports[exportName] as Run;
		made.set(name, run);
		return run;
	} catch {
		machine = null;
		return null;
	}
}

/** `n` numbers of the scratch memory from byte `at` on. */
export function scratch(at: number, n: number): Float32Array {
	if (!machine) throw new Error('internal: no scratch memory');
	return machine.floats.subarray(at / 4, at / 4 + n);
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

const marked = new WeakSet<Kernel>();

/** Remembers that a kernel works on vectors. */
export function vectorised(kernel: Kernel): Kernel {
	marked.add(kernel);
	return kernel;
}

/** Does the kernel work on vectors? Then a loop in JavaScript that does the same is slower, even a fused one. */
export const isVectorised = (kernel: Kernel): boolean => marked.has(kernel);
