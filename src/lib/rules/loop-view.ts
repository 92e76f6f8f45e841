import type { LoopView, Placed, RowEquation } from '$lib/core/control';
import { Var, type Atom, type Jaxpr } from '$lib/core/jaxpr';
import { lanesOf } from '$lib/core/lanes';
import { laneSizes, spreadLanes } from './lanes';

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
function lanesIn({ axes }: LoopView, body: Jaxpr): Map<Var, Placed> | null {
	const sizes = laneSizes(body);
	if (!sizes || sizes.length !== axes.length || !spreadLanes(body)) return null;
	if (sizes.some((size, i) => size !== axes[i].size)) return null;
	return new Map([...variables(body)].map((v) => [v, { atom: v, dims: lanesOf(v) ?? axes.map(() => null) }]));
}

/** A view of a loop that is not the user's own, such as a backward pass: its whole body, under the names it has. */
export function ownView(
	view: LoopView,
	body: Jaxpr,
	closed: number,
	carry: number,
	row: RowEquation
): LoopView {
	const firstX = closed + carry;
	const lanes = lanesIn(view, body);
	const carries = body.invars.slice(closed, firstX);
	return {
		kind: view.kind === 'while_loop' ? 'while_loop' : 'scan',
		name: view.name,
		span: view.span,
		body,
		closed,
		carry: distinct(carries.map((v, i) => nameOf(v, `carry ${i}`))),
		xs: distinct(body.invars.slice(firstX).map((v, i) => nameOf(v, `x ${i}`))),
		ys: distinct(body.outs.slice(carry).map((atom, i) => nameOf(atom, `y ${i}`))),
		row,
		axes: lanes ? view.axes : [],
		placed: lanes ?? new Map()
	};
}
