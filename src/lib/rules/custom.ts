import type { Kernel } from '$lib/array/kernel';
import type { Aval } from '$lib/core/aval';
import type { CustomJvpParams, CustomLinParams, CustomVjpParams, PullBack } from '$lib/core/custom';
import { ProgramError } from '$lib/core/errors';
import { bind, type Value } from '$lib/core/interpreter';
import type { Jaxpr } from '$lib/core/jaxpr';
import { batchAt, reduce, type Dim } from '$lib/core/ops';
import type { Batch, BatchContext } from './batching';
import { kernelOfCall, shapeOfCall } from './call';
import type { Batched } from './dims';
import type { Driver } from './driver';

/** Functions with a derivative of their own are their bodies; the derivative rides along. */

type CustomParams = CustomJvpParams | CustomVjpParams;

export const shapeOfCustom = (_: readonly Aval[], { call_jaxpr }: CustomParams): Aval[] =>
	shapeOfCall(call_jaxpr);

export const kernelOfCustom = (
	_: readonly Aval[],
	outs: readonly Aval[],
	{ call_jaxpr }: CustomParams,
	driver: Driver
): Kernel => kernelOfCall(outs, call_jaxpr, driver);

/** The body with every result's rows at the front, so that the derivative's rows have where to go. */
function batchedBody({ batchJaxpr }: BatchContext, body: Jaxpr, dims: readonly Dim[]): Jaxpr {
	const front = body.outs.map(() => 0);
	return batchJaxpr(body, dims, front).jaxpr;
}

const toFront = ({ outs, dims }: Batched, size: number): Value[] =>
	outs.map((x, i) => batchAt(x, dims[i], size));

export const batchCustomJvp: Batch<CustomJvpParams> = (context, args, dims, params) => {
	const own = dims.slice(params.num_consts);
	const call_jaxpr = batchedBody(context, params.call_jaxpr, dims);
	const outs = bind('custom_jvp_call', args, {
		...params,
		call_jaxpr,
		jvp_jaxpr_fun: (primals, tangents) => {
			const n = primals.length;
			const rows = context.batchCall(
				(values) => {
					const pushed = params.jvp_jaxpr_fun(values.slice(0, n), values.slice(n));
					return [...pushed.outs, ...pushed.tangents];
				},
				[...primals, ...tangents],
				[...own, ...own]
			);
			const all = toFront(rows, context.size);
			return { outs: all.slice(0, all.length / 2), tangents: all.slice(all.length / 2) };
		}
	});
	return { outs, dims: outs.map(() => 0) };
};

export const batchCustomVjp: Batch<CustomVjpParams> = (context, args, dims, params) => {
	const own = dims.slice(params.num_consts);
	const call_jaxpr = batchedBody(context, params.call_jaxpr, dims);
	const outs = bind('custom_vjp_call', args, {
		...params,
		call_jaxpr,
		fwd_jaxpr_thunk: (primals) => {
			let bwd: PullBack = () => [];
			let count = 0;
			const rows = context.batchCall(
				(values) => {
					const kept = params.fwd_jaxpr_thunk(values);
					bwd = kept.bwd;
					count = kept.outs.length;
					return [...kept.outs, ...kept.residuals];
				},
				primals,
				own
			);
			const first = { outs: rows.outs.slice(0, count), dims: rows.dims.slice(0, count) };
			const residualDims = rows.dims.slice(count);
			return {
				outs: toFront(first, context.size),
				residuals: rows.outs.slice(count),
				bwd: batchedPullBack(context, bwd, own, residualDims)
			};
		}
	});
	return { outs, dims: outs.map(() => 0) };
};

/** Cotangents of rows; an argument that all rows share gets the sum of theirs. */
const batchedPullBack =
	(context: BatchContext, bwd: PullBack, own: readonly Dim[], residualDims: readonly Dim[]): PullBack =>
	(residuals, cts) => {
		const n = residuals.length;
		let zeros: readonly boolean[] = [];
		const rows = context.batchCall(
			(values) => {
				const all = bwd(values.slice(0, n), values.slice(n));
				zeros = all.map((ct) => ct === null);
				return all.filter((ct) => ct !== null);
			},
			[...residuals, ...cts],
			[...residualDims, ...cts.map(() => 0)]
		);
		let next = 0;
		return zeros.map((zero, i) => {
			if (zero) return null;
			const at = next++;
			const [ct, dim] = [rows.outs[at], rows.dims[at]];
			if (own[i] !== null) return batchAt(ct, dim, context.size, own[i]);
			return dim === null ? ct : reduce('reduce_sum', ct, [dim]);
		});
	};

export const shapeOfCustomLin = (_: readonly Aval[], { out_avals }: CustomLinParams): Aval[] => [
	...out_avals
];

const noForward = (): never => {
	throw new ProgramError(
		'TypeError',
		"can't apply forward-mode differentiation (jvp) to a custom_vjp function.",
		{
			why: 'The function says how cotangents come back, not how tangents go forward.',
			instead: 'Use reverse mode (jax.grad, jax.vjp, jax.jacrev), or jax.custom_jvp for the function.'
		}
	);
};

export const kernelOfCustomLin = (): Kernel => noForward();

/** Reached only where a pushforward is asked for, which the function does not have. */
export const batchCustomLin: Batch<CustomLinParams> = () => noForward();
