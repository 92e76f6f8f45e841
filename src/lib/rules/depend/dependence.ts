import { NDArray } from '$lib/array/ndarray';
import { sizeOf } from '$lib/array/shape';
import type { Aval } from '$lib/core/aval';
import type { Params, Primitive } from '$lib/core/primitive';
import type { Driver } from '../driver';
import { linked, Marks, type MaybeMarks, type Part } from './marks';

/** An equation as it ran once. Values are looked up only where which elements matter hangs on them. */
export interface Site<P extends Primitive = Primitive> {
	readonly ins: readonly Aval[];
	readonly outs: readonly Aval[];
	readonly params: Params[P];
	readonly driver: Driver;
	operand(i: number): NDArray;
	result(i: number): NDArray;
}

/** Which elements the elements of an equation's results were made of, in both directions. */
export interface Dependence {
	/** From marked elements of the results to those of the operands. */
	back(results: readonly MaybeMarks[]): MaybeMarks[];
	/** From marked elements of the operands to those of the results. */
	forth(operands: readonly MaybeMarks[]): MaybeMarks[];
	/** Every link there is, where they can be told one by one. */
	readonly links?: Links;
}

/** Tells `visit` of every element of every operand that took part in an element of a result. */
export type Links = (
	visit: (result: number, element: number, operand: number, at: number, part: Part) => void
) => void;

export type DependRule<P extends Primitive> = (site: Site<P>) => Dependence;

export type Visit = (operand: number, element: number, part: Part) => void;

/** Tells `visit` of every element that took part in one element of a result. */
export type Sources = (result: number, element: number, visit: Visit) => void;

/** Links one equation is gone through for. Beyond it its operands are taken whole. */
const mostLinks = 2 ** 21;

class TooMany extends Error {}

/** A dependence told element by element. */
export const fromSources = (site: Pick<Site, 'ins' | 'outs'>, sources: () => Sources): Dependence => {
	let made: Sources | null = null;
	const tell: Sources = (...to) => (made ??= sources())(...to);
	return {
		back: (results) => guarded(site.ins, results, (marks) => markBack(tell, results, marks)),
		forth: (operands) => guarded(site.outs, operands, (marks) => markForth(tell, operands, marks)),
		links: (visit) =>
			site.outs.forEach(({ shape }, result) => {
				for (let element = 0; element < sizeOf(shape); element++)
					tell(result, element, (operand, at, part) => visit(result, element, operand, at, part));
			})
	};
};

function markBack(sources: Sources, results: readonly MaybeMarks[], marks: readonly Marks[]): void {
	let links = 0;
	results.forEach((given, result) => {
		if (!given) return;
		for (let element = 0; element < given.bits.length; element++) {
			const bits = given.bits[element];
			if (bits === 0) continue;
			sources(result, element, (operand, at, part) => {
				if (++links > mostLinks) throw new TooMany();
				marks[operand].bits[at] |= linked(bits, part);
			});
		}
	});
}

function markForth(sources: Sources, operands: readonly MaybeMarks[], marks: readonly Marks[]): void {
	let links = 0;
	marks.forEach(({ bits }, result) => {
		for (let element = 0; element < bits.length; element++) {
			sources(result, element, (operand, at, part) => {
				if (++links > mostLinks) throw new TooMany();
				const given = operands[operand];
				if (given) bits[element] |= linked(given.bits[at], part);
			});
		}
	});
}

/** What `mark` marks; everything where that is too much to go through. */
function guarded(
	to: readonly Aval[],
	given: readonly MaybeMarks[],
	mark: (marks: readonly Marks[]) => void
): MaybeMarks[] {
	if (given.every((marks) => marks === null)) return to.map(() => null);
	const marks = to.map((type) => Marks.of(type));
	try {
		mark(marks);
	} catch (fault) {
		if (!(fault instanceof TooMany)) throw fault;
		return wholeFrom(to, given);
	}
	const whole = given.some((each) => each?.whole);
	return marks.map((each) => {
		each.whole = whole;
		return each.any ? each : null;
	});
}

/** Every element of every value, with all the parts that were given. */
function wholeFrom(to: readonly Aval[], given: readonly MaybeMarks[]): MaybeMarks[] {
	const bits = given.reduce((all, marks) => all | (marks?.union ?? 0), 0);
	return to.map((type) => {
		const marks = Marks.filled(type, bits);
		if (marks) marks.whole = true;
		return marks;
	});
}

/** Everything of everything: of what is not gone into. */
export const wholly = ({ ins, outs }: Pick<Site, 'ins' | 'outs'>): Dependence => ({
	back: (results) => wholeFrom(ins, results),
	forth: (operands) => wholeFrom(outs, operands)
});

/** Where an element of a result lies in an operand that is stretched to it: of one element, or with axes of size 1. */
export function stretched(from: Aval, to: Aval): (element: number) => number {
	const size = sizeOf(from.shape);
	if (size === sizeOf(to.shape)) return (element) => element;
	if (size === 1) return () => 0;
	const index = new Int32Array(sizeOf(to.shape));
	for (let element = 0; element < index.length; element++) {
		let [rest, stride, at] = [element, 1, 0];
		for (let axis = to.shape.length - 1; axis >= 0; axis--) {
			const place = rest % to.shape[axis];
			rest = Math.floor(rest / to.shape[axis]);
			if (from.shape[axis] !== 1) at += place * stride;
			stride *= from.shape[axis];
		}
		index[element] = at;
	}
	return (element) => index[element];
}

/** The numbers of a value's elements, `from` on, in its shape. */
export const numbered = ({ shape }: Aval, from = 0): NDArray =>
	new NDArray(
		'int32',
		shape,
		Int32Array.from({ length: sizeOf(shape) }, (_, i) => from + i)
	);
