import type { Kernel } from '$lib/array/kernel';
import type { Aval } from '$lib/core/aval';
import type { JitParams } from '$lib/core/control';
import { bind } from '$lib/core/interpreter';
import type { Batch } from './batching';
import type { Driver } from './driver';
import { copySlots } from '$lib/array/kernels/elementwise';
import { slotsOf } from './slot';

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
