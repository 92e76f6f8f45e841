import type { ScanParams } from '$lib/core/control';
import { evalJaxpr } from '$lib/core/eval-jaxpr';
import type { Tape } from '$lib/core/gradient';
import { avalOf, type Value } from '$lib/core/interpreter';
import { Var, type Atom, type Jaxpr } from '$lib/core/jaxpr';
import type { PartialContext, PartialEval, PartialJaxpr } from '../differentiating';
import { bits, count, fixpoint, memoized, merged, where, whereNot } from '../flags';
import { movedView, ownView } from '../loop-view';
import { tapeOf, waitingPass } from './passes';

/**
 * JAX's `_scan_partial_eval`: a scan now of all that is known, and one later of what waits. What the later one needs of
 * the first is handed over: stacked along time as further ys, but an x as the xs it is from, a y as the ys it becomes,
 * and what is the same at every step once.
 */
export const partialScan: PartialEval<ScanParams> = (context, args, params) => {
	const unknown = args.map((x) => !context.isKnown(x));
	const split = splitBody(context, params, unknown);
	const known = runKnown(context, args, params, split);
	const later = recordLater(context, args, params, split, known);
	return merged(split.parts.unknownOuts, later, known.outs);
};

/** Where a residual comes from. */
type Residual = { readonly atom: Atom } & (
	| { readonly kind: 'once'; readonly compute: Jaxpr }
	| { readonly kind: 'x'; readonly operand: number }
	| { readonly kind: 'y'; readonly out: number }
);

const keptAs = { once: 'once', x: 'x', y: 'step' } as const;

interface Split {
	readonly parts: PartialJaxpr;
	/** Of each operand: whether it waits; a carry that the body makes wait is one of them. */
	readonly unknown: readonly boolean[];
	/** The body that runs now, with further ys for residuals. */
	readonly body: Jaxpr;
	readonly residuals: readonly Residual[];
	/** The body that waits: consts (residuals first), carries, xs (residuals last). */
	readonly later: Jaxpr;
}

function splitBody(
	context: PartialContext,
	{ jaxpr, num_consts, num_carry }: ScanParams,
	given: readonly boolean[]
): Split {
	const firstX = num_consts + num_carry;
	const none = jaxpr.outs.slice(num_carry).map(() => false);
	const withCarry = (carry: readonly boolean[]): boolean[] => [
		...given.slice(0, num_consts),
		...carry,
		...given.slice(firstX)
	];
	const split = (carry: readonly boolean[]): PartialJaxpr =>
		context.split(jaxpr, withCarry(carry), [...carry, ...none]);
	const carry = fixpoint(given.slice(num_consts, firstX), (flags) =>
		split(flags).unknownOuts.slice(0, num_carry)
	);
	const unknown = withCarry(carry);
	const key = `scan split ${num_consts} ${num_carry} ${bits(unknown)}`;
	return memoized(jaxpr, key, () => sorted(split(carry), unknown, num_consts, num_carry));
}

/** Tells the residuals apart and arranges both bodies accordingly. */
function sorted(
	parts: PartialJaxpr,
	unknown: readonly boolean[],
	num_consts: number,
	num_carry: number
): Split {
	const { known } = parts;
	const kept = parts.unknownOuts.length - count(parts.unknownOuts);
	const knownCarry = num_carry - count(parts.unknownOuts.slice(0, num_carry));
	const constants = num_consts - count(unknown.slice(0, num_consts));
	const firstX = constants + knownCarry;
	const outs: Atom[] = known.outs.slice(0, kept);
	const varying = varyingVars(known, constants);
	const residuals = known.outs.slice(kept).map((atom): Residual => {
		if (!(atom instanceof Var) || !varying.has(atom))
			return { atom, kind: 'once', compute: sliceOf(known, constants, atom) };
		const x = known.invars.indexOf(atom, firstX);
		if (x >= 0) return { atom, kind: 'x', operand: x };
		let out = outs.indexOf(atom, kept);
		if (out < 0) out = outs.push(atom) - 1;
		return { atom, kind: 'y', out };
	});
	const once = residuals.map(({ kind }) => kind === 'once');
	const waiting = parts.unknown.invars.slice(residuals.length);
	const own = parts.unknown.invars.slice(0, residuals.length);
	const later = { ...parts.unknown, invars: [...where(own, once), ...waiting, ...whereNot(own, once)] };
	return { parts, unknown, body: { ...known, outs }, residuals, later };
}

