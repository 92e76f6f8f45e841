import { kindOf } from '$lib/array/dtype';
import type { Ahead, Change } from './ahead';
import { withColumns } from './columns';
import { firstDivergence, type Closeness, type Divergence } from './divergence';
import type { LiveLoop } from './live-loop';
import { asItsOwn } from './long-queries';
import type { Column, Leaf, Loop, WholeColumn } from './recording';
import type { Slices } from './slices';
import { decimalsFrom, joined, summaryOf } from './summary';
import type { Stretch, Windows } from './windows';

/** A run that is compared with another: kept whole, by windows, or run only as far as somebody looks. */
export interface Beside {
	/** With what holds for all of it; `recorded` is Infinity while it is not known how far it goes. */
	readonly loop: Loop;
	/** Steps that are had at a time. */
	readonly stride: number;
	/** How many steps are surely the same in another run. */
	sharedWith(other: Beside): number;
	/** Sees to it that there are steps up to, not including, `to`, if it goes so far. */
	upTo(to: number): Slices<void>;
	/** With at least those of the steps that there are. The values last until others are asked for. */
	between(stretch: Stretch): Loop;
	/** The same, to be sent away. */
	sent(stretch: Stretch): Loop;
}

/** A run that has ended. */
export const besideOf = ({ loop, windows }: LiveLoop): Beside =>
	windows ? new InWindows(windows) : new Whole(loop);

class Whole implements Beside {
	readonly stride = Infinity;

	constructor(readonly loop: Loop) {}

	sharedWith(): number {
		return 0;
	}

	*upTo(): Slices<void> {}

	between(): Loop {
		return this.loop;
	}

	sent(): Loop {
		return this.loop;
	}
}

/** One that is kept by windows. */
export class InWindows implements Beside {
	constructor(readonly windows: Windows) {}

	get loop(): Loop {
		return this.windows.loop;
	}

	get stride(): number {
		return this.windows.stride;
	}

	/** Steps that there are so far. */
	protected get done(): number {
		return this.loop.recorded;
	}

	sharedWith(_other: Beside): number {
		return 0;
	}

	*upTo(_to: number): Slices<void> {}

	between(stretch: Stretch): Loop {
		return this.windows.between(this.there(stretch, this.stride)).loop;
	}

	sent(stretch: Stretch): Loop {
		return this.windows.kept(this.there(stretch, this.windows.every)).loop;
	}

	/** The stretch made of whole distances; the last one where there are no such steps. */
	protected there({ from, to }: Stretch, distance: number): Stretch {
		const first = Math.max(0, Math.min(from, this.done - 1));
		return {
			from: Math.floor(first / distance) * distance,
			to: Math.min(this.done, Math.ceil(to / distance) * distance)
		};
	}
}

/** A long loop with a change, run only as far as somebody looks. */
export class Changed extends InWindows {
	private readonly ahead: Ahead;
	private readonly plain: Loop;

	constructor(
		private readonly before: Windows,
		private readonly change: Change
	) {
		const { ahead, windows } = before.changed(change);
		super(windows);
		this.ahead = ahead;
		this.plain = withoutSums(before.loop);
		this.settle();
	}

	protected override get done(): number {
		return this.ahead.done;
	}

	override sharedWith(other: Beside): number {
		return other instanceof InWindows && other.windows === this.before ? this.change.from : 0;
	}

	override *upTo(to: number): Slices<void> {
		while (this.done < to && !this.ahead.ended) {
			this.ahead.goOn();
			this.settle();
			yield;
		}
	}

	/** Numbers are written so that they can be read beside those of the run that is changed. */
	override sent(stretch: Stretch): Loop {
		const loop = super.sent(stretch);
		const own = asItsOwn(loop, this.there(stretch, this.windows.every));
		const { carry, xs, ys } = this.before.loop;
		const written = (leaves: readonly Leaf[], mine: readonly Leaf[], before: readonly Leaf[]): Leaf[] =>
			leaves.map(({ name, column }, n) => {
				const whole = alongWith(before[n].column, mine[n].column, own, leaves === loop.carry);
				return { name, column: { ...column, extremes: undefined, whole } };
			});
		return {
			...loop,
			carry: written(loop.carry, own.carry, carry),
			xs: written(loop.xs, own.xs, xs),
			ys: written(loop.ys, own.ys, ys)
		};
	}

	private settle(): void {
		const { ahead, change } = this;
		const recorded = ahead.ended ? ahead.done : change.most;
		this.windows.settle({
			loop: { ...this.plain, recorded, length: Math.max(recorded, this.plain.length) },
			every: ahead.every,
			again: ahead.again,
			changed: () => {
				throw new Error('internal: a change of a changed run');
			}
		});
	}
}

/** What holds for all steps of a loop whatever its inputs are. */
const withoutSums = (loop: Loop): Loop => ({
	...withColumns(loop, (column) => ({ ...column, whole: undefined })),
	long: { from: 0, to: 0, binSteps: 1, profile: new Float32Array() }
});

/** A column in short with the values that another has in its steps. */
export function alongWith(before: Column, column: Column, loop: Loop, carried: boolean): WholeColumn {
	const isFloat = kindOf(column.dtype) === 'f';
	return {
		summary: joined(summaryOf(before, loop, carried), summaryOf(column, loop, carried)),
		decimals: isFloat ? decimalsFrom(before.whole?.decimals ?? 0, column, loop, carried) : 0,
		bins: null
	};
}

/**
 * Where a run that has ended parts from another that is like it: the first step, then lane, then value. Null where they
 * are the same. Both are looked at side by side, and no further than they are the same.
 */
export function* whereApart(a: Beside, b: Beside, closeness: Closeness): Slices<Divergence | null> {
	const first = b.sharedWith(a);
	const steps = a.loop.recorded;
	const stride = Math.min(a.stride, b.stride, steps);
	for (let from = Math.floor(first / stride) * stride; from < steps; from += stride) {
		const stretch = { from, to: Math.min(from + stride, steps) };
		yield* b.upTo(stretch.to);
		// The other first: where it goes by the windows of this one, it ends with the stretch that both are asked for.
		const other = b.between(stretch);
		const found = firstDivergence(a.between(stretch), other, closeness);
		if (found?.kind === 'end') return yield* whereItEnds(a, b, found);
		if (found) return found;
		yield;
	}
	return null;
}

/** How far the other goes has to be found out where it goes further. */
function* whereItEnds(a: Beside, b: Beside, found: Divergence & { kind: 'end' }): Slices<Divergence | null> {
	yield* b.upTo(Infinity);
	const values = [a.loop.recorded, b.loop.recorded] as const;
	return values[0] === values[1] ? null : { ...found, values };
}
