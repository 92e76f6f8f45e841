import type { Data, DataConstructor } from '$lib/array/dtype';

/**
 * Storage of loops that nobody looks at any more. The next run writes there again: the first writing of fresh memory takes
 * a page several times as long as the writing itself.
 */
const spare: ArrayBuffer[] = [];

/** Bytes that are kept for later. */
const most = 2 ** 27;

/** How many times as long as wanted an array's buffer may be: sending the array sends all of it. */
const longest = 1.25;

/** Hands storage on to later loops. Nothing may read it from now on. */
export function recycle(buffers: readonly ArrayBufferLike[]): void {
	for (const buffer of buffers)
		if (buffer instanceof ArrayBuffer && buffer.byteLength > 0 && !spare.includes(buffer)) spare.push(buffer);
	let bytes = spare.reduce((sum, { byteLength }) => sum + byteLength, 0);
	while (bytes > most) bytes -= spare.shift()?.byteLength ?? bytes;
}

/** An array for so many slots. What is in it is anything. */
export function storageFor(type: DataConstructor, slots: number): Data {
	const bytes = slots * type.BYTES_PER_ELEMENT;
	const found = spare.findIndex(({ byteLength }) => bytes <= byteLength && byteLength <= longest * bytes);
	if (found < 0) return new type(slots);
	const [buffer] = spare.splice(found, 1);
	return new type(buffer, 0, slots);
}
