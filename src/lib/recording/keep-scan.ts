import { allocate } from '$lib/array/dtype';
import { copySlots } from '$lib/array/kernels/elementwise';
import { NDArray } from '$lib/array/ndarray';
import { sizeOf } from '$lib/array/shape';
import type { ScanParams } from '$lib/core/control';
import type { Jaxpr, Var } from '$lib/core/jaxpr';
import { compile } from '$lib/rules/compile';
import type { Driver } from '$lib/rules/driver';
import { indexOfStep, shapeOfScan } from '$lib/rules/scan';
import { register, Slot, slotsOf } from '$lib/rules/slot';
import { entryOf, storageLimit, type KeptLoop, type Track } from './kept';

/**
 * Runs a scan and keeps its carries and the results of the equations in `wanted`, each in a preallocated column,
 * step-major. The carry a step reads is the column entry the step before wrote: nothing is copied twice.
 */
export function keepScan(
	args: readonly NDArray[],
	params: ScanParams,
	wanted: ReadonlySet<Var>,
	driver: Driver
): KeptLoop {
	const { jaxpr, length, num_consts, num_carry } = params;
	const recorded = Math.min(length, stepsThatFit(jaxpr, num_carry, wanted));
	const moving: { slot: Slot; stride: number; last: number }[] = [];
	const tracks = new Map<Var, Track>();

	const place = (v: Var): Slot => {
		if (!wanted.has(v)) return register(v.aval);
		const stride = slotsOf(v.aval);
		// One entry more than is kept: steps beyond the last recorded one write there.
		const slot = new Slot(allocate(v.aval.dtype, sizeOf(v.aval.shape) * (recorded + 1)));
		moving.push({ slot, stride, last: recorded });
		tracks.set(v, { type: v.aval, data: slot.data, offset: 0, stride });
		return slot;
	};
	const body = compile(jaxpr, driver, place);

	const constants = jaxpr.invars.slice(0, num_consts);
	constants.forEach((v, i) => {
		body.ins[i].data = args[i].data;
		tracks.set(v, { type: v.aval, data: args[i].data, offset: 0, stride: 0 });
	});
	const carryVars = jaxpr.invars.slice(num_consts, num_consts + num_carry);
	const carry = carryVars.map((v, i): Track => {
		const stride = slotsOf(v.aval);
		// Three entries more: one after the last step, two that later steps take turns with.
		const data = allocate(v.aval.dtype, sizeOf(v.aval.shape) * (recorded + 3));
		data.set(args[num_consts + i].data);
		const track = { type: v.aval, data, offset: 0, stride };
		tracks.set(v, track);
		return track;
	});
	const xVars = jaxpr.invars.slice(num_consts + num_carry);
	const xs = args.slice(num_consts + num_carry);
	xVars.forEach((v, i) => {
		const stride = slotsOf(v.aval);
		const offset = indexOfStep(0, params) * stride;
		tracks.set(v, { type: v.aval, data: xs[i].data, offset, stride: params.reverse ? -stride : stride });
	});

	const outTypes = shapeOfScan([], params);
	const ys = outTypes.slice(num_carry).map(({ dtype, shape, weak }) => {
		return new NDArray(dtype, shape, allocate(dtype, sizeOf(shape)), weak);
	});
	const ySlots = ys.map(({ data }) => new Slot(data));
	const ySizes = jaxpr.outs.slice(num_carry).map(({ aval }) => slotsOf(aval));
	const xSizes = xVars.map(({ aval }) => slotsOf(aval));
	const ins = body.ins.slice(num_consts);
	carry.forEach(({ data }, i) => (ins[i].data = data));
	xs.forEach(({ data }, i) => (ins[num_carry + i].data = data));
	const next = carry.map(({ data }) => new Slot(data));

	const runStep = (step: number): void => {
		const index = indexOfStep(step, params);
		const before = entryOf(step, recorded);
		const after = entryOf(step + 1, recorded);
		for (let i = 0; i < num_carry; i++) ins[i].at = before * carry[i].stride;
		for (let i = 0; i < xSizes.length; i++) ins[num_carry + i].at = index * xSizes[i];
		for (const { slot, stride, last } of moving) slot.at = Math.min(step, last) * stride;
		body.run();
		for (let i = 0; i < num_carry; i++) {
			next[i].at = after * carry[i].stride;
			copySlots(carry[i].stride, body.outs[i], next[i]);
		}
		for (let i = 0; i < ySlots.length; i++) {
			ySlots[i].at = index * ySizes[i];
			copySlots(ySizes[i], body.outs[num_carry + i], ySlots[i]);
		}
	};

	let done = 0;
	let fault: unknown = null;
	try {
		for (; done < length; done++) {
			driver.spend(body.cost);
			runStep(done);
		}
	} catch (error) {
		fault = error;
	}
	const last = entryOf(done, recorded);
	const finals = carry.map(({ type, data, stride }, i) => {
		const { dtype, shape, weak } = outTypes[i];
		return new NDArray(dtype, shape, data.slice(last * stride, (last + 1) * stride), weak && type.weak);
	});
	return {
		tracks,
		length,
		recorded: Math.min(done, recorded),
		carry,
		active: null,
		results: [...finals, ...ys],
		fault
	};
}

function stepsThatFit(jaxpr: Jaxpr, carries: number, wanted: ReadonlySet<Var>): number {
	const kept = jaxpr.eqns.flatMap(({ outputs }) => outputs.filter((v) => wanted.has(v)));
	const types = [...kept.map(({ aval }) => aval), ...jaxpr.outs.slice(0, carries).map(({ aval }) => aval)];
	const perStep = types.reduce((sum, type) => sum + slotsOf(type), 0);
	return Math.floor(storageLimit / Math.max(1, perStep));
}
