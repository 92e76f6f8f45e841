import { deflateSync, Inflate } from 'fflate';
import { fromBase64url, toBase64url } from './base64url';

/** No text in a link may be longer than this, in bytes. */
export const largestText = 256 * 1024;

/** DEFLATE can swell a byte to 1032, so a piece of this size is at most `largestText` when it comes out. */
const piece = 248;

/** Text → four bytes of checksum and its raw DEFLATE, as base64url. */
export function squeeze(text: string): string {
	const packed = deflateSync(new TextEncoder().encode(text), { level: 9, mem: 8 });
	const bytes = new Uint8Array(4 + packed.length);
	new DataView(bytes.buffer).setUint32(0, checksum(packed));
	bytes.set(packed, 4);
	return toBase64url(bytes);
}

/** The inverse; throws where the text was cut, altered or swells beyond `largestText`. */
export function unsqueeze(payload: string): string {
	const bytes = fromBase64url(payload);
	if (bytes.length < 5) throw new Error('internal: too short');
	const packed = bytes.subarray(4);
	if (new DataView(bytes.buffer).getUint32(0) !== checksum(packed)) throw new Error('internal: altered');
	return new TextDecoder('utf-8', { fatal: true }).decode(inflateUpTo(packed, largestText));
}

/** FNV-1a, 32 bits. */
export function checksum(bytes: Uint8Array): number {
	let hash = 0x811c9dc5;
	for (const byte of bytes) hash = Math.imul(hash ^ byte, 0x01000193);
	return hash >>> 0;
}

function inflateUpTo(packed: Uint8Array, limit: number): Uint8Array {
	const chunks: Uint8Array[] = [];
	let size = 0;
	const inflate = new Inflate((chunk) => {
		chunks.push(chunk);
		size += chunk.length;
		if (size > limit) throw new Error('internal: too large');
	});
	for (let at = 0; at < packed.length; at += piece)
		inflate.push(packed.subarray(at, at + piece), at + piece >= packed.length);
	return join(chunks, size);
}

function join(chunks: readonly Uint8Array[], size: number): Uint8Array {
	const whole = new Uint8Array(size);
	let at = 0;
	for (const chunk of chunks) {
		whole.set(chunk, at);
		at += chunk.length;
	}
	return whole;
}
