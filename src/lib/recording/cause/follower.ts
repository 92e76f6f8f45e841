import type { Atom } from '$lib/core/jaxpr';
import { bitOf, isMarked, joined, strongest, type MaybeMarks } from '$lib/rules/depend/marks';
import type { LiveLoop } from '../live-loop';
import { lane as laneOf, step as stepOf, type Lane, type Step } from '../moment';
import { isTrailCell, mostHops, type Direction, type Trail, type TrailCell } from '../trail';
import type { ValueRef } from '../value-ref';
import { predicateOf } from './predicate';
import type { Standing } from './standing';
import { StepWalk, type ByUnit } from './step-walk';
import { Threads } from './threads';
import type { Units } from './unit';

/** Equations one trail goes through. */
const mostWork = 400_000;

/** Steps between which something else may be done. */
export const stepsOfSlice = 1000;

/** Follows a value through the steps of a loop and notes every cell it comes by. */
export class Follower {
	readonly walk: StepWalk;
	private readonly units: Units;
	private readonly threads = new Threads();
	private readonly closed = new Map<number, number>();
	private limit: Step | null = null;

	constructor(private readonly live: LiveLoop) {
		this.walk = new StepWalk(live);
		this.units = this.walk.units;
	}

	/** Whether it has gone as far as it may; then the step is the last one. */
	isTired(step: number): boolean {
		if (this.walk.work <= mostWork) return false;
		this.limit = stepOf(step);
		return true;
	}

	trail(direction: Direction, from: ValueRef, element: number | null): Trail {
		return {
			direction,
			from,
			element,
			threads: this.threads.list,
			closed: [...this.closed].flatMap(([leaf, bits]) => {
				const part = strongest(bits);
				return part ? [{ leaf, part }] : [];
			}),
			hops: this.walk.hops,
			hopCount: this.walk.hopCount,
			whole: this.threads.whole,
			limit: this.limit,
			predicate: predicateOf(this.live)
		};
	}

	/** Marks of some atoms of the body, with all of a value or one element of it marked at `place`. */
	begin(
		standing: Standing,
		of: ValueRef,
		element: number | null,
		lanes: readonly Lane[] = [of.lane ?? laneOf(0)]
	): ByUnit {
		const { atoms, place, like } = standing;
		const start = new Map<number, readonly MaybeMarks[]>();
		for (const lane of lanes) {
			const marks = this.units.marked(like, lane, element, bitOf.made);
			const unit = this.units.of(lane);
			const before = start.get(unit)?.[place] ?? null;
			start.set(
				unit,
				atoms.map((_, i) => (i === place ? joined(before, marks) : null))
			);
		}
		if (of.kind === 'closed') this.closed.set(of.leaf, bitOf.made);
		else if (isTrailCell(of)) this.touchAgain(of, standing, start);
		return start;
	}

	/** Notes a cell that shows the very value again: the last carry is the final one. */
	touchAgain(cell: TrailCell, { place, like }: Standing, start: ByUnit): void {
		const lane = cell.lane ?? laneOf(0);
		const own = this.units.ofLane(start.get(this.units.of(lane))?.[place] ?? null, like, lane);
		if (own) this.threads.touch(cell, own);
	}

	/** The lanes that have a value as theirs. */
	lanesOf({ lane }: ValueRef): readonly Lane[] {
		return lane === null ? this.units.all.flatMap((unit) => this.units.lanes(unit)) : [lane];
	}

	/**
	 * Of a long loop: whether all further steps hand on the same marks, as they do when one is given what it hands on
	 * and that did not hang on its numbers; no more of their equations would be told.
	 */
	isSteady(before: ByUnit, after: ByUnit): boolean {
		const { walk } = this;
		const told = walk.hopCount > mostHops && walk.hopsOfStep > 0;
		return (
			this.live.windows !== undefined &&
			told &&
			!walk.hungOnValues &&
			this.live.loop.active === null &&
			isSame(before, after)
		);
	}

	/** Notes what the arguments of the body are at all steps down to the first, as they were at `step`. */
	touchArgsBefore(step: number, args: ByUnit): void {
		const { body, closed, carry } = this.live.ran.params.view;
		this.everyLane(body.invars, args, (i, marks, lane) => {
			if (i >= closed + carry.length)
				this.threads.touchAll({ kind: 'x', lane, step: 1, leaf: i - closed - carry.length }, step - 1, marks);
			else if (i >= closed)
				this.threads.touchAll({ kind: 'carry', lane, step: 0, leaf: i - closed }, step - 2, marks);
		});
		this.touchArgs(0, args);
		this.walk.hopCount += step * this.walk.hopsOfStep;
	}

