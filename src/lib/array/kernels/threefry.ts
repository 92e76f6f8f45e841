const rotations = [
	[13, 15, 26, 6],
	[17, 29, 16, 24]
];

/**
 * The random function behind JAX's keys: J. Salmon et al., "Parallel random numbers: as easy as 1, 2, 3" (2011), 20 rounds.
 * Writes the two words for `(k0, k1)` and counter `(x0, x1)` to `out[at]` and `out[at + 1]`.
 */
export function threefry2x32(
	k0: number,
	k1: number,
	x0: number,
	x1: number,
	out: { [i: number]: number },
	at = 0
): void {
	let [a, b, c] = [k0, k1, k0 ^ k1 ^ 0x1bd11bda];
	x0 = (x0 + k0) | 0;
	x1 = (x1 + k1) | 0;
	for (let group = 1; group <= 5; group++) {
		for (const r of rotations[(group + 1) % 2]) {
			x0 = (x0 + x1) | 0;
			x1 = ((x1 << r) | (x1 >>> (32 - r))) ^ x0;
		}
		[a, b, c] = [b, c, a];
		x0 = (x0 + a) | 0;
		x1 = (x1 + b + group) | 0;
	}
	out[at] = x0 >>> 0;
	out[at + 1] = x1 >>> 0;
}
