import type { WhileParams } from '$lib/core/control';
import { avalOf, bind } from '$lib/core/interpreter';
import { Var, type Jaxpr } from '$lib/core/jaxpr';
import { instantiate, type Jvp, type JvpJaxpr, type PartialEval } from '../differentiating';
import {
	bits,
	count,
	dense,
	differential,
	fixpoint,
	memoized,
	merged,
	nonzeros,
	where,
	whereNot
} from '../flags';
import { movedView, ownView } from '../loop-view';

/**
 * JAX's `_while_loop_jvp`: the loop carries values and tangents; its predicate looks at the values only. Which carries
 * have tangents is the scan's fixpoint.
 */
export const jvpWhile: Jvp<WhileParams> = ({ jvpJaxpr }, primals, tangents, params) => {
	const { cond_nconsts, body_nconsts, body_jaxpr } = params;
	const firstCarry = cond_nconsts + body_nconsts;
	const given = nonzeros(tangents);
	const consts = given.slice(cond_nconsts, firstCarry);
	const push = (carry: readonly boolean[]): JvpJaxpr => jvpJaxpr(body_jaxpr, [...consts, ...carry], carry);
	const carry = fixpoint(given.slice(firstCarry), (flags) => push(flags).nonzero);
	const pushed = push(carry);
	const inits = primals.slice(firstCarry);
	const made = tangents.slice(firstCarry).map((t, i) => (carry[i] ? instantiate(t, inits[i]) : null));
	const operands = [
		...primals.slice(0, firstCarry),
		...dense(tangents.slice(cond_nconsts, firstCarry)),
		...inits,
		...dense(made)
	];
	const own = {
		...params,
		cond_jaxpr: widened(params.cond_jaxpr, inits.map(avalOf), carry, cond_nconsts),
		body_jaxpr: arranged(body_jaxpr, pushed, consts, carry),
		body_nconsts: body_nconsts + count(consts)
	};
	const row = { primitive: 'while' as const, operands: operands.map(avalOf), params: own };
	const view = movedView(params.view, pushed.placed, row) ?? params.view;
	return differential(bind('while', operands, { ...own, view }), pushed.nonzero);
};

/** The predicate with arguments for the tangents, which it does not read. */
const widened = (
	cond: Jaxpr,
	inits: readonly ReturnType<typeof avalOf>[],
	carry: readonly boolean[],
	consts: number
): Jaxpr =>
	memoized(cond, `while jvp ${consts} ${bits(carry)}`, () => ({
		...cond,
		invars: [...cond.invars, ...where(inits, carry).map((type) => new Var(type))]
	}));

/** The pushed body with the tangents of its consts right after the consts. */
const arranged = (
	body: Jaxpr,
	{ jaxpr }: JvpJaxpr,
	consts: readonly boolean[],
	carry: readonly boolean[]
): Jaxpr =>
	memoized(body, `while jvp ${bits(consts)} ${bits(carry)}`, () => {
		const n = body.invars.length;
		const values = jaxpr.invars.slice(0, n);
		const tangents = jaxpr.invars.slice(n);
		const m = count(consts);
		const invars = [
			...values.slice(0, consts.length),
			...tangents.slice(0, m),
			...values.slice(consts.length),
			...tangents.slice(m)
		];
		return { ...jaxpr, invars };
	});

/**
 * JAX's `_while_partial_eval`: how many steps there are is not known beforehand, so nothing can be stacked. The known
 * carries are computed now; what waits is the whole loop, which computes them again.
 */
export const partialWhile: PartialEval<WhileParams> = (context, args, params) => {
	const { cond_nconsts, body_nconsts, cond_jaxpr, body_jaxpr } = params;
	const firstCarry = cond_nconsts + body_nconsts;
	const unknown = args.map((x) => !context.isKnown(x));
	const consts = unknown.slice(cond_nconsts, firstCarry);
	const split = (carry: readonly boolean[]) => context.split(body_jaxpr, [...consts, ...carry], carry);
	const carry = fixpoint(unknown.slice(firstCarry), (flags) => split(flags).unknownOuts);
	const predicate = context.split(cond_jaxpr, [...unknown.slice(0, cond_nconsts), ...carry]);
	const whole = context.record('while', args, params);
	if (predicate.unknownOuts[0] || !carry.includes(false)) return whole;

	const { known, placed, unknownOuts } = split(carry);
	const body: Jaxpr = { ...known, outs: known.outs.slice(0, unknownOuts.length - count(unknownOuts)) };
	const cond: Jaxpr = {
		...cond_jaxpr,
		invars: [
			...cond_jaxpr.invars.slice(0, cond_nconsts),
			...whereNot(cond_jaxpr.invars.slice(cond_nconsts), carry)
		]
	};
	const operands = [
		...args.slice(0, cond_nconsts),
		...whereNot(args.slice(cond_nconsts, firstCarry), consts),
		...whereNot(args.slice(firstCarry), carry)
	];
	const own = { ...params, cond_jaxpr: cond, body_jaxpr: body, body_nconsts: body_nconsts - count(consts) };
	const row = { primitive: 'while' as const, operands: operands.map(avalOf), params: own };
	const view =
		movedView(params.view, placed, row) ??
		ownView(params.view, body, own.body_nconsts, body.outs.length, row);
	const outs = context.known('while', operands, { ...own, view });
	return merged(carry, where(whole, carry), outs);
};
