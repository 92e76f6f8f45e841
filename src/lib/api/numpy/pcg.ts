/** NumPy's SeedSequence: a pool of four words stirred from the seed's words (Melissa O'Neill's seed_seq, as NumPy has it). */
function seedWords(seed: bigint, count: number): number[] {
	const entropy: number[] = [];
	for (let rest = seed; rest > 0n || entropy.length === 0; rest >>= 32n)
		entropy.push(Number(rest & 0xffffffffn));
	let constant = 0x43b0d7e5;
	const stir = (value: number, factor: number): number => {
		const mixed = value ^ constant;
		constant = Math.imul(constant, factor);
		const product = Math.imul(mixed, constant);
		return product ^ (product >>> 16);
	};
	const join = (x: number, y: number): number => {
		const mixed = Math.imul(0xca01f9dd, x) - Math.imul(0x4973f715, y);
		return mixed ^ ((mixed >>> 0) >>> 16);
	};
	const pool = [0, 1, 2, 3].map((i) => stir(entropy[i] ?? 0, 0x931e8875));
	for (let from = 0; from < 4; from++)
		for (let to = 0; to < 4; to++) if (from !== to) pool[to] = join(pool[to], stir(pool[from], 0x931e8875));
	for (const word of entropy.slice(4))
		for (let to = 0; to < 4; to++) pool[to] = join(pool[to], stir(word, 0x931e8875));
	constant = 0x8b51f9dd;
	return Array.from({ length: count }, (_, i) => stir(pool[i % 4], 0x58f38ded) >>> 0);
}

const multiplier = 0x2360ed051fc65da44385df649fccf645n;
const all128 = (1n << 128n) - 1n;
const all64 = (1n << 64n) - 1n;

/** PCG XSL RR 128/64, NumPy's default generator. */
export class Pcg64 {
	private state = 0n;
	private readonly increment: bigint;
	/** The upper half of a word whose lower half was asked for. */
	private half: number | null = null;

	constructor(seed: bigint) {
		const words = seedWords(seed, 8).map(BigInt);
		const wide = [0, 1, 2, 3].map((i) => words[2 * i] | (words[2 * i + 1] << 32n));
		this.increment = ((((wide[2] << 64n) | wide[3]) << 1n) | 1n) & all128;
		this.step();
		this.state = (this.state + ((wide[0] << 64n) | wide[1])) & all128;
		this.step();
	}

	private step(): void {
		this.state = (this.state * multiplier + this.increment) & all128;
	}

	next64(): bigint {
		this.step();
		const folded = (this.state >> 64n) ^ (this.state & all64);
		const turn = this.state >> 122n;
		return ((folded >> turn) | (folded << (64n - turn))) & all64;
	}

	next32(): number {
		if (this.half !== null) {
			const held = this.half;
			this.half = null;
			return held;
		}
		const word = this.next64();
		this.half = Number(word >> 32n);
		return Number(word & 0xffffffffn);
	}

	/** 53 random bits as a number in [0, 1). */
	double(): number {
		return Number(this.next64() >> 11n) / 2 ** 53;
	}

	/** An integer in [0, most], by Lemire's multiplication. */
	upTo(most: number): number {
		if (most === 0) return 0;
		if (most === 2 ** 32 - 1) return this.next32();
		const size = BigInt(most) + 1n;
		const threshold = ((1n << 32n) - size) % size;
		let product = BigInt(this.next32()) * size;
		while ((product & 0xffffffffn) < threshold) product = BigInt(this.next32()) * size;
		return Number(product >> 32n);
	}

	/** An integer in [0, most], by masking and rejecting: how NumPy shuffles. */
	interval(most: number): number {
		const mask = most === 0 ? 0 : 2 ** (32 - Math.clz32(most)) - 1;
		for (;;) {
			const drawn = most === 0 ? 0 : (this.next32() & mask) >>> 0;
			if (drawn <= most) return drawn;
		}
	}

	/** A standard normal number by the ziggurat. */
	gauss(): number {
		for (;;) {
			const word = this.next64();
			const layer = Number(word & 0xffn);
			const size = Number((word >> 9n) & 0xfffffffffffffn);
			const sign = (word >> 8n) & 1n ? -1 : 1;
			const x = size * widths[layer];
			if (size < inside[layer]) return sign * x;
			if (layer === 0) return this.tail(size);
			const height = (heights[layer - 1] - heights[layer]) * this.double() + heights[layer];
			if (height < Math.exp(-0.5 * x * x)) return sign * x;
		}
	}

	private tail(size: number): number {
		const negative = Math.floor(size / 256) % 2 === 1;
		for (;;) {
			const x = -Math.log1p(-this.double()) / edge;
			const y = -Math.log1p(-this.double());
			if (y + y > x * x) return negative ? -(edge + x) : edge + x;
		}
	}
}

/** Right edge of the ziggurat of 256 layers, and the area of a layer. */
const edge = 3.6541528853610088;
const area = 0.004928673233974658;
const density = (x: number): number => Math.exp(-0.5 * x * x);

/** Where each layer ends, the layer with the tail first, then the narrowest. */
function layerEnds(): number[] {
	const ends = new Array<number>(256);
	ends[255] = edge;
	for (let i = 254; i > 0; i--) ends[i] = Math.sqrt(-2 * Math.log(area / ends[i + 1] + density(ends[i + 1])));
	ends[0] = area / density(edge);
	return ends;
}

const ends = layerEnds();
const scale = 2 ** 52;
const widths = ends.map((x) => x / scale);
const heights = ends.map((x, i) => (i === 0 ? 1 : density(x)));
const inside = ends
	.map((x, i) => (i === 0 ? (edge / x) * scale : i === 1 ? 0 : (ends[i - 1] / x) * scale))
	.map(Math.floor);
