import type { Kernel } from '$lib/array/kernel';
import type { Aval } from '$lib/core/aval';
import type { RematParams } from '$lib/core/custom';
import { bind } from '$lib/core/interpreter';
import type { Batch } from './batching';
import type { Driver } from './driver';
import { kernelOfCall, shapeOfCall } from './call';

/** A checkpointed function is its body; only what its gradient keeps is different. */

export const shapeOfRemat = (_: readonly Aval[], { jaxpr }: RematParams): Aval[] => shapeOfCall(jaxpr);

export const kernelOfRemat = (
	_: readonly Aval[],
	outs: readonly Aval[],
	{ jaxpr }: RematParams,
	driver: Driver
): Kernel => kernelOfCall(outs, jaxpr, driver);

export const batchRemat: Batch<RematParams> = ({ batchJaxpr }, args, dims, params) => {
	const { jaxpr, outDims } = batchJaxpr(params.jaxpr, dims);
	return { outs: bind('remat2', args, { ...params, jaxpr }), dims: outDims };
};
