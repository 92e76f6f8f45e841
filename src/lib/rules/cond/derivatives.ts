import type { Aval } from '$lib/core/aval';
import { sameType } from '$lib/core/aval';
import type { CondParams } from '$lib/core/control';

import { bind } from '$lib/core/interpreter';
import type { Jaxpr } from '$lib/core/jaxpr';
import {
	hasValue,
	isLinear,
	zerosOf,
	type Jvp,
	type PartialContext,
	type PartialEval,
	type PartialJaxpr,
	type Transpose,
	type TransposeContext
} from '../differentiating';
import { count, dense, differential, either, merged, nonzeros, spread, where, whereNot } from '../flags';
import { evalNamed } from '../named';
import { transposeJaxpr } from '../transpose-jaxpr';

/** Derivatives of cond: every branch's own, brought to one signature. */

/** JAX's `_cond_jvp`: a result has a tangent in all branches once it has one in any. */
export const jvpCond: Jvp<CondParams> = ({ jvpJaxpr }, primals, tangents, { branches }) => {
	const given = nonzeros(tangents.slice(1));
	const nonzero = branches.map((branch) => jvpJaxpr(branch, given).nonzero).reduce(either);
	const pushed = branches.map((branch) => jvpJaxpr(branch, given, nonzero).jaxpr);
	const outs = bind('cond', [...primals, ...dense(tangents.slice(1))], { branches: pushed });
	return differential(outs, nonzero);
};

/**
 * JAX's `_cond_partial_eval`: both halves are conds on the same index. Residuals of all branches are handed over; a
 * branch that was not taken hands over zeros in places of the right types.
 */
export const partialCond: PartialEval<CondParams> = (context, args, { branches }) => {
	const unknown = args.map((x) => !context.isKnown(x));
	if (unknown[0]) return context.record('cond', args, { branches });
	const [index, ...operands] = args;
	const own = unknown.slice(1);
	const waits = branches.map((branch) => context.split(branch, own).unknownOuts).reduce(either);
	const parts = branches.map((branch) => context.split(branch, own, waits));
	const kept = waits.length - count(waits);
	const pool = pooled(parts, kept);
	const now = parts.map((part, i) => handingOver(context, part.known, kept, pool.places[i], pool.types));
	const later = parts.map((part, i) => takingOver(context, part.unknown, pool.places[i], pool.types));
	const outs =
		now[0].outs.length === 0
			? []
			: context.known('cond', [index, ...whereNot(operands, own)], { branches: now });
	const waiting = context.record('cond', [index, ...outs.slice(kept), ...where(operands, own)], {
		branches: later
	});
	return merged(waits, waiting, outs.slice(0, kept));
};

/** One list of types with a place for every residual of every branch; branches share places of one type. */
function pooled(parts: readonly PartialJaxpr[], kept: number): { types: Aval[]; places: number[][] } {
	const types: Aval[] = [];
	const places = parts.map(({ known }) => {
		const taken = new Set<number>();
		return known.outs.slice(kept).map(({ aval }) => {
			let place = types.findIndex((type, i) => !taken.has(i) && sameType(type, aval));
			if (place < 0) place = types.push(aval) - 1;
			taken.add(place);
			return place;
		});
	});
	return { types, places };
}

/** The known half with its residuals in their places of the pool. */
const handingOver = (
	{ trace }: PartialContext,
	known: Jaxpr,
	kept: number,
	places: readonly number[],
	pool: readonly Aval[]
): Jaxpr =>
	trace(
		known.invars.map(({ aval }) => aval),
		(args) => {
			const outs = evalNamed(known, args);
			const residuals = pool.map((type, place) => {
				const own = places.indexOf(place);
				return own < 0 ? zerosOf(type) : outs[kept + own];
			});
			return [...outs.slice(0, kept), ...residuals];
		}
	);

/** The half that waits, its residuals read from the pool. */
const takingOver = (
	{ trace }: PartialContext,
	later: Jaxpr,
	places: readonly number[],
	pool: readonly Aval[]
): Jaxpr => {
	const own = later.invars.slice(places.length);
	return trace([...pool, ...own.map(({ aval }) => aval)], (args) =>
		evalNamed(later, [...places.map((place) => args[place]), ...args.slice(pool.length)])
	);
};

/** JAX's `_cond_transpose`: every branch turned round, on the same index. */
export const transposeCond: Transpose<CondParams> = (context, cts, [index, ...args], { branches }) => {
	if (isLinear(index)) throw new Error('internal: a cond that is linear in its index');
	const linear = args.map(isLinear);
	const given = nonzeros(cts);
	const nonzero = branches
		.map((branch) => transposeJaxpr(context, branch, { linear, cts: given }).nonzero)
		.reduce(either);
	const turned = branches.map((branch) => turnedWith(context, branch, linear, given, nonzero));
	const outs = bind('cond', [index, ...args.filter(hasValue), ...dense(cts)], { branches: turned });
	return [null, ...spread(nonzero, outs)];
};

/** A branch turned round, with zeros made for the cotangents that other branches have. */
function turnedWith(
	context: TransposeContext,
	branch: Jaxpr,
	linear: readonly boolean[],
	given: readonly boolean[],
	wanted: readonly boolean[]
): Jaxpr {
	const turned = transposeJaxpr(context, branch, { linear, cts: given });
	if (count(turned.nonzero) === count(wanted)) return turned.jaxpr;
	return context.trace(
		turned.jaxpr.invars.map(({ aval }) => aval),
		(args) => {
			const cts = spread(turned.nonzero, evalNamed(turned.jaxpr, args));
			return where(cts, wanted).map((ct, i) => ct ?? zerosOf(where(branch.invars, wanted)[i].aval));
		}
	);
}