	/** Notes what the results of the body are at all steps up to the last, as they were at `step`. */
	touchResultsAfter(step: number, results: ByUnit): void {
		const { recorded } = this.live.loop;
		const { carry } = this.live.ran.params.view;
		this.everyLane(this.resultAtoms, results, (i, marks, lane) => {
			const leaf = i < carry.length ? i : i - carry.length;
			const kind = i < carry.length ? 'carry' : 'y';
			this.threads.touchAll({ kind, lane, step: step + 1, leaf }, recorded - 2, marks);
		});
		this.touchResults(recorded - 1, results);
		this.walk.hopCount += (recorded - 1 - step) * this.walk.hopsOfStep;
	}

	/** Notes what the arguments of the body at a step are in the picture. */
	touchArgs(step: number, args: ByUnit): void {
		const { body, closed, carry } = this.live.ran.params.view;
		this.everyLane(body.invars, args, (i, marks, lane) => {
			if (i < closed) this.closed.set(i, (this.closed.get(i) ?? 0) | marks.union);
			else if (i >= closed + carry.length)
				this.threads.touch({ kind: 'x', lane, step, leaf: i - closed - carry.length }, marks);
			else if (step === 0) this.threads.touch({ kind: 'init', lane, step, leaf: i - closed }, marks);
			else this.threads.touch({ kind: 'carry', lane, step: step - 1, leaf: i - closed }, marks);
		});
	}

	/** Notes what the results of the body at a step are in the picture. */
	touchResults(step: number, results: ByUnit): void {
		const { carry } = this.live.ran.params.view;
		const { recorded, length } = this.live.loop;
		this.everyLane(this.resultAtoms, results, (i, marks, lane) => {
			if (i >= carry.length) this.threads.touch({ kind: 'y', lane, step, leaf: i - carry.length }, marks);
			else {
				this.threads.touch({ kind: 'carry', lane, step, leaf: i }, marks);
				if (step === recorded - 1 && recorded === length)
					this.threads.touch({ kind: 'final', lane, step: length, leaf: i }, marks);
			}
		});
	}

	/** A carry is where its argument is, also where the body hands on a constant. */
	private get resultAtoms(): readonly Atom[] {
		const { body, closed, carry } = this.live.ran.params.view;
		return body.outs.map((out, i) => (i < carry.length ? body.invars[closed + i] : out));
	}

	private everyLane(
		atoms: readonly Atom[],
		marks: ByUnit,
		touch: (place: number, marks: NonNullable<MaybeMarks>, lane: Lane | null) => void
	): void {
		for (const [unit, each] of marks)
			each.forEach((found, i) => {
				if (!found) return;
				for (const lane of this.units.lanes(unit)) {
					const own = this.units.ofLane(found, atoms[i], lane);
					if (own) touch(i, own, this.units.cellLane(atoms[i], lane));
				}
			});
	}

	/**
	 * Goes through a step, `by` on the units whose rows the step was for. What a row that had ended computed was
	 * dropped: its carries, `handed` from one side of the body to the other, stayed as they were.
	 */
	pass(
		step: number,
		given: ByUnit,
		by: (going: ByUnit) => ByUnit,
		handed: (marks: readonly MaybeMarks[]) => readonly MaybeMarks[]
	): ByUnit {
		this.units.enter(step);
		const units = [...given];
		const going = units.filter(([unit]) => this.units.joint || this.isActive(unit, step));
		const stayed = units.filter(([unit]) => !this.isActive(unit, step));
		const passed = new Map(by(new Map(going)));
		for (const [unit, marks] of stayed) {
			const own = passed.get(unit);
			const kept = handed(marks);
			passed.set(unit, own ? own.map((each, i) => joined(each, kept[i])) : kept);
		}
		return passed;
	}

	private isActive(unit: number, step: number): boolean {
		if (this.live.loop.active === null) return true;
		return this.units.lanes(unit).every((lane) => this.units.isActive(lane, step));
	}
}

function isSame(a: ByUnit, b: ByUnit): boolean {
	const same = (one: MaybeMarks, other: MaybeMarks): boolean =>
		one === null || other === null
			? one === other
			: one.whole === other.whole && one.bits.every((bits, i) => bits === other.bits[i]);
	return (
		a.size === b.size &&
		[...a].every(([unit, marks]) => b.get(unit)?.every((own, i) => same(own, marks[i])) ?? false)
	);
}

/** What goes on to another step: whoever lost is not followed. */
export function carriedOn(
	marks: ByUnit,
	carriesOf: (marks: readonly MaybeMarks[]) => readonly MaybeMarks[]
): ByUnit {
	const on = new Map<number, readonly MaybeMarks[]>();
	for (const [unit, each] of marks) {
		const kept = carriesOf(each).map((own) => own?.withoutLosers() ?? null);
		if (isMarked(kept)) on.set(unit, kept);
	}
	return on;
}
