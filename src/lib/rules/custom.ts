import type { Kernel } from '$lib/array/kernel';
import type { Aval } from '$lib/core/aval';
import type { CustomJvpParams, CustomLinParams, CustomVjpParams, PullBack } from '$lib/core/custom';
import { ProgramError } from '$lib/core/errors';
import { onlyBackward } from '$lib/core/help/gradients';
import { avalOf, bind, type Value } from '$lib/core/interpreter';
import type { Jaxpr } from '$lib/core/jaxpr';
import { batchAt, reduce, type Dim } from '$lib/core/ops';
import type { Batch, BatchContext } from './batching';
import { kernelOfCall, shapeOfCall } from './call';
import type { Batched } from './dims';
import {
	instantiate,
	varies,
	zerosOf,
	type Differential,
	type Jvp,
	type Tangent,
	type Transpose
} from './differentiating';
import type { Driver } from './driver';
import { dense, whereNot } from './flags';
import { valueOf } from './transpose/families';

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

/** A backward pass that the program gives says nothing of tangents. */
export const noForward = (): never => {
	throw new ProgramError(
		'TypeError',
		"can't apply forward-mode autodiff (jvp) to a custom_vjp function.",
		onlyBackward
	);
};

export const kernelOfCustomLin = (): Kernel => noForward();

/** Reached only where a pushforward is asked for, which the function does not have. */
export const batchCustomLin: Batch<CustomLinParams> = () => noForward();

/** The program's own rule. What the function closes over must not vary: the rule does not speak of it. */
export const jvpCustomJvp: Jvp<CustomJvpParams> = (_, primals, tangents, params) => {
	const n = params.num_consts;
	refuseClosedOver('JVP', tangents.slice(0, n));
	const own = primals.slice(n);
	const made = tangents.slice(n).map((t, i) => instantiate(t, own[i]));
	return params.jvp_jaxpr_fun(own, made);
};

/**
 * The forward pass now; what it does to tangents is the unknown linear map that the program's backward pass is the
 * transpose of (JAX's `custom_lin`).
 */
export const jvpCustomVjp: Jvp<CustomVjpParams> = (_, primals, tangents, params) => {
	const n = params.num_consts;
	refuseClosedOver('VJP', tangents.slice(0, n));
	return pushKept(params.fwd_jaxpr_thunk, primals.slice(n), tangents.slice(n));
};

export function pushKept(
	forward: CustomVjpParams['fwd_jaxpr_thunk'],
	primals: readonly Value[],
	tangents: readonly Tangent[]
): Differential {
	const { outs, residuals, bwd } = forward(primals);
	const pushed = bind('custom_lin', [...residuals, ...dense(tangents)], {
		num_res: residuals.length,
		bwd,
		out_avals: outs.map(avalOf),
		in_zeros: tangents.map((t) => t === null),
		symbolic_zeros: false
	});
	return { outs, tangents: outs.map((out, i) => (varies(avalOf(out)) ? pushed[i] : null)) };
}

function refuseClosedOver(kind: 'JVP' | 'VJP', tangents: readonly Tangent[]): void {
	if (tangents.every((t) => t === null)) return;
	const function_ = `custom_${kind.toLowerCase()} function`;
	throw new ProgramError(
		'UnexpectedTracerError',
		`Detected differentiation of a ${function_} with respect to a closed-over value. That isn't supported because the custom ${kind} rule only specifies how to differentiate the ${function_} with respect to explicit input parameters. Try passing the closed-over value into the ${function_} as an argument, and adapting the custom_${kind.toLowerCase()} rule.`
	);
}

export const transposeCustomLin: Transpose<CustomLinParams> = (_, cts, args, params) => {
	const residuals = args.slice(0, params.num_res).map(valueOf);
	const made = cts.map((ct, i) => ct ?? zerosOf(params.out_avals[i]));
	const back = params.bwd(residuals, made);
	return [...residuals.map(() => null), ...whereNot(back, params.in_zeros)];
};