/** What depends on a carry or an x. */
function varyingVars(jaxpr: Jaxpr, constants: number): Set<Atom> {
	const varying = new Set<Atom>(jaxpr.invars.slice(constants));
	for (const { inputs, outputs } of jaxpr.eqns)
		if (inputs.some((atom) => varying.has(atom))) outputs.forEach((v) => varying.add(v));
	return varying;
}

/** Just what it takes to compute one result from the consts. */
function sliceOf(jaxpr: Jaxpr, constants: number, out: Atom): Jaxpr {
	const wanted = new Set<Atom>([out]);
	const eqns = [...jaxpr.eqns].reverse().filter(({ inputs, outputs }) => {
		if (!outputs.some((v) => wanted.has(v))) return false;
		inputs.forEach((atom) => wanted.add(atom));
		return true;
	});
	return { constvars: [], invars: jaxpr.invars.slice(0, constants), eqns: eqns.reverse(), outs: [out] };
}

/** What was run: the known results, the residuals' values, and what they are. */
interface Known {
	readonly outs: readonly Value[];
	readonly residuals: readonly Value[];
	readonly tape: Tape;
}

function runKnown(
	context: PartialContext,
	args: readonly Value[],
	params: ScanParams,
	{ parts, unknown, body, residuals }: Split
): Known {
	const operands = whereNot(args, unknown);
	const num_consts = params.num_consts - count(unknown.slice(0, params.num_consts));
	const waits = parts.unknownOuts;
	const num_carry = params.num_carry - count(waits.slice(0, params.num_carry));
	const own = { ...params, jaxpr: body, num_consts, num_carry };
	const row = { primitive: 'scan' as const, operands: operands.map(avalOf), params: own };
	const view =
		movedView(params.view, parts.placed, row) ?? ownView(params.view, body, num_consts, num_carry, row);
	const kept = residuals.map(({ atom, kind }) => ({ atom, kept: keptAs[kind] }));
	const tape = tapeOf(view, body, kept);
	const keeping = { ...view, tapes: [...(view.tapes ?? []), tape] };
	const outs = body.outs.length === 0 ? [] : context.known('scan', operands, { ...own, view: keeping });
	const constants = operands.slice(0, num_consts);
	return {
		tape,
		outs: outs.slice(0, waits.length - count(waits)),
		residuals: residuals.map((residual) => {
			switch (residual.kind) {
				case 'once':
					return context.now(() => evalJaxpr(residual.compute, constants)[0]);
				case 'x':
					return operands[residual.operand];
				case 'y':
					return outs[residual.out];
			}
		})
	};
}

function recordLater(
	{ record }: PartialContext,
	args: readonly Value[],
	params: ScanParams,
	{ unknown, residuals, later, parts }: Split,
	{ tape, residuals: values }: Known
): Value[] {
	if (later.outs.length === 0) return [];
	const once = residuals.map(({ kind }) => kind === 'once');
	const operands = [...where(values, once), ...where(args, unknown), ...whereNot(values, once)];
	const num_consts = count(once) + count(unknown.slice(0, params.num_consts));
	const num_carry = count(parts.unknownOuts.slice(0, params.num_carry));
	const own = { ...params, jaxpr: later, num_consts, num_carry };
	const row = { primitive: 'scan' as const, operands: operands.map(avalOf), params: own };
	const linear = waitingPass(params, tape, unknown, parts.unknownOuts);
	const view = ownView(params.view, later, num_consts, num_carry, row);
	return record('scan', operands, { ...own, view: { ...view, linear } });
}
