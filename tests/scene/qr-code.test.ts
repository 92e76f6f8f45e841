import jsqr from 'jsqr';
import { describe, expect, it } from 'vitest';
import { mostBytes, qrCode, reachOf } from '$lib/scene/qr-code';

/** A picture of a path of unit squares, eight pixels each. */
function painted(path: string, size: number): Uint8ClampedArray {
	const scale = 8;
	const side = size * scale;
	const pixels = new Uint8ClampedArray(side * side * 4).fill(255);
	for (const [, x, y, w] of path.matchAll(/M(\d+) (\d+)h(\d+)v1h-\d+z/g))
		for (let row = Number(y) * scale; row < (Number(y) + 1) * scale; row++)
			for (let column = Number(x) * scale; column < (Number(x) + Number(w)) * scale; column++)
				pixels.fill(0, (row * side + column) * 4, (row * side + column) * 4 + 3);
	return pixels;
}

describe('the code of a link', () => {
	it.each([1, 60, 115, 240, 450, 800, 2000])('of %i bytes is read back', (length) => {
		const link = 'https://lockstep.example/#'.padEnd(length, 'aZ0-_').slice(0, length);
		const code = qrCode(link);
		expect(code?.bytes).toBe(length);
		expect(code && jsqr(painted(code.path, code.size), code.size * 8, code.size * 8)?.data).toBe(link);
	});

	it('is refused beyond what a code holds', () => {
		expect(qrCode('a'.repeat(mostBytes))).not.toBeNull();
		expect(qrCode('a'.repeat(mostBytes + 1))).toBeNull();
	});

	it('counts bytes, not characters', () => expect(qrCode('é')?.bytes).toBe(2));

	it.each([
		[60, 8],
		[240, 8],
		[241, 6],
		[442, 6],
		[575, 4],
		[800, 4],
		[801, null]
	])('of %i bytes reaches %s screen heights', (bytes, heights) => expect(reachOf(bytes)).toBe(heights));
});
