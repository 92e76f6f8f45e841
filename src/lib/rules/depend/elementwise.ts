import { sizeOf } from '$lib/array/shape';
import type { Binary, Primitive } from '$lib/core/primitive';
import { fromSources, stretched, type DependRule, type Dependence, type Site } from './dependence';

/** Primitives whose results are made element by element. */

/** Each element of all operands' elements at its place. */
export const elementwise = (site: Site): Dependence =>
	fromSources(site, () => {
		const places = site.ins.map((type) => stretched(type, site.outs[0]));
		return (_, element, visit) => places.forEach((at, operand) => visit(operand, at(element), 'made'));
	});

/** An element of several narrower ones, or each of those of the one they are bits of. */
export const recasting = (site: Site): Dependence =>
	fromSources(site, () => {
		const [from, to] = [site.ins[0], site.outs[0]].map(({ shape }) => sizeOf(shape));
		const parts = Math.max(1, from / to);
		return (_, element, visit) => {
			const first = Math.floor((element * from) / to);
			for (let k = 0; k < parts; k++) visit(0, first + k, 'made');
		};
	});

/** Whether two numbers are the same one; NaN is NaN. */
export const isSame = (a: number, b: number): boolean => a === b || (a !== a && b !== b);

/** max and min: of the operand that won, of both where they are equal, as in JAX's derivative. */
const competing = (site: Site): Dependence =>
	fromSources(site, () => {
		const places = site.ins.map((type) => stretched(type, site.outs[0]));
		const values = site.ins.map((_, i) => site.operand(i).data);
		const made = site.result(0).data;
		return (_, element, visit) =>
			places.forEach((at, operand) => {
				const won = isSame(values[operand][at(element)], made[element]);
				visit(operand, at(element), won ? 'made' : 'lost');
			});
	});

export const binaryRule = <P extends Binary>(primitive: P): DependRule<P> =>
	primitive === 'max' || primitive === 'min' ? competing : elementwise;

/** The case that was chosen; the selector steered, the other cases lost. */
export const selecting: DependRule<'select_n'> = (site) =>
	fromSources(site, () => {
		const [which, ...cases] = site.ins;
		const at = stretched(which, site.outs[0]);
		const chosen = site.operand(0).data;
		return (_, element, visit) => {
			visit(0, at(element), 'steered');
			cases.forEach((_, i) => visit(i + 1, element, chosen[at(element)] === i ? 'made' : 'lost'));
		};
	});

/** The operand inside its bounds, else the bound it ran into. */
export const clamping: DependRule<'clamp'> = (site) =>
	fromSources(site, () => {
		const places = site.ins.map((type) => stretched(type, site.outs[0]));
		const values = site.ins.map((_, i) => site.operand(i).data);
		return (_, element, visit) => {
			const [low, x, high] = places.map((at, operand) => values[operand][at(element)]);
			const winner = !(x < low) && !(x > high) && low <= high ? 1 : Math.max(x, low) < high ? 0 : 2;
			places.forEach((at, operand) =>
				visit(operand, at(element), operand === winner || x !== x ? 'made' : 'lost')
			);
		};
	});

/** `made` of nothing: constants. */
export const sourceless = <P extends Primitive>(site: Site<P>): Dependence =>
	fromSources(site, () => () => {});
