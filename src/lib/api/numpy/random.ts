import { ProgramError } from '$lib/core/errors';
import { sizeOf, type Shape } from '$lib/array/shape';
import { range } from './axes';
import { asHost } from './convert';
import { broadcastShapes, positionsIn } from './elementwise';
import { result, type HostArray } from './host-array';
import { integer, populationOf, sizeFrom, weighted } from './sampling';
import { takeAlong } from './shaping';

/** A source of random 32-bit words. */
export interface Words {
	next(): number;
}

const [n, m] = [624, 397];

/** The Mersenne Twister as NumPy's legacy generator seeds and tempers it. */
class MersenneTwister implements Words {
	private readonly state = new Uint32Array(n);
	private at = n;

	constructor(seed: number) {
		this.state[0] = seed;
		for (let i = 1; i < n; i++) {
			const before = this.state[i - 1] ^ (this.state[i - 1] >>> 30);
			this.state[i] = Math.imul(1812433253, before) + i;
		}
	}

	next(): number {
		if (this.at === n) this.turn();
		let y = this.state[this.at++];
		y ^= y >>> 11;
		y ^= (y << 7) & 0x9d2c5680;
		y ^= (y << 15) & 0xefc60000;
		return (y ^ (y >>> 18)) >>> 0;
	}

	private turn(): void {
		const { state } = this;
		for (let k = 0; k < n; k++) {
			const y = (state[k] & 0x80000000) | (state[(k + 1) % n] & 0x7fffffff);
			state[k] = state[(k + m) % n] ^ (y >>> 1) ^ (y & 1 ? 0x9908b0df : 0);
		}
		this.at = 0;
	}
}

/** `np.random.RandomState`, and `np.random` itself: the legacy generator's streams, number for number. */
export class RandomState {
	private words: Words;
	private spare: number | null = null;

	constructor(seed: number) {
		this.words = new MersenneTwister(seed);
	}

	/** 53 random bits as a number in [0, 1). */
	double(): number {
		const [high, low] = [this.words.next() >>> 5, this.words.next() >>> 6];
		return (high * 67108864 + low) / 9007199254740992;
	}

	/** The polar method; every second number is the other of a pair. */
	gauss(): number {
		if (this.spare !== null) {
			const held = this.spare;
			this.spare = null;
			return held;
		}
		for (;;) {
			const [x, y] = [2 * this.double() - 1, 2 * this.double() - 1];
			const r2 = x * x + y * y;
			if (r2 >= 1 || r2 === 0) continue;
			const f = Math.sqrt((-2 * Math.log(r2)) / r2);
			this.spare = f * x;
			return f * y;
		}
	}

	/** An integer in [0, max], by masking and rejecting. */
	private below(max: number): number {
		if (max === 0) return 0;
		const mask = 2 ** (32 - Math.clz32(max)) - 1;
		for (;;) {
			const drawn = (this.words.next() & mask) >>> 0;
			if (drawn <= max) return drawn;
		}
	}

	private filled(shape: Shape, draw: (i: number) => number): HostArray {
		return result(
			'float64',
			shape,
			range(sizeOf(shape)).map((i) => draw(i))
		);
	}

	/** Numbers with parameters that may be arrays: `transform` takes one parameter of each. */
	private located(size: unknown, a: unknown, b: unknown, draw: (a: number, b: number) => number): HostArray {
		const [p, q] = [asHost(a), asHost(b)];
		const shape = size === null ? broadcastShapes(p.shape, q.shape) : sizeFrom(size);
		const [atP, atQ] = [positionsIn(p.shape, shape), positionsIn(q.shape, shape)];
		return this.filled(shape, (i) => draw(p.exact[atP(i)], q.exact[atQ(i)]));
	}

	random(size: unknown): HostArray {
		return this.filled(sizeFrom(size), () => this.double());
	}

	standardNormal(size: unknown): HostArray {
		return this.filled(sizeFrom(size), () => this.gauss());
	}

	uniform(low: unknown, high: unknown, size: unknown): HostArray {
		return this.located(size, low, high, (a, b) => a + (b - a) * this.double());
	}

	normal(loc: unknown, scale: unknown, size: unknown): HostArray {
		return this.located(size, loc, scale, (a, b) => a + b * this.gauss());
	}

	exponential(scale: unknown, size: unknown): HostArray {
		return this.located(size, scale, 0, (a) => -Math.log(1 - this.double()) * a);
	}

	randint(low: unknown, high: unknown, size: unknown): HostArray {
		const only = high === null;
		const [from, to] = [only ? 0 : integer(low), integer(only ? low : high)];
		if (from >= to) throw new ProgramError('ValueError', 'low >= high');
		if (to - from > 2 ** 32)
			throw new ProgramError('NotImplementedError', "Lockstep's np.random.randint draws below 2**32.");
		const shape = sizeFrom(size);
		const values = range(sizeOf(shape)).map(() => from + this.below(to - from - 1));
		return result('int64', shape, values);
	}

	/** 0..n-1, or the rows of an array, in random order (Fisher and Yates from the end). */
	permutation(x: unknown): HostArray {
		const array = populationOf(x);
		return takeAlong(array, this.order(array.shape[0]), 0);
	}

	order(size: number): number[] {
		const order = range(size);
		for (let i = size - 1; i > 0; i--) {
			const j = this.below(i);
			[order[i], order[j]] = [order[j], order[i]];
		}
		return order;
	}

	choice(a: unknown, size: unknown, replace: boolean, p: unknown): HostArray {
		const array = populationOf(a);
		const shape = sizeFrom(size);
		const total = array.shape[0];
		if (!replace && sizeOf(shape) > total)
			throw new ProgramError(
				'ValueError',
				"Cannot take a larger sample than population when 'replace=False'"
			);
		if (!replace && p !== null)
			throw new ProgramError(
				'NotImplementedError',
				"Lockstep's np.random.choice without replacement takes no p."
			);
		const places = replace
			? p === null
				? range(sizeOf(shape)).map(() => this.below(total - 1))
				: weighted(
						asHost(p).exact,
						range(sizeOf(shape)).map(() => this.double())
					)
			: this.order(total).slice(0, sizeOf(shape));
		return array.pick(shape, places, shape.length === 0);
	}
}
