import type { Kernel } from '$lib/array/kernel';
import { copySlots } from '$lib/array/kernels/elementwise';
import type { Aval } from '$lib/core/aval';
import type { Jaxpr } from '$lib/core/jaxpr';
import type { Driver } from './driver';
import { slotsOf } from './slot';

/** Primitives that are carried out by carrying out one jaxpr on their operands. */

export const shapeOfCall = (jaxpr: Jaxpr): Aval[] => jaxpr.outs.map(({ aval }) => aval);

export function kernelOfCall(outs: readonly Aval[], jaxpr: Jaxpr, driver: Driver): Kernel {
	const body = driver.compile(jaxpr);
	const sizes = outs.map(slotsOf);
	return (ins, results) => {
		body.ins.forEach((slot, i) => slot.point(ins[i]));
		body.run();
		results.forEach((result, i) => copySlots(sizes[i], body.outs[i], result));
	};
}
