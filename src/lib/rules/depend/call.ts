import type { NDArray } from '$lib/array/ndarray';
import type { Jaxpr } from '$lib/core/jaxpr';
import type { Primitive } from '$lib/core/primitive';
import type { BodyOn } from './body';
import type { Dependence, DependRule, Site } from './dependence';
import { joined, linked, Marks, type MaybeMarks } from './marks';

/** Primitives that carry out one jaxpr on their operands. */

export const operandsOf = (site: Pick<Site, 'ins' | 'operand'>, from = 0): NDArray[] =>
	site.ins.slice(from).map((_, i) => site.operand(from + i));

export const calling =
	<P extends Primitive>(bodyOn: BodyOn, bodyOf: (site: Site<P>) => Jaxpr): DependRule<P> =>
	(site) =>
		bodyOn(bodyOf(site), operandsOf(site), site.driver);

/** The branch that was taken; the index steered. */
export const branching =
	(bodyOn: BodyOn): DependRule<'cond'> =>
	(site): Dependence => {
		const taken = site.params.branches[site.operand(0).data[0]];
		const branch = bodyOn(taken, operandsOf(site, 1), site.driver);
		return {
			back: (results) => [steering(site, results), ...branch.back(results)],
			forth: ([index, ...args]) => {
				const made = branch.forth(args);
				const bits = index ? linked(index.union, 'steered') : 0;
				return made.map((marks, i) => joined(marks, Marks.filled(site.outs[i], bits)));
			}
		};
	};

const steering = ({ ins: [index] }: Site<'cond'>, results: readonly MaybeMarks[]): MaybeMarks =>
	Marks.filled(index, linked(unionOf(results), 'steered'));

/** All parts that any element of several values took. */
export const unionOf = (all: readonly MaybeMarks[]): number =>
	all.reduce((bits, marks) => bits | (marks?.union ?? 0), 0);
