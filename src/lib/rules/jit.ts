import type { Kernel } from '$lib/array/kernel';
import type { Aval } from '$lib/core/aval';
import type { JitParams } from '$lib/core/control';
import { bind, type Value } from '$lib/core/interpreter';
import type { Jaxpr } from '$lib/core/jaxpr';
import type { Batch } from './batching';
import type { Driver } from './driver';
import { copySlots } from '$lib/array/kernels/elementwise';
import {
	hasValue,
	isLinear,
	type Jvp,
	type PartialContext,
	type PartialEval,
	type Transpose
} from './differentiating';
import { count, dense, differential, memoized, merged, nonzeros, spread, where, whereNot } from './flags';
import { slotsOf } from './slot';
import { transposeJaxpr } from './transpose-jaxpr';

export const shapeOfJit = (_: readonly Aval[], { jaxpr }: JitParams): Aval[] =>
	jaxpr.outs.map(({ aval }) => aval);

/** A jitted function is its body: nothing is compiled differently. */
export function kernelOfJit(
	_: readonly Aval[],
	outs: readonly Aval[],
	{ jaxpr }: JitParams,
	driver: Driver
): Kernel {
	const body = driver.compile(jaxpr);
	const sizes = outs.map(slotsOf);
	return (ins, results) => {
		body.ins.forEach((slot, i) => slot.point(ins[i]));
		body.run();
		results.forEach((result, i) => copySlots(sizes[i], body.outs[i], result));
	};
}

export const batchJit: Batch<JitParams> = ({ batchJaxpr }, args, dims, { name, jaxpr }) => {
	const batched = batchJaxpr(jaxpr, dims);
	return { outs: bind('jit', args, { name, jaxpr: batched.jaxpr }), dims: batched.outDims };
};

export const jvpJit: Jvp<JitParams> = ({ jvpJaxpr }, primals, tangents, { name, jaxpr }) => {
	const pushed = jvpJaxpr(jaxpr, nonzeros(tangents));
	const outs = bind('jit', [...primals, ...dense(tangents)], { name, jaxpr: pushed.jaxpr });
	return differential(outs, pushed.nonzero);
};

/** Residuals that are arguments need not come back: for each, which argument it is (JAX's `in_fwd`). */
function withoutForwarded({ pruned }: PartialContext, jaxpr: Jaxpr, firstResidual: number): Forwarding {
	return memoized(jaxpr, `forward ${firstResidual}`, () => {
		const places = jaxpr.outs.map((atom) => jaxpr.invars.findIndex((v) => v === atom));
		const outs = jaxpr.outs.filter((_, i) => i < firstResidual || places[i] < 0);
		const forwarded = places.slice(firstResidual).map((at) => (at < 0 ? null : at));
		return { jaxpr: pruned({ ...jaxpr, outs }), forwarded };
	});
}

interface Forwarding {
	readonly jaxpr: Jaxpr;
	readonly forwarded: readonly (number | null)[];
}

/** One function now and one later, which takes what it needs of the first. */
export const partialJit: PartialEval<JitParams> = (context, args, { name, jaxpr }) => {
	const unknown = args.map((x) => !context.isKnown(x));
	const { known: whole, unknown: later, unknownOuts } = context.split(jaxpr, unknown);
	const now = whereNot(args, unknown);
	const firstResidual = unknownOuts.length - count(unknownOuts);
	const { jaxpr: known, forwarded } = withoutForwarded(context, whole, firstResidual);
	const outs = known.outs.length === 0 ? [] : context.known('jit', now, { name, jaxpr: known });
	const residuals = outs.slice(firstResidual);
	const operands = [
		...forwarded.map((from) => (from === null ? residuals.shift() : now[from])),
		...where(args, unknown)
	] as Value[];
	const waiting = later.outs.length === 0 ? [] : context.record('jit', operands, { name, jaxpr: later });
	return merged(unknownOuts, waiting, outs.slice(0, firstResidual));
};

export const transposeJit: Transpose<JitParams> = (context, cts, args, { name, jaxpr }) => {
	const turned = transposeJaxpr(context, jaxpr, { linear: args.map(isLinear), cts: nonzeros(cts) });
	const outs = bind('jit', [...args.filter(hasValue), ...dense(cts)], { name, jaxpr: turned.jaxpr });
	return spread(turned.nonzero, outs);
};
