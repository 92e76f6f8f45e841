import { NDArray } from '$lib/array/ndarray';
import { resultsOf, type BodyOn } from './body';
import { operandsOf, unionOf } from './call';
import { wholly, type Dependence, type DependRule, type Site } from './dependence';
import { isMarked, joined, linked, Marks, type MaybeMarks } from './marks';
import { mostEquations } from './scan';

/** What a while loop had before a step, and which of its rows went on: one flag where all go together. */
interface Turn {
	readonly carry: readonly NDArray[];
	readonly active: NDArray;
}

/**
 * A while loop inside a body: it is run again, and gone through step by step. That its predicate held, and then did
 * not, steered what came out.
 */
export const whiling =
	(bodyOn: BodyOn): DependRule<'while'> =>
	(site) => {
		const turns = turnsOf(site);
		return turns ? whileDependence(site, turns, bodyOn) : wholly(site);
	};

function whileDependence(site: Site<'while'>, turns: readonly Turn[], bodyOn: BodyOn): Dependence {
	const { cond_jaxpr, body_jaxpr, cond_nconsts, body_nconsts } = site.params;
	const firstCarry = cond_nconsts + body_nconsts;
	const operands = operandsOf(site);
	const [predicate] = cond_jaxpr.outs;
	const condAt = ({ carry }: Turn): Dependence =>
		bodyOn(cond_jaxpr, [...operands.slice(0, cond_nconsts), ...carry], site.driver);
	const bodyAt = ({ carry }: Turn): Dependence =>
		bodyOn(body_jaxpr, [...operands.slice(cond_nconsts, firstCarry), ...carry], site.driver);
	return {
		back(results) {
			const consts: MaybeMarks[] = new Array(firstCarry).fill(null);
			const take = (given: readonly MaybeMarks[], from: number): void =>
				given.forEach((marks, i) => (consts[from + i] = joined(consts[from + i], marks)));
			let carry: readonly MaybeMarks[] = results;
			turns.toReversed().forEach((turn, back) => {
				if (!isMarked(carry)) return;
				const steered = Marks.filled(predicate.aval, linked(unionOf(carry), 'steered'));
				const asked = condAt(turn).back([steered]);
				take(asked.slice(0, cond_nconsts), 0);
				if (back > 0) {
					const given = bodyAt(turn).back(carry.map((marks) => inRows(marks, turn.active, true)));
					take(given.slice(0, body_nconsts), cond_nconsts);
					const idle = carry.map((marks) => inRows(marks, turn.active, false));
					carry = given.slice(body_nconsts).map((marks, i) => joined(marks, idle[i]));
				}
				carry = carry.map((marks, i) => joined(marks, asked[cond_nconsts + i]));
			});
			return [...consts, ...carry];
		},
		forth(given) {
			let carry = given.slice(firstCarry);
			turns.forEach((turn, step) => {
				const [asked] = condAt(turn).forth([...given.slice(0, cond_nconsts), ...carry]);
				const bits = asked ? linked(asked.union, 'steered') : 0;
				if (step < turns.length - 1) {
					const made = bodyAt(turn).forth([...given.slice(cond_nconsts, firstCarry), ...carry]);
					carry = made.map((marks, i) =>
						joined(inRows(marks, turn.active, true), inRows(carry[i], turn.active, false))
					);
				}
				carry = carry.map((marks, i) => joined(marks, Marks.filled(site.outs[i], bits)));
			});
			return carry;
		}
	};
}

/** The loop before each step, and as it ended; null where that is too much to go through. */
function turnsOf(site: Site<'while'>): Turn[] | null {
	const { cond_jaxpr, body_jaxpr, cond_nconsts, body_nconsts } = site.params;
	const { driver } = site;
	const operands = operandsOf(site);
	const firstCarry = cond_nconsts + body_nconsts;
	const most = mostEquations / Math.max(1, body_jaxpr.eqns.length);
	const turns: Turn[] = [];
	let carry = operands.slice(firstCarry);
	for (;;) {
		const [active] = resultsOf(cond_jaxpr, [...operands.slice(0, cond_nconsts), ...carry], driver);
		turns.push({ carry, active });
		if (!active.data.some((on) => on !== 0)) return turns;
		if (turns.length > most) return null;
		const next = resultsOf(body_jaxpr, [...operands.slice(cond_nconsts, firstCarry), ...carry], driver);
		carry = next.map((value, i) => chosenRows(active, value, carry[i]));
	}
}

/** The new values of the rows that went on, the old ones of the others. */
function chosenRows(active: NDArray, next: NDArray, before: NDArray): NDArray {
	if (active.shape.length === 0) return next;
	const data = next.data.slice();
	const width = data.length / active.data.length;
	for (let i = 0; i < data.length; i++) if (!active.data[Math.floor(i / width)]) data[i] = before.data[i];
	return new NDArray(next.dtype, next.shape, data, next.weak);
}

/** Marks in the rows that went on, or in those that did not. */
function inRows(marks: MaybeMarks, active: NDArray, on: boolean): MaybeMarks {
	if (!marks || active.shape.length === 0) return on ? marks : null;
	const own = marks.copy();
	const width = own.bits.length / active.data.length;
	for (let i = 0; i < own.bits.length; i++)
		if ((active.data[Math.floor(i / width)] !== 0) !== on) own.bits[i] = 0;
	return own.any ? own : null;
}
