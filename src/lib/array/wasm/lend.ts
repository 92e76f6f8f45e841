import type { Data, DataConstructor } from '../dtype';
import { memoryBytes, scratchBytes, wholeMemory } from './scratch';

/** Bytes `at`, `at + 1`, ... of `buffer`, for as long as a loop runs. */
export interface Loan {
	readonly buffer: ArrayBuffer;
	readonly at: number;
}

/** Loans end in the reverse order they began in: a loop inside a loop ends first. */
let top = scratchBytes;

/**
 * A stretch of memory for a loop's values, in the scratch memory if it has room: kernels then work on them in their
 * place. Its bytes are whatever they were. To be given back.
 */
export function lend(bytes: number): Loan {
	const memory = wholeMemory();
	if (memory === null || bytes > memoryBytes - top) return { buffer: new ArrayBuffer(bytes), at: 0 };
	const loan = { buffer: memory.buffer, at: top };
	top += (bytes + 15) & ~15;
	return loan;
}

export function giveBack({ buffer, at }: Loan): void {
	if (buffer === wholeMemory()?.buffer) top = at;
}

const wholes = new Map<DataConstructor, Data>();

/** All of the loan's buffer as an array: of the scratch memory always the same one, by which kernels know it. */
export function slotsOfLoan({ buffer }: Loan, storage: DataConstructor): Data {
	const memory = wholeMemory();
	if (memory === null || buffer !== memory.buffer) return wholeOf(buffer, storage);
	if (storage === Float32Array) return memory.floats;
	const whole = wholes.get(storage) ?? wholeOf(buffer, storage);
	wholes.set(storage, whole);
	return whole;
}

const wholeOf = (buffer: ArrayBuffer, storage: DataConstructor): Data =>
	new storage(buffer, 0, Math.floor(buffer.byteLength / storage.BYTES_PER_ELEMENT));
