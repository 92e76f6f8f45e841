import type { Kernel } from '$lib/array/kernel';
import type { Aval } from '$lib/core/aval';
import type { RematParams } from '$lib/core/custom';
import { evalJaxpr } from '$lib/core/eval-jaxpr';
import { bind } from '$lib/core/interpreter';
import type { Jaxpr } from '$lib/core/jaxpr';
import type { Batch } from './batching';
import { kernelOfCall, shapeOfCall } from './call';
import {
	hasValue,
	isLinear,
	Linear,
	type Jvp,
	type PartialEval,
	type Transpose,
	type TransposeContext
} from './differentiating';
import type { Driver } from './driver';
import {
	bits,
	count,
	dense,
	differential,
	memoized,
	merged,
	nonzeros,
	spread,
	where,
	whereNot
} from './flags';
import { evalNamed } from './named';
import type { TransposedJaxpr } from './transpose-jaxpr';

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

export const jvpRemat: Jvp<RematParams> = ({ jvpJaxpr }, primals, tangents, params) => {
	const pushed = jvpJaxpr(params.jaxpr, nonzeros(tangents));
	const outs = bind('remat2', [...primals, ...dense(tangents)], { ...params, jaxpr: pushed.jaxpr });
	return differential(outs, pushed.nonzero);
};

/**
 * JAX's `remat_partial_eval` where nothing may be saved: what is known is computed now, what waits takes the arguments
 * themselves and will compute the rest of it again.
 */
export const partialRemat: PartialEval<RematParams> = (context, args, params) => {
	const unknown = args.map((x) => !context.isKnown(x));
	const { known, unknownOuts } = context.split(params.jaxpr, unknown);
	const firstResidual = unknownOuts.length - count(unknownOuts);
	const now: Jaxpr = { ...known, outs: known.outs.slice(0, firstResidual) };
	const outs = context.now(() => evalJaxpr(now, whereNot(args, unknown)));
	const again = memoized(params.jaxpr, `remat again ${bits(unknownOuts)}`, (): Jaxpr => ({
		...params.jaxpr,
		outs: where(params.jaxpr.outs, unknownOuts)
	}));
	const waiting = context.record('remat2', args, { ...params, jaxpr: again, differentiated: true });
	return merged(unknownOuts, waiting, outs);
};

/** What has values is computed again, inside, before the linear rest is turned round. */
export const transposeRemat: Transpose<RematParams> = (context, cts, args, params) => {
	const { jaxpr } = params;
	const linear = args.map(isLinear);
	const given = nonzeros(cts);
	const key = `remat transpose ${bits(linear)} ${bits(given)}`;
	const turned = memoized(jaxpr, key, () => recomputing(context, jaxpr, linear, given));
	const outs = bind('remat2', [...args.filter(hasValue), ...dense(cts)], { ...params, jaxpr: turned.jaxpr });
	return spread(turned.nonzero, outs);
};

function recomputing(
	context: TransposeContext,
	jaxpr: Jaxpr,
	linear: readonly boolean[],
	given: readonly boolean[]
): TransposedJaxpr {
	const { known, unknown, unknownOuts } = context.split(
		jaxpr,
		linear,
		given.map(() => true)
	);
	const values = whereNot(jaxpr.invars, linear);
	const types = [...values, ...where(jaxpr.outs, given)].map(({ aval }) => aval);
	let nonzero: readonly boolean[] = [];
	const turned = context.trace(types, (traced) => {
		const residuals = evalNamed(marked(known), traced.slice(0, values.length)).slice(
			count(unknownOuts.map((u) => !u))
		);
		const operands = [...residuals, ...where(jaxpr.invars, linear).map(({ aval }) => new Linear(aval))];
		const back = context.backward(unknown, operands, spread(given, traced.slice(values.length)));
		nonzero = spread(linear, nonzeros(back.slice(residuals.length))).map((has) => has === true);
		return dense(back);
	});
	return { jaxpr: turned, nonzero };
}

/** The equations told to be computed once more. */
const marked = (jaxpr: Jaxpr): Jaxpr => ({
	...jaxpr,
	eqns: jaxpr.eqns.map((eqn) => ({ ...eqn, source: { ...eqn.source, again: true } }))
});
