import { sizeOf } from '$lib/array/shape';
import type { LoopView } from '$lib/core/control';
import type { Atom, Eqn, Jaxpr } from '$lib/core/jaxpr';
import { subJaxprs } from '$lib/core/sub-jaxprs';
import { axesOf, type Collective } from '$lib/rules/collective';
import { bitOf, Marks, type MaybeMarks, type Part } from '$lib/rules/depend/marks';
import { isSame } from '$lib/rules/depend/elementwise';
import { laneIndex } from '../read';
import { lane as laneOf } from '../moment';
import type { LaneAxis } from '../recording';
import type { Units } from './unit';

/** The equations of a row's body that read other rows: a named axis, or a body inside that speaks of one. */

export const readsOtherRows = (eqn: Eqn): boolean =>
	axesOf(eqn.primitive, eqn.params).length > 0 || subJaxprs(eqn).some(speaksOfRows);

const speaksOfRows = ({ eqns }: Jaxpr): boolean => eqns.some(readsOtherRows);

/** Where such an equation stands. */
export interface Meeting {
	readonly eqn: Eqn;
	readonly step: number;
	readonly units: Units;
	readonly view: LoopView;
}

/** The part that each element of lane `from`'s operands took in the results of lane `to`. */
export type Between = (
	direction: 'back' | 'forth',
	to: number,
	from: number,
	given: readonly MaybeMarks[]
) => MaybeMarks[];

type Rule = (
	meeting: Meeting,
	to: number,
	from: number
) => readonly (readonly [number, number, Part])[] | null;

const elements = (atom: Atom): number[] =>
	Array.from({ length: sizeOf(atom.aval.shape) }, (_, element) => element);

/** The lane axes that an equation speaks of: those its operand has and its result has no more; else all. */
function spokenAxes({ eqn, view }: Meeting): readonly number[] {
	const dimsOf = (atom: Atom): readonly (number | null)[] =>
		('names' in atom && view.placed.get(atom)?.dims) || view.axes.map(() => null);
	const [before, after] = [eqn.inputs[0], eqn.outputs[0]].map((atom) => atom && dimsOf(atom));
	const gone = view.axes.flatMap((_, axis) =>
		before?.[axis] != null && after?.[axis] == null ? [axis] : []
	);
	return gone.length > 0 ? gone : view.axes.map((_, axis) => axis);
}

/** Whether two lanes differ only along the axes that are spoken of. */
const meet = (axes: readonly LaneAxis[], spoken: readonly number[], a: number, b: number): boolean => {
	const [left, right] = [laneIndex(laneOf(a), axes), laneIndex(laneOf(b), axes)];
	return left.every((place, axis) => spoken.includes(axis) || place === right[axis]);
};

const summed: Rule = ({ eqn }) => elements(eqn.outputs[0]).map((at) => [at, at, 'made']);

const competed: Rule = ({ eqn, step, units }, to, from) => {
	const made = units.value(to, eqn.outputs[0], step).data;
	const own = units.value(from, eqn.inputs[0], step).data;
	return elements(eqn.outputs[0]).map((at) => [at, at, isSame(own[at], made[at]) ? 'made' : 'lost']);
};

const sent: Rule = ({ eqn, view }, to, from) => {
	if (eqn.primitive !== 'ppermute' || view.axes.length > 1) return null;
	const sends = eqn.params.perm.some(([source, target]) => source === from && target === to);
	return sends ? elements(eqn.outputs[0]).map((at) => [at, at, 'made']) : [];
};

/** A row's own stretch of what all rows gathered. */
const gathered: Rule = ({ eqn, view }, _, from) => {
	if (eqn.primitive !== 'all_gather' || view.axes.length > 1) return null;
	const { all_gather_dimension: axis, axis_size } = eqn.params;
	const inner = sizeOf(eqn.inputs[0].aval.shape.slice(axis));
	return elements(eqn.inputs[0]).map((element) => {
		const before = Math.floor(element / inner);
		return [(before * axis_size + from) * inner + (element % inner), element, 'made'];
	});
};

const rules: { readonly [P in Collective]: Rule } = {
	psum: summed,
	pmax: competed,
	pmin: competed,
	axis_index: () => [],
	all_gather: gathered,
	ppermute: sent
};

const isCollective = (primitive: string): primitive is Collective => primitive in rules;

/** How marks go from one lane to another through an equation; nothing where the two do not meet in it. */
export const between =
	(meeting: Meeting): Between =>
	(direction, to, from, given) => {
		const { eqn, view } = meeting;
		const targets = direction === 'back' ? eqn.inputs : eqn.outputs;
		const nothing = targets.map(() => null);
		if (!meet(view.axes, spokenAxes(meeting), to, from)) return nothing;
		const links = isCollective(eqn.primitive) ? rules[eqn.primitive](meeting, to, from) : null;
		if (links === null) return wholly(targets, given);
		const marks = Marks.of(targets[0].aval);
		for (const [result, element, part] of links) {
			const [at, into] = direction === 'back' ? [result, element] : [element, result];
			const bits = given[0]?.bits[at] ?? 0;
			if (bits !== 0) marks.bits[into] |= part === 'lost' ? bitOf.lost : bits;
		}
		return [marks.any ? marks : null];
	};

function wholly(targets: readonly Atom[], given: readonly MaybeMarks[]): MaybeMarks[] {
	const bits = given.reduce((all, marks) => all | (marks?.union ?? 0), 0);
	return targets.map(({ aval }) => {
		const marks = Marks.filled(aval, bits);
		if (marks) marks.whole = true;
		return marks;
	});
}
