import type { Kernel, View } from '$lib/array/kernel';
import type { Aval } from '$lib/core/aval';
import type { LoopView, Placed, ScanParams } from '$lib/core/control';
import { bind } from '$lib/core/interpreter';
import { Var, type Jaxpr } from '$lib/core/jaxpr';
import type { Batch, BatchContext, BatchedJaxpr } from './batching';
import { atFront, frontOrNull } from './dims';
import { batchAt, type Dim } from '$lib/core/ops';
import type { Body } from './compile';
import type { Driver } from './driver';
import { copySlots } from '$lib/array/kernels/elementwise';
import { register, slotsOf, Slot } from './slot';

/** Everything about the scan primitive. Operands: consts, init carry, xs. Results: final carry, ys. */

export function shapeOfScan(operands: readonly Aval[], { jaxpr, length, num_carry }: ScanParams): Aval[] {
	const outs = jaxpr.outs.map(({ aval }) => aval);
	const ys = outs.slice(num_carry).map((y) => ({ ...y, shape: [length, ...y.shape] }));
	return [...outs.slice(0, num_carry), ...ys];
}

/** A scan body with its carry registers: the loop itself, for whoever keeps what and where. */
export interface ScanLoop {
	readonly body: Body;
	/** Points the closed-over values and copies the init in. */
	begin(ins: readonly View[]): void;
	/** Carries out the step that reads and writes position `index` of xs and ys. */
	step(index: number): void;
	/** The carry now. */
	readonly carry: readonly View[];
}

/** Prepares the loop. The ys of a step are written to `ys` at its index. */
export function prepareScan(
	params: ScanParams,
	ins: readonly View[],
	ys: readonly View[],
	driver: Driver
): ScanLoop {
	const { jaxpr, num_consts, num_carry } = params;
	const body = driver.compile(jaxpr);
	const types = jaxpr.invars.map(({ aval }) => aval);
	const outTypes = jaxpr.outs.map(({ aval }) => aval);
	const carry = types.slice(num_consts, num_consts + num_carry).map(register);
	const next = carry.map((_, i) => register(outTypes[i]));
	const sizes = carry.map((_, i) => slotsOf(outTypes[i]));
	const firstX = num_consts + num_carry;
	const xSizes = types.slice(firstX).map(slotsOf);
	const ySizes = outTypes.slice(num_carry).map(slotsOf);
	const yAt = ySizes.map((_, i) => new Slot(ys[i].data, ys[i].at));
	carry.forEach((slot, i) => body.ins[num_consts + i].point(slot));

	return {
		body,
		carry,
		begin(operands) {
			for (let i = 0; i < num_consts; i++) body.ins[i].point(operands[i]);
			for (let i = 0; i < carry.length; i++) copySlots(sizes[i], operands[num_consts + i], carry[i]);
			for (let i = 0; i < xSizes.length; i++) body.ins[firstX + i].point(operands[firstX + i]);
			for (let i = 0; i < yAt.length; i++) yAt[i].point(ys[i]);
		},
		step(index) {
			for (let i = 0; i < xSizes.length; i++)
				body.ins[firstX + i].at = ins[firstX + i].at + index * xSizes[i];
			body.run();
			for (let i = 0; i < ySizes.length; i++) {
				yAt[i].at = ys[i].at + index * ySizes[i];
				copySlots(ySizes[i], body.outs[num_carry + i], yAt[i]);
			}
			// Two passes: a carry out may be another carry's register, as in (a, b) → (b, a).
			for (let i = 0; i < sizes.length; i++) copySlots(sizes[i], body.outs[i], next[i]);
			for (let i = 0; i < sizes.length; i++) copySlots(sizes[i], next[i], carry[i]);
		}
	};
}

/** Position in xs and ys of the step-th iteration. */
export const indexOfStep = (step: number, { length, reverse }: ScanParams): number =>
	reverse ? length - 1 - step : step;

