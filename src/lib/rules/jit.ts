import type { Kernel } from '$lib/array/kernel';
import type { Aval } from '$lib/core/aval';
import type { JitParams } from '$lib/core/control';
import { bind } from '$lib/core/interpreter';
import type { Batch } from './batching';
import type { Driver } from './driver';
import { copySlots } from '$lib/array/kernels/elementwise';
import { hasValue, isLinear, type Jvp, type PartialEval, type Transpose } from './differentiating';
import { count, dense, differential, merged, nonzeros, spread, where, whereNot } from './flags';
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

/** One function now and one later, which takes what it needs of the first. */
export const partialJit: PartialEval<JitParams> = (context, args, { name, jaxpr }) => {
	const unknown = args.map((x) => !context.isKnown(x));
	const { known, unknown: later, unknownOuts } = context.split(jaxpr, unknown);
	const outs =
		known.outs.length === 0 ? [] : context.known('jit', whereNot(args, unknown), { name, jaxpr: known });
	const firstResidual = unknownOuts.length - count(unknownOuts);
	const operands = [...outs.slice(firstResidual), ...where(args, unknown)];
	const waiting = later.outs.length === 0 ? [] : context.record('jit', operands, { name, jaxpr: later });
	return merged(unknownOuts, waiting, outs.slice(0, firstResidual));
};

export const transposeJit: Transpose<JitParams> = (context, cts, args, { name, jaxpr }) => {
	const turned = transposeJaxpr(context, jaxpr, args.map(isLinear), nonzeros(cts));
	const outs = bind('jit', [...args.filter(hasValue), ...dense(cts)], { name, jaxpr: turned.jaxpr });
	return spread(turned.nonzero, outs);
};
