import type { Kernel } from '$lib/array/kernel';
import { ProgramError } from '$lib/core/errors';
import type { Eqn, Jaxpr } from '$lib/core/jaxpr';
import type { Source } from '$lib/core/source';
import { compile, type Body } from '$lib/rules/compile';
import type { Driver } from '$lib/rules/driver';
import { kernelOf } from '$lib/rules/evaluate';
import { register, Slot, slotsOf } from '$lib/rules/slot';
import { operandColumn } from '../flags';
import type { LiveLoop } from '../live-loop';
import { shownEqns } from '../loop';
import { lane as laneOf, type EqnIndex } from '../moment';
import { scalarAt, slotsAt, valueAt } from '../read';
import type { Column, Loop } from '../recording';
import { consumingCondition } from './condition';
import { consumptionOf, type Consumption } from './consumption';
import type { KeyUses } from './uses';

/** What looking inside an equation once costs besides what its branches and loops do. */
const workOfCall = 100;

/** Looks at an equation of the body, or the condition, at one step in one lane. */
type Look = (step: number, lane: number) => void;

/** Work left for running again what consumes keys inside calls, branches and loops of a body. */
export interface Budget {
	work: number;
}

/**
 * Every use of a key in a recorded loop, by step, equation, lane, what the condition of a while loop consumes before the
 * step: what the body's own equations consume is in their operands' columns; a condition, and a call, branch or loop
 * inside the body, is run again for each row on what it was given. Of a long loop, those of its first window.
 */
export function useKeysOf(live: LiveLoop, uses: KeyUses, budget: Budget): void {
	const { loop } = live;
	const looks = looksOf(live, uses, budget);
	const condition = consumingCondition(live);
	const ask =
		condition &&
		new EquationUses(loop, null, live, uses).lookInside(condition.eqn, condition.columns, budget);
	if (looks.length === 0 && !ask) return;
	// Of a long loop the first steps are enough: no more uses than they have are looked at.
	const end = loop.long?.to ?? loop.recorded;
	for (let step = 0; step <= end && uses.goesOn; step++) {
		if (ask) forLanes(loop, step - 1, ask, step);
		if (step < end) for (const look of looks) forLanes(loop, step, look, step);
	}
}

/** What looks at each equation of the body that consumes keys. */
const looksOf = (live: LiveLoop, uses: KeyUses, budget: Budget): Look[] =>
	shownEqns(live.ran.params.view.body).flatMap((eqn, i) => {
		const consumption = consumptionOf(eqn);
		if (consumption === null) return [];
		const { index, operands } = live.loop.eqns[i];
		const columns = operands.map((operand) => operandColumn(live.loop, operand));
		const at = new EquationUses(live.loop, index, live, uses);
		return [
			consumption === 'inside'
				? at.lookInside(eqn, columns, budget)
				: at.look(eqn.source, consumption, columns)
		];
	});

/** Looks at a step in the lanes that took part in step `taken`; before step 0 there are all. */
function forLanes(loop: Loop, taken: number, look: Look, step: number): void {
	for (let lane = 0; lane < loop.lanes; lane++)
		if (taken < 0 || isActive(loop, taken, lane)) look(step, lane);
}

const isActive = ({ active, axes }: Loop, step: number, lane: number): boolean =>
	active === null || scalarAt(active, step, laneOf(lane), axes) !== 0;

/** The uses of keys by one equation of a loop, or by its condition. */
class EquationUses {
	constructor(
		private readonly loop: Loop,
		private readonly eqn: EqnIndex | null,
		private readonly visit: object,
		private readonly uses: KeyUses
	) {}

	look(source: Source, consumption: Consumption, columns: readonly Column[]): Look {
		const { axes, lanes } = this.loop;
		const { operands } = consumption;
		const site = this.site(consumption, source);
		const keys = operands.map((place) => {
			const { data, stepStride } = columns[place];
			const slots = Array.from({ length: lanes }, (_, k) => slotsAt(columns[place], laneOf(k), axes));
			return { data, stepStride, slots };
		});
		return (step, lane) => {
			for (const { data, stepStride, slots } of keys)
				for (let i = 0; i < slots[lane].length; i++) {
					const at = slots[lane][i] + step * stepStride;
					this.uses.use(data[at], data[at + 1], site, step, lane, i);
				}
		};
	}

	lookInside(eqn: Eqn, columns: readonly Column[], budget: Budget): Look {
		const watch = new KeyWatch(
			eqn.source,
			budget,
			(consumption, source) => this.site(consumption, source),
			this.uses
		);
		const types = eqn.inputs.map(({ aval }) => aval);
		const outTypes = eqn.outputs.map(({ aval }) => aval);
		const outs = outTypes.map(register);
		const kernel = kernelOf(eqn.primitive, types, outTypes, eqn.params, watch);
		return (step, lane) => {
			if (budget.work <= 0) return;
			const ins = columns.map((column) => new Slot(valueAt(column, step, laneOf(lane), this.loop.axes).data));
			watch.begin(step, lane);
			try {
				watch.spend(workOfCall);
				kernel(ins, outs);
			} catch (error) {
				if (!(error instanceof ProgramError)) throw error;
				budget.work = 0;
			}
		};
	}

	private site({ how, renews }: Consumption, source: Source): number {
		const within = { loop: this.loop.index, eqn: this.eqn };
		const site = { how, source, within, visit: this.visit, alternative: null };
		return this.uses.addSite(renews ? { ...site, renews } : site);
	}
}

/** Runs a jaxpr for one row as the program would, prints nothing, and takes down the keys that it consumes. */
class KeyWatch implements Driver {
	readonly generateAfter = Infinity;
	private step = 0;
	private lane = 0;
	/** How often each site was come to in this step and lane. */
	private readonly turns = new Map<number, number>();
	private quiet = false;

	constructor(
		private source: Source,
		private readonly budget: Budget,
		private readonly siteOf: (consumption: Consumption, source: Source) => number,
		private readonly uses: KeyUses
	) {}

	begin(step: number, lane: number): void {
		this.step = step;
		this.lane = lane;
		this.turns.clear();
	}

	compile(jaxpr: Jaxpr): Body {
		return compile(jaxpr, this);
	}

	spend(work: number): void {
		this.budget.work -= work;
		if (this.budget.work < 0) throw new ProgramError('WorkLimit', 'stopped looking at keys');
	}

	watch(eqn: Eqn, make: () => Kernel): Kernel {
		if (eqn.primitive === 'debug_print') return () => {};
		const before = [this.source, this.quiet] as const;
		const consumption = this.quiet ? null : consumptionOf(eqn);
		if (!eqn.source.library) this.source = eqn.source;
		if (consumption !== 'inside') this.quiet = true;
		const kernel = make();
		const taken = consumption && consumption !== 'inside' ? this.taking(eqn, consumption, kernel) : kernel;
		[this.source, this.quiet] = before;
		return taken;
	}

	private taking(eqn: Eqn, consumption: Consumption, kernel: Kernel): Kernel {
		const { operands } = consumption;
		const site = this.siteOf(consumption, this.source);
		const words = eqn.inputs.map(({ aval }) => slotsOf(aval));
		return (ins, outs) => {
			for (const place of operands) this.take(site, ins[place], words[place]);
			kernel(ins, outs);
		};
	}

	private take(site: number, { data, at }: Parameters<Kernel>[0][number], words: number): void {
		const { step, lane } = this;
		for (let word = 0; word < words; word += 2) {
			const turn = this.turns.get(site) ?? 0;
			this.turns.set(site, turn + 1);
			this.uses.use(data[at + word], data[at + word + 1], site, step, lane, turn);
		}
	}
}
