import type { Kernel } from '$lib/array/kernel';
import type { Aval } from '$lib/core/aval';
import type { WhileParams } from '$lib/core/control';
import { bind, type Value } from '$lib/core/interpreter';
import type { Jaxpr } from '$lib/core/jaxpr';
import type { Batch, BatchContext } from './batching';
import { atFront, frontOrNull } from './dims';
import { batchAt, type Dim } from '$lib/core/ops';
import type { Driver } from './driver';
import { batchedView } from './scan';
import { copySlots } from '$lib/array/kernels/elementwise';
import { register, slotsOf } from './slot';

/** Everything about the while primitive. Operands: cond consts, body consts, init carry. Results: final carry. */

export const shapeOfWhile = (_: readonly Aval[], { body_jaxpr }: WhileParams): Aval[] =>
	body_jaxpr.outs.map(({ aval }) => aval);

/**
 * Runs while the predicate holds. With one predicate a row the loop goes on while any row's holds, computes all rows,
 * and keeps the new value only in rows that are still active.
 */
export function kernelOfWhile(
	_: readonly Aval[],
	outs: readonly Aval[],
	params: WhileParams,
	driver: Driver
): Kernel {
	const { cond_nconsts, body_nconsts } = params;
	const cond = driver.compile(params.cond_jaxpr);
	const body = driver.compile(params.body_jaxpr);
	const [predicate] = cond.outs;
	const rows = slotsOf(params.cond_jaxpr.outs[0].aval);
	const masked = params.cond_jaxpr.outs[0].aval.shape.length > 0;
	const carry = outs.map(register);
	const next = outs.map(register);
	const sizes = outs.map(slotsOf);
	const firstCarry = cond_nconsts + body_nconsts;
	carry.forEach((slot, i) => {
		cond.ins[cond_nconsts + i].point(slot);
		body.ins[body_nconsts + i].point(slot);
	});
	const goesOn = (): boolean => {
		cond.run();
		for (let row = 0; row < rows; row++) if (predicate.data[predicate.at + row]) return true;
		return false;
	};
	const keep = (i: number): void => {
		if (!masked) return copySlots(sizes[i], next[i], carry[i]);
		const width = sizes[i] / rows;
		for (let slot = 0; slot < sizes[i]; slot++)
			if (predicate.data[predicate.at + Math.floor(slot / width)]) carry[i].data[slot] = next[i].data[slot];
	};
	return (ins, results) => {
		for (let i = 0; i < cond_nconsts; i++) cond.ins[i].point(ins[i]);
		for (let i = 0; i < body_nconsts; i++) body.ins[i].point(ins[cond_nconsts + i]);
		carry.forEach((slot, i) => copySlots(sizes[i], ins[firstCarry + i], slot));
		while (goesOn()) {
			driver.spend(cond.cost + body.cost);
			body.run();
			body.outs.forEach((out, i) => copySlots(sizes[i], out, next[i]));
			for (let i = 0; i < sizes.length; i++) keep(i);
		}
		results.forEach((result, i) => copySlots(sizes[i], carry[i], result));
	};
}

/**
 * JAX's `_while_loop_batching_rule`: the scan's fixpoint, and every carry batched once the predicate is. With a
 * predicate that is already an array (rows of an inner vmap) but not batched now, the new axis goes behind its axes.
 */
export const batchWhile: Batch<WhileParams> = (context, args, dims, params) => {
	const { cond_nconsts, body_nconsts, cond_jaxpr, body_jaxpr } = params;
	const firstCarry = cond_nconsts + body_nconsts;
	const condDims = dims.slice(0, cond_nconsts).map(frontOrNull);
	const bodyDims = dims.slice(cond_nconsts, firstCarry).map(frontOrNull);
	let carry = grow(
		context,
		body_jaxpr,
		bodyDims,
		dims.slice(firstCarry).map((dim) => dim !== null)
	);
	const predicate = context.batchJaxpr(cond_jaxpr, [...condDims, ...carry.map(atFront)]);
	const perRow = predicate.outDims[0] !== null;
	if (perRow) carry = carry.map(() => true);
	const axis = perRow ? 0 : cond_jaxpr.outs[0].aval.shape.length;
	const carryDims = carry.map((is) => (is ? axis : null));
	const batchedBody = context.batchJaxpr(body_jaxpr, [...bodyDims, ...carryDims], carryDims);
	const batchedCond = context.batchJaxpr(cond_jaxpr, [...condDims, ...carryDims], [perRow ? 0 : null]);
	const operands = args.map((x, i) => {
		if (i < firstCarry) return dims[i] === null ? x : batchAt(x, dims[i], context.size);
		return carry[i - firstCarry] ? batchAt(x, dims[i], context.size, axis) : x;
	});
	const outs: readonly Value[] = bind('while', operands, {
		...params,
		cond_jaxpr: batchedCond.jaxpr,
		body_jaxpr: batchedBody.jaxpr,
		view: batchedView(params.view, context, batchedBody)
	});
	return { outs, dims: carryDims };
};

function grow(
	{ batchJaxpr }: BatchContext,
	body: Jaxpr,
	constDims: readonly Dim[],
	start: readonly boolean[]
): boolean[] {
	let carry = [...start];
	for (;;) {
		const carryDims = carry.map(atFront);
		const { outDims } = batchJaxpr(body, [...constDims, ...carryDims], carryDims);
		const grown = carry.map((is, i) => is || outDims[i] !== null);
		if (grown.every((is, i) => is === carry[i])) return carry;
		carry = grown;
	}
}
