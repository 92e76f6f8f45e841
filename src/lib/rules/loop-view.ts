import type { LoopView, Placed, RowEquation } from '$lib/core/control';
import { Var, type Atom, type Jaxpr } from '$lib/core/jaxpr';
import type { Pass, PassPart } from '$lib/core/gradient';
import { lanesOf } from '$lib/core/lanes';
import { laneSizes, spreadLanes } from './lanes';
import { ctName } from './named';

/** Every variable of a body, arguments first. */
export function* variables(jaxpr: Jaxpr): Iterable<Var> {
	yield* jaxpr.invars;
	for (const eqn of jaxpr.eqns) yield* eqn.outputs;
}

/**
 * The user's view of a loop whose body was written anew, with each variable where `now` says. null where some
 * variable is nowhere: then the loop cannot be shown as the user's.
 */
export function movedView(view: LoopView, now: ReadonlyMap<Var, Atom>, row: RowEquation): LoopView | null {
	const placed = new Map<Var, Placed>();
	const shared = view.axes.map(() => null);
	for (const v of variables(view.body)) {
		const was: Placed = view.placed.get(v) ?? { atom: v, dims: shared };
		const atom = was.atom instanceof Var ? now.get(was.atom) : was.atom;
		if (!atom) return null;
		placed.set(v, { atom, dims: was.dims });
	}
	return { ...view, placed, row: view.axes.length === 0 ? row : view.row };
}

const nameOf = (atom: Atom | undefined, otherwise: string): string =>
	(atom instanceof Var ? atom.names[0] : undefined) ?? otherwise;

/** A name that comes again is numbered: `h`, `h (2)`. */
const distinct = (names: readonly string[]): string[] =>
	names.map((name, i) => {
		const before = names.slice(0, i).filter((other) => other === name).length;
		return before === 0 ? name : `${name} (${before + 1})`;
	});

/** Every variable with its rows, where they are rows of the view's axes. */
export function lanesIn({ axes }: LoopView, body: Jaxpr): Map<Var, Placed> | null {
	const sizes = laneSizes(body);
	if (!sizes || sizes.length !== axes.length || !spreadLanes(body)) return null;
	if (sizes.some((size, i) => size !== axes[i].size)) return null;
	return new Map([...variables(body)].map((v) => [v, { atom: v, dims: lanesOf(v) ?? axes.map(() => null) }]));
}

/** A cotangent by what it is of, anything else by the name it has. */
const partName = (part: PassPart | undefined, atom: Atom, otherwise: string): string =>
	part?.kind === 'cotangent' && part.of ? ctName(part.of.name) : nameOf(atom, otherwise);

/**
 * A view of a loop that is not the user's own, such as a backward pass: its whole body, under the names it has. `pass`
 * tells what the arguments and results of a backward pass are.
 */
export function ownView(
	view: LoopView,
	body: Jaxpr,
	closed: number,
	carry: number,
	row: RowEquation,
	pass?: Pass
): LoopView {
	const firstX = closed + carry;
	const lanes = lanesIn(view, body);
	const { ins = [], outs = [] } = pass ?? {};
	const names = (atoms: readonly Atom[], from: readonly PassPart[], role: string): string[] =>
		distinct(atoms.map((atom, i) => partName(from[i], atom, `${role} ${i}`)));
	return {
		kind: view.kind === 'while_loop' ? 'while_loop' : 'scan',
		name: view.name,
		span: view.span,
		body,
		closed,
		carry: names(body.invars.slice(closed, firstX), ins.slice(closed, firstX), 'carry'),
		xs: names(body.invars.slice(firstX), ins.slice(firstX), 'x'),
		ys: names(body.outs.slice(carry), outs.slice(carry), 'y'),
		row,
		axes: lanes ? view.axes : [],
		placed: lanes ?? new Map(),
		...(pass && { backward: pass })
	};
}
