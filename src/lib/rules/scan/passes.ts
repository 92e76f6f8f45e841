import type { LoopView, ScanParams } from '$lib/core/control';
import type { LeafPlace, Pass, PassPart, Tape, TapeResidual } from '$lib/core/gradient';
import { Var, type Atom, type Jaxpr } from '$lib/core/jaxpr';
import { where } from '../flags';
import { variables } from '../loop-view';

/** What the loops that a gradient is made of are told to be: `Pass` and `Tape` for each of the rules of the scan. */

const value: PassPart = { kind: 'value' };

const placedIn = ({ placed }: LoopView, atom: Atom): Atom =>
	atom instanceof Var ? (placed.get(atom)?.atom ?? atom) : atom;

/** Leaves of the user's view by where they are among a scan's arguments and results; null where none is. */
export function leafPlaces({ view, jaxpr, num_consts, num_carry }: ScanParams): {
	readonly ins: readonly (LeafPlace | null)[];
	readonly outs: readonly (LeafPlace | null)[];
} {
	const found = new Map<Atom, LeafPlace>();
	view.body.invars.forEach((v, i) => {
		const atom = placedIn(view, v);
		if (!found.has(atom)) found.set(atom, argumentPlace(view, i));
	});
	const ins = jaxpr.invars.map((v) => found.get(v) ?? null);
	const ys = view.body.outs.slice(view.carry.length).map((atom) => placedIn(view, atom));
	const yPlace = (atom: Atom): LeafPlace | null => {
		const leaf = ys.indexOf(atom);
		return leaf < 0 ? null : { role: 'y', leaf, name: view.ys[leaf] };
	};
	const carries = ins.slice(num_consts, num_consts + num_carry);
	return { ins, outs: [...carries, ...jaxpr.outs.slice(num_carry).map(yPlace)] };
}

function argumentPlace({ body, closed, carry, xs }: LoopView, i: number): LeafPlace {
	const firstX = closed + carry.length;
	if (i < closed) return { role: 'closed', leaf: i, name: body.invars[i].names[0] ?? `outer ${i}` };
	if (i < firstX) return { role: 'carry', leaf: i - closed, name: carry[i - closed] };
	return { role: 'x', leaf: i - firstX, name: xs[i - firstX] };
}

/** The values and the tangents of those leaves. */
export const valueParts = (places: readonly unknown[]): PassPart[] => places.map(() => value);
export const tangentParts = (places: readonly (LeafPlace | null)[]): PassPart[] =>
	places.map((of) => ({ kind: 'tangent', of }));

/** What `residuals`, atoms of the forward body that ran, are in the user's view of it. */
export function tapeOf(
	view: LoopView,
	ran: Jaxpr,
	residuals: readonly { readonly atom: Atom; readonly kept: TapeResidual['kept'] }[]
): Tape {
	const users = new Map<Atom, Var>();
	for (const v of variables(view.body)) {
		const atom = placedIn(view, v);
		if (!users.has(atom)) users.set(atom, v);
	}
	const maker = (atom: Atom) => ran.eqns.find(({ outputs }) => outputs.some((v) => v === atom));
	return {
		of: view,
		residuals: residuals.map(({ atom, kept }) => {
			const is = users.get(atom) ?? null;
			return { kept, is, source: is ? null : (maker(atom)?.source ?? null) };
		})
	};
}

/** The loop of what waits: residuals kept once, the arguments that wait, the other residuals. */
export function waitingPass(
	{ view, jaxpr }: ScanParams,
	tape: Tape,
	unknown: readonly boolean[],
	unknownOuts: readonly boolean[]
): Pass {
	const parts = tape.residuals.map((_, residual): PassPart => ({ kind: 'residual', residual }));
	const once = tape.residuals.map(({ kept }) => kept === 'once');
	const { ins, outs } = view.linear ?? { ins: valueParts(jaxpr.invars), outs: valueParts(jaxpr.outs) };
	const others = once.map((is) => !is);
	return {
		tape,
		ins: [...where(parts, once), ...where(ins, unknown), ...where(parts, others)],
		outs: where(outs, unknownOuts)
	};
}

const ctPart = (part: PassPart | undefined): PassPart => ({
	kind: 'cotangent',
	of: part && 'of' in part ? part.of : null
});

/** The loop turned round: of each operand, whether it is linear, and whether its cotangent comes out; of each y, whether one comes in. */
export function backwardPass(
	{ view, jaxpr, num_consts, num_carry }: ScanParams,
	linear: readonly boolean[],
	nonzero: readonly boolean[],
	ysGiven: readonly boolean[]
): Pass {
	const { tape, ins, outs } = view.linear ?? { tape: null, ins: valueParts(jaxpr.invars), outs: [] };
	const firstX = num_consts + num_carry;
	const values = (from: number, to: number): PassPart[] =>
		ins.slice(from, to).filter((_, i) => !linear[from + i]);
	const cts = (from: number, to: number): PassPart[] =>
		where(ins.slice(from, to), nonzero.slice(from, to)).map(ctPart);
	const carries = ins.slice(num_consts, firstX).map(ctPart);
	const sums = cts(0, num_consts);
	const ys = where(
		ysGiven.map((_, i) => ctPart(outs[num_carry + i])),
		ysGiven
	);
	return {
		tape,
		ins: [...values(0, num_consts), ...sums, ...carries, ...ys, ...values(firstX, ins.length)],
		outs: [...sums, ...carries, ...cts(firstX, ins.length)]
	};
}