export function kernelOfScan(
	ins: readonly Aval[],
	outs: readonly Aval[],
	params: ScanParams,
	driver: Driver
): Kernel {
	const sources = ins.map(() => new Slot(new Uint8Array(0)));
	const targets = outs.map(() => new Slot(new Uint8Array(0)));
	const loop = prepareScan(params, sources, targets.slice(params.num_carry), driver);
	const sizes = outs.slice(0, params.num_carry).map(slotsOf);
	return (operands, results) => {
		operands.forEach((view, i) => sources[i].point(view));
		results.forEach((view, i) => targets[i].point(view));
		loop.begin(operands);
		for (let step = 0; step < params.length; step++) {
			driver.spend(loop.body.cost);
			loop.step(indexOfStep(step, params));
		}
		sizes.forEach((size, i) => copySlots(size, loop.carry[i], results[i]));
	};
}

/**
 * JAX's `_scan_batching_rule`. A carry is batched from its init, or because the body makes it so: repeat until no
 * further carry turns batched. Inside, consts and carries have their rows at axis 0, xs and ys at axis 1 outside the
 * loop, which is axis 0 of one step's slice.
 */
export const batchScan: Batch<ScanParams> = (context, args, dims, params) => {
	const { num_consts, num_carry, jaxpr } = params;
	const constDims = dims.slice(0, num_consts).map(frontOrNull);
	const xDims = dims.slice(num_consts + num_carry).map(frontOrNull);
	const carry = batchedCarries(context, params, dims, constDims, xDims);
	const inDims = [...constDims, ...carry.map(atFront), ...xDims];
	const ys = jaxpr.outs.slice(num_carry).map(() => null);
	const batched = context.batchJaxpr(jaxpr, inDims, [...carry.map(atFront), ...ys]);
	const yDims = batched.outDims.slice(num_carry);

	const operands = args.map((x, i) => {
		const dim = dims[i];
		if (i < num_consts) return dim === null ? x : batchAt(x, dim, context.size);
		if (i < num_consts + num_carry) return carry[i - num_consts] ? batchAt(x, dim, context.size) : x;
		return dim === null ? x : batchAt(x, dim, context.size, 1);
	});
	const view = batchedView(params.view, context, batched);
	const outs = bind('scan', operands, { ...params, jaxpr: batched.jaxpr, view });
	return { outs, dims: [...carry.map(atFront), ...yDims.map((dim) => (dim === null ? null : 1))] };
};

function batchedCarries(
	{ batchJaxpr }: BatchContext,
	{ jaxpr, num_consts, num_carry }: ScanParams,
	dims: readonly Dim[],
	constDims: readonly Dim[],
	xDims: readonly Dim[]
): boolean[] {
	let carry = dims.slice(num_consts, num_consts + num_carry).map((dim) => dim !== null);
	for (;;) {
		const inDims = [...constDims, ...carry.map(atFront), ...xDims];
		const force = [...carry.map(atFront), ...jaxpr.outs.slice(num_carry).map(() => null)];
		const { outDims } = batchJaxpr(jaxpr, inDims, force);
		const grown = carry.map((is, i) => is || outDims[i] !== null);
		if (grown.every((is, i) => is === carry[i])) return carry;
		carry = grown;
	}
}

/** The user's view of a loop after one more vmap around it: one more lane axis, outermost. */
export function batchedView(view: LoopView, context: BatchContext, batched: BatchedJaxpr): LoopView {
	const placed = new Map<Var, Placed>();
	const inner = view.axes.length;
	for (const v of variables(view.body)) {
		const was: Placed = view.placed.get(v) ?? { atom: v, dims: new Array<Dim>(inner).fill(null) };
		const now = was.atom instanceof Var ? batched.placed.get(was.atom) : undefined;
		if (!now) placed.set(v, { atom: was.atom, dims: [null, ...was.dims] });
		else placed.set(v, { atom: now.atom, dims: [now.dim, ...was.dims.map((dim) => pushed(dim, now.dim))] });
	}
	return { ...view, axes: [{ name: context.name, size: context.size }, ...view.axes], placed };
}

/** An axis number after another axis came in at `at`. */
export const pushed = (dim: Dim, at: Dim): Dim => (dim === null || at === null || dim < at ? dim : dim + 1);

function* variables(jaxpr: Jaxpr): Iterable<Var> {
	yield* jaxpr.invars;
	for (const eqn of jaxpr.eqns) yield* eqn.outputs;
}
