import { ProgramError } from '$lib/core/errors';
import { sizeOf } from '$lib/array/shape';
import { range } from './axes';
import { asHost } from './convert';
import { broadcastShapes, positionsIn } from './elementwise';
import { result, type HostArray } from './host-array';
import { Pcg64 } from './pcg';
import { integer, populationOf, sizeFrom, weighted } from './sampling';
import { takeAlong } from './shaping';

/** `np.random.Generator` over PCG64: what `np.random.default_rng(seed)` gives. */
export class Generator {
	private readonly words: Pcg64;

	constructor(seed: bigint) {
		this.words = new Pcg64(seed);
	}

	private drawn(size: unknown, draw: () => number): HostArray {
		const shape = sizeFrom(size);
		return result('float64', shape, range(sizeOf(shape)).map(draw));
	}

	private located(size: unknown, a: unknown, b: unknown, draw: (a: number, b: number) => number): HostArray {
		const [p, q] = [asHost(a), asHost(b)];
		const shape = size === null ? broadcastShapes(p.shape, q.shape) : sizeFrom(size);
		const [atP, atQ] = [positionsIn(p.shape, shape), positionsIn(q.shape, shape)];
		return result(
			'float64',
			shape,
			range(sizeOf(shape)).map((i) => draw(p.exact[atP(i)], q.exact[atQ(i)]))
		);
	}

	random(size: unknown): HostArray {
		return this.drawn(size, () => this.words.double());
	}

	standardNormal(size: unknown): HostArray {
		return this.drawn(size, () => this.words.gauss());
	}

	uniform(low: unknown, high: unknown, size: unknown): HostArray {
		return this.located(size, low, high, (a, b) => a + (b - a) * this.words.double());
	}

	normal(loc: unknown, scale: unknown, size: unknown): HostArray {
		return this.located(size, loc, scale, (a, b) => a + b * this.words.gauss());
	}

	integers(low: unknown, high: unknown, size: unknown, endpoint: boolean): HostArray {
		const only = high === null;
		const from = only ? 0 : integer(low);
		const to = integer(only ? low : high) - (endpoint ? 0 : 1);
		if (from > to) throw new ProgramError('ValueError', 'low >= high');
		const shape = sizeFrom(size);
		return result(
			'int64',
			shape,
			range(sizeOf(shape)).map(() => from + this.words.upTo(to - from))
		);
	}

	/** Positions in random order. */
	order(size: number): number[] {
		return this.shuffled(range(size), (most) => this.words.interval(most));
	}

	private shuffled(items: number[], draw: (most: number) => number): number[] {
		for (let i = items.length - 1; i > 0; i--) {
			const j = draw(i);
			[items[i], items[j]] = [items[j], items[i]];
		}
		return items;
	}

	permutation(x: unknown): HostArray {
		const array = populationOf(x);
		return takeAlong(array, this.order(array.shape[0]), 0);
	}

	choice(a: unknown, size: unknown, replace: boolean, p: unknown): HostArray {
		const array = populationOf(a);
		const shape = sizeFrom(size);
		const draws = sizeOf(shape);
		const total = array.shape[0];
		if (!replace && draws > total)
			throw new ProgramError(
				'ValueError',
				'Cannot take a larger sample than population when replace is False'
			);
		if (!replace && p !== null)
			throw new ProgramError(
				'NotImplementedError',
				"Lockstep's Generator.choice without replacement takes no p."
			);
		const places = !replace
			? this.distinct(total, draws)
			: p === null
				? range(draws).map(() => this.words.upTo(total - 1))
				: weighted(
						asHost(p).exact,
						range(draws).map(() => this.words.double())
					);
		return array.pick(shape, places, shape.length === 0);
	}

	/** Floyd's sample, then shuffled. */
	private distinct(total: number, draws: number): number[] {
		const seen = new Set<number>();
		for (let j = total - draws; j < total; j++) {
			const drawn = this.words.upTo(j);
			seen.add(seen.has(drawn) ? j : drawn);
		}
		return this.shuffled([...seen], (most) => this.words.upTo(most));
	}
}
