import { NDArray } from '$lib/array/ndarray';
import { indexOfStep } from '../scan';
import { slotsOf } from '../slot';
import { resultsOf, type BodyOn } from './body';
import { operandsOf } from './call';
import { wholly, type Dependence, type DependRule, type Site } from './dependence';
import { isMarked, joined, Marks, type MaybeMarks } from './marks';

/** Equations of a body times its steps that are gone through; what takes more is taken whole. */
export const mostEquations = 20_000;

/** A scan inside a body: it is run again, and gone through step by step. */
export const scanning =
	(bodyOn: BodyOn): DependRule<'scan'> =>
	(site) =>
		site.params.length * site.params.jaxpr.eqns.length > mostEquations
			? wholly(site)
			: scanDependence(site, bodyOn);

function scanDependence(site: Site<'scan'>, bodyOn: BodyOn): Dependence {
	const { jaxpr, length, num_consts, num_carry } = site.params;
	const firstX = num_consts + num_carry;
	let kept: readonly (readonly NDArray[])[] | null = null;
	const at = (step: number): Dependence => bodyOn(jaxpr, (kept ??= argsOfSteps(site))[step], site.driver);
	return {
		back(results) {
			const consts: MaybeMarks[] = new Array(num_consts).fill(null);
			const xs: MaybeMarks[] = site.ins.slice(firstX).map(() => null);
			let carry = results.slice(0, num_carry);
			for (let step = length - 1; step >= 0; step--) {
				const index = indexOfStep(step, site.params);
				const made = [...carry, ...results.slice(num_carry).map((marks) => rowOf(marks, index, length))];
				if (!isMarked(made)) continue;
				const given = at(step).back(made);
				for (let i = 0; i < num_consts; i++) consts[i] = joined(consts[i], given[i]);
				carry = given.slice(num_consts, firstX);
				xs.forEach((_, i) => (xs[i] = withRow(xs[i], given[firstX + i], index, length)));
			}
			return [...consts, ...carry, ...xs];
		},
		forth(operands) {
			const ys: MaybeMarks[] = site.outs.slice(num_carry).map(() => null);
			let carry = operands.slice(num_consts, firstX);
			for (let step = 0; step < length; step++) {
				const index = indexOfStep(step, site.params);
				const xs = operands.slice(firstX).map((marks) => rowOf(marks, index, length));
				const given = [...operands.slice(0, num_consts), ...carry, ...xs];
				const made: readonly MaybeMarks[] = isMarked(given)
					? at(step).forth(given)
					: jaxpr.outs.map(() => null);
				carry = made.slice(0, num_carry);
				ys.forEach((_, i) => (ys[i] = withRow(ys[i], made[num_carry + i], index, length)));
			}
			return [...carry, ...ys];
		}
	};
}

/** The body's operands at each step. */
function argsOfSteps(site: Site<'scan'>): NDArray[][] {
	const { params, driver } = site;
	const { jaxpr, num_consts, num_carry } = params;
	const operands = operandsOf(site);
	let carry = operands.slice(num_consts, num_consts + num_carry);
	return Array.from({ length: params.length }, (_, step) => {
		const xs = operands.slice(num_consts + num_carry).map((x) => rowAt(x, indexOfStep(step, params)));
		const args = [...operands.slice(0, num_consts), ...carry, ...xs];
		carry = resultsOf(jaxpr, args, driver).slice(0, num_carry);
		return args;
	});
}

function rowAt({ dtype, shape, data, weak }: NDArray, row: number): NDArray {
	const own = shape.slice(1);
	const slots = slotsOf({ dtype, shape: own, weak });
	return new NDArray(dtype, own, data.subarray(row * slots, (row + 1) * slots), weak);
}

/** Marks of one row of a value of so many rows. */
function rowOf(marks: MaybeMarks, row: number, rows: number): MaybeMarks {
	if (!marks) return null;
	const size = marks.bits.length / rows;
	const own = new Marks(marks.bits.slice(row * size, (row + 1) * size));
	own.whole = marks.whole;
	return own.any ? own : null;
}

function withRow(all: MaybeMarks, own: MaybeMarks, row: number, rows: number): MaybeMarks {
	if (!own) return all;
	const marks = all ?? new Marks(new Uint8Array(own.bits.length * rows));
	marks.bits.set(own.bits, row * own.bits.length);
	marks.whole ||= own.whole;
	return marks;
}
