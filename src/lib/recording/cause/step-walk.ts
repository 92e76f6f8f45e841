import type { Atom, Eqn } from '$lib/core/jaxpr';
import { dependenceOf } from '$lib/rules/depend';
import { MarkedVars, siteOf } from '$lib/rules/depend/body';
import type { Dependence } from '$lib/rules/depend/dependence';
import { isMarked, strongest, type MaybeMarks } from '$lib/rules/depend/marks';
import { compile } from '$lib/rules/compile';
import type { Driver } from '$lib/rules/driver';
import type { LiveLoop } from '../live-loop';
import { shownEqns } from '../loop';
import { eqnIndex, step as stepOf, type EqnIndex, type Lane } from '../moment';
import { elementsAt } from '../read';
import { mostHops, mostTold, type Hop } from '../trail';
import { between, readsOtherRows } from './rows-together';
import { Units } from './unit';

/** Marks of the body's arguments or results, by unit. */
export type ByUnit = ReadonlyMap<number, readonly MaybeMarks[]>;

/** Runs what is inside of equations again; what it costs is counted by equations. */
export const quietDriver: Driver = { compile: (jaxpr) => compile(jaxpr, quietDriver), spend: () => {} };

/** Goes through the body of one step after another, all units beside each other. */
export class StepWalk {
	readonly units: Units;
	readonly hops: Hop[] = [];
	hopCount = 0;
	/** How many the last step came to. */
	hopsOfStep = 0;
	/** Equations gone through. */
	work = 0;
	/** Whether what the last step gave hung on its numbers, and not on what the equations are alone. */
	hungOnValues = false;
	private readonly shown: ReadonlyMap<Eqn, EqnIndex>;
	private readonly meeting: ReadonlySet<Eqn>;
	private readonly steady = new Map<Eqn, Dependence>();

	constructor(private readonly live: LiveLoop) {
		const { body } = live.ran.params.view;
		this.units = new Units(live);
		this.shown = new Map(shownEqns(body).map((eqn, n) => [eqn, eqnIndex(n)]));
		this.meeting = new Set(this.units.joint ? [] : body.eqns.filter(readsOtherRows));
	}

	/** From marks of the body's results at a step, or of `atoms` inside it, to those of its arguments. */
	back(step: number, results: ByUnit, atoms?: readonly Atom[]): ByUnit {
		const { body } = this.live.ran.params.view;
		const vars = this.start(step, atoms ?? body.outs, results);
		for (const eqn of body.eqns.toReversed()) this.through('back', eqn, step, vars);
		return this.end(body.invars, vars);
	}

	/** From marks of the body's arguments at a step, or of `atoms` inside it, to those of its results. */
	forth(step: number, args: ByUnit, atoms?: readonly Atom[]): ByUnit {
		const { body } = this.live.ran.params.view;
		const vars = this.start(step, atoms ?? body.invars, args);
		for (const eqn of body.eqns) this.through('forth', eqn, step, vars);
		return this.end(body.outs, vars);
	}

	private start(step: number, atoms: readonly Atom[], given: ByUnit): Map<number, MarkedVars> {
		this.units.enter(step);
		this.hungOnValues = false;
		this.hopsOfStep = 0;
		const vars = new Map<number, MarkedVars>();
		for (const [unit, marks] of given) {
			const own = new MarkedVars();
			own.add(atoms, marks);
			vars.set(unit, own);
		}
		return vars;
	}

	private end(atoms: readonly Atom[], vars: ReadonlyMap<number, MarkedVars>): ByUnit {
		return new Map([...vars].map(([unit, own]) => [unit, own.of(atoms)]));
	}

	private through(direction: 'back' | 'forth', eqn: Eqn, step: number, vars: Map<number, MarkedVars>): void {
		const [from, to] = direction === 'back' ? [eqn.outputs, eqn.inputs] : [eqn.inputs, eqn.outputs];
		for (const [unit, own] of [...vars]) {
			const given = own.of(from);
			if (!isMarked(given)) continue;
			this.work++;
			if (this.meeting.has(eqn)) {
				this.meet(direction, eqn, step, unit, given, vars);
				continue;
			}
			const dependence = this.dependence(eqn, unit, step);
			const found = dependence[direction](given);
			own.add(to, found);
			if (direction === 'back') this.hop(eqn, step, unit, given, found);
			else if (isMarked(found)) this.hop(eqn, step, unit, found, given);
		}
	}

	/** What hangs on no value is the same at every step. */
	private dependence(eqn: Eqn, unit: number, step: number): Dependence {
		const known = this.steady.get(eqn);
		if (known) return known;
		let read = false;
		const site = siteOf(
			eqn,
			(atom) => {
				read = this.hungOnValues = true;
				return this.units.value(unit, atom, step);
			},
			quietDriver
		);
		const dependence = dependenceOf(eqn.primitive, site);
		const noting =
			(go: Dependence['back']): Dependence['back'] =>
			(given) => {
				const found = go(given);
				if (!read) this.steady.set(eqn, dependence);
				return found;
			};
		return { back: noting(dependence.back), forth: noting(dependence.forth) };
	}

	/** Through an equation in which rows meet: to all that this one meets. */
	private meet(
		direction: 'back' | 'forth',
		eqn: Eqn,
		step: number,
		unit: number,
		given: readonly MaybeMarks[],
		vars: Map<number, MarkedVars>
	): void {
		this.hungOnValues = true;
		const go = between({ eqn, step, units: this.units, view: this.live.ran.params.view });
		for (const other of this.units.all) {
			const [to, from] = direction === 'back' ? [unit, other] : [other, unit];
			const found = go(direction, to, from, given);
			if (!isMarked(found)) continue;
			const own = vars.get(other) ?? new MarkedVars();
			vars.set(other, own);
			own.add(direction === 'back' ? eqn.inputs : eqn.outputs, found);
			if (direction === 'forth') this.hop(eqn, step, other, found, given);
		}
		if (direction === 'back')
			this.hop(
				eqn,
				step,
				unit,
				given,
				eqn.inputs.map(() => given[0])
			);
	}

	private hop(
		eqn: Eqn,
		step: number,
		unit: number,
		results: readonly MaybeMarks[],
		operands: readonly MaybeMarks[]
	): void {
		const index = this.shown.get(eqn);
		if (index === undefined) return;
		for (const lane of this.units.lanes(unit)) {
			const partOf = (marks: MaybeMarks, atom: Atom | undefined): Hop['part'] | null =>
				strongest((atom && this.units.ofLane(marks, atom, lane)?.union) ?? 0);
			const made = results.map((marks, i) => partOf(marks, eqn.outputs[i]));
			const part = made.includes('made') ? 'made' : made.includes('steered') ? 'steered' : null;
			if (part === null) continue;
			this.hopsOfStep++;
			if (this.hopCount++ >= mostHops) continue;
			const parts = operands.map((marks, i) => partOf(marks, eqn.inputs[i]));
			const values = this.live.windows && { values: this.told(eqn, step, lane) };
			this.hops.push({ step: stepOf(step), lane, eqn: index, part, operands: parts, ...values });
		}
	}

	private told(eqn: Eqn, step: number, lane: Lane): Hop['values'] {
		const { axes } = this.live.loop;
		const told = (atom: Atom): readonly number[] => {
			const column = this.units.column(atom);
			return elementsAt(column, column.stepStride === 0 ? 0 : step, lane, axes).slice(0, mostTold);
		};
		return { operands: eqn.inputs.map(told), made: eqn.outputs.slice(0, 1).flatMap(told) };
	}
}
