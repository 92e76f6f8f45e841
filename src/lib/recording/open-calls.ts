import { batchedFrom, type BatchedFrom } from '$lib/core/batched-from';
import type { LoopView, Placed, ScanParams, WhileParams } from '$lib/core/control';
import { Var, type Atom, type Eqn, type EqnOf, type Jaxpr } from '$lib/core/jaxpr';
import { written } from '$lib/core/origin';
import type { Frame, Source } from '$lib/core/source';
import { variables } from '$lib/rules/loop-view';
import { pushed } from '$lib/rules/scan';
import { calledBy } from './branches';
import { named, renewed } from './open-remat';

/**
 * Bodies with the jitted and checkpointed functions of the program that they call laid open: each equation of such a
 * function becomes one of the body, as those of a plain function are, so that all it makes is kept and shown.
 */

/** A scan with its body laid open; the same one where there is nothing to open. */
export function openScan(params: ScanParams): ScanParams {
	const open = openBody(params.jaxpr, params.view);
	return open ? { ...params, ...open } : params;
}

/** The same of a while loop. */
export function openWhile(params: WhileParams): WhileParams {
	const open = openBody(params.body_jaxpr, params.view);
	return open ? { ...params, body_jaxpr: open.jaxpr, view: open.view } : params;
}

interface OpenBody {
	readonly jaxpr: Jaxpr;
	readonly view: LoopView;
}

const known = new WeakMap<LoopView, OpenBody | null>();

function openBody(jaxpr: Jaxpr, view: LoopView): OpenBody | null {
	if (view.backward || view.linear || view.tapes || !view.body.eqns.some(isCall)) return null;
	let open = known.get(view);
	if (open === undefined) known.set(view, (open = new Opening(view).open(jaxpr)));
	return open;
}

type CallEqn = EqnOf<'jit'> | EqnOf<'remat2'>;

/** What a gradient computes a second time is no call of the program's. */
const isCall = (eqn: Eqn): eqn is CallEqn =>
	(eqn.primitive === 'jit' || (eqn.primitive === 'remat2' && !eqn.params.differentiated)) &&
	calledBy(eqn) !== null;

/** A jaxpr for one row and as it runs, that is laid open where it is called. */
class Level {
	/** What stands for variables of either one, once they are written. */
	readonly row = new Substitution();
	readonly run = new Substitution();
	/** The calls in it that are laid open, by their equation in either one. */
	readonly calls = new Map<Eqn, Level>();

	constructor(
		readonly rowJaxpr: Jaxpr,
		readonly runJaxpr: Jaxpr,
		readonly placedOf: (v: Var) => Placed
	) {}
}

const jaxprOf = ({ rowJaxpr, runJaxpr }: Level, side: 'row' | 'run'): Jaxpr =>
	side === 'row' ? rowJaxpr : runJaxpr;

/** A source inside a function as it is at one of its calls. */
type SourceAt = (source: Source) => Source;

class Substitution {
	private readonly now = new Map<Atom, Atom>();

	readonly read = (atom: Atom): Atom => this.now.get(atom) ?? atom;

	set(atom: Atom, now: Atom): void {
		this.now.set(atom, now);
	}
}

class Opening {
	/** Where every variable of the one-row body is, those of opened functions too. */
	private readonly placed = new Map<Var, Placed>();

	constructor(private readonly view: LoopView) {}

	open(run: Jaxpr): OpenBody | null {
		const shared = this.view.axes.map(() => null);
		const placedOf = (v: Var): Placed => this.view.placed.get(v) ?? { atom: v, dims: shared };
		const level = this.level(this.view.body, run, placedOf);
		if (level.calls.size === 0) return null;
		const jaxpr = this.written(level, 'run');
		const body = this.written(level, 'row');
		this.place(level, (v) => v);
		const there = new Set<Atom>(variables(jaxpr));
		const isWhole = [...this.placed.values()].every(({ atom }) => !(atom instanceof Var) || there.has(atom));
		return isWhole ? { jaxpr, view: { ...this.view, body, placed: this.placed } } : null;
	}

	/** A jaxpr with the calls in it that can be followed from one row to all of them. */
	private level(row: Jaxpr, run: Jaxpr, placedOf: Level['placedOf']): Level {
		const level = new Level(row, run, placedOf);
		for (const eqn of row.eqns) {
			if (!isCall(eqn)) continue;
			const ran = run.eqns.find(
				(other): other is CallEqn =>
					other.primitive === eqn.primitive &&
					other.outputs.some((v, i) => eqn.outputs[i] && placedOf(eqn.outputs[i]).atom === v)
			);
			const inner = ran && this.placesInside(eqn, ran, placedOf);
			if (!ran || !inner) continue;
			const called = this.level(eqn.params.jaxpr, ran.params.jaxpr, inner);
			level.calls.set(eqn, called).set(ran, called);
		}
		return level;
	}

	/** Where the variables of a called function for one row are in the one that ran; null where that cannot be told. */
	private placesInside(row: CallEqn, ran: CallEqn, placedOf: Level['placedOf']): Level['placedOf'] | null {
		const steps = stepsBetween(row.params.jaxpr, ran.params.jaxpr);
		const batched = this.view.axes.map((_, axis) =>
			row.inputs.some((atom) => atom instanceof Var && placedOf(atom).dims[axis] !== null)
		);
		if (steps?.length !== batched.filter(Boolean).length) return null;
		return (v) => {
			let place: Placed = { atom: v, dims: [] };
			const left = [...steps];
			for (let axis = batched.length - 1; axis >= 0; axis--)
				place = batched[axis] ? moved(place, left.shift()) : { ...place, dims: [null, ...place.dims] };
			return place;
		};
	}

	/** One of a level's jaxprs with its calls laid open. */
	private written(level: Level, side: 'row' | 'run'): Jaxpr {
		const jaxpr = jaxprOf(level, side);
		const eqns: Eqn[] = [];
		this.write(level, side, eqns, null);
		return { ...jaxpr, eqns, outs: jaxpr.outs.map(level[side].read) };
	}

	private write(level: Level, side: 'row' | 'run', eqns: Eqn[], within: SourceAt | null): void {
		const now = level[side];
		for (const eqn of jaxprOf(level, side).eqns) {
			const called = level.calls.get(eqn);
			const inputs = eqn.inputs.map(now.read);
			const source = within?.(eqn.source) ?? eqn.source;
			if (!called) {
				const outputs = within ? eqn.outputs.map(renewed) : eqn.outputs;
				eqn.outputs.forEach((v, i) => now.set(v, outputs[i]));
				const copy = { ...eqn, inputs, outputs, source } as Eqn;
				written(copy, eqn);
				eqns.push(copy);
				continue;
			}
			const inner = jaxprOf(called, side);
			inner.invars.forEach((v, i) => called[side].set(v, named(inputs[i], v)));
			this.write(called, side, eqns, sourcesIn({ ...eqn, source } as CallEqn));
			eqn.outputs.forEach((v, i) => now.set(v, named(called[side].read(inner.outs[i]), v)));
		}
	}

	/** Tells where a level's variables are; results of calls that are gone stand for what they were made of. */
	private place(level: Level, now: (v: Var) => Atom): void {
		for (const v of variables(level.rowJaxpr)) {
			const { atom, dims } = level.placedOf(v);
			const copy = now(v);
			if (copy instanceof Var && !this.placed.has(copy))
				this.placed.set(copy, { atom: level.run.read(atom), dims });
		}
		for (const called of new Set(level.calls.values()))
			this.place(called, called.row.read as (v: Var) => Atom);
	}
}

/** From a jaxpr for one row to that which ran, a vmap at a time, the innermost first; null where one was not made of the other. */
function stepsBetween(row: Jaxpr, ran: Jaxpr): readonly BatchedFrom[] | null {
	const steps: BatchedFrom[] = [];
	for (let at = ran; at !== row; at = steps[0].row) {
		const from = batchedFrom(at);
		if (!from) return null;
		steps.unshift(from);
	}
	return steps;
}

/** A place after one more vmap, the outermost now. */
function moved({ atom, dims }: Placed, step: BatchedFrom | undefined): Placed {
	const now = atom instanceof Var ? step?.placed.get(atom) : undefined;
	if (!now) return { atom, dims: [null, ...dims] };
	return { atom: now.atom, dims: [now.dim, ...dims.map((dim) => pushed(dim, now.dim))] };
}

/** A function that is traced once has the frames of its first call in all its sources. */
function sourcesIn({ source: call, params: { jaxpr } }: CallEqn): SourceAt {
	const chains = jaxpr.eqns.map(({ source }) => framesOf(source.frame));
	const root = chains[0]?.find(
		(frame) => frame.kind === 'jit' && chains.every((chain) => chain.includes(frame))
	);
	const frames = new Map<Frame | null, Frame | null>([[root ?? null, call.frame]]);
	const frameAt = (frame: Frame | null): Frame | null => {
		const found = frames.get(frame);
		if (found !== undefined || frame === null) return found ?? null;
		const own = frame.parent === root ? call.span : frame.call;
		const now = { ...frame, call: own, parent: frameAt(frame.parent) };
		frames.set(frame, now);
		return now;
	};
	const sources = new Map<Source, Source>();
	return (source) => {
		let now = sources.get(source);
		if (!now) sources.set(source, (now = { ...source, frame: frameAt(source.frame) }));
		return now;
	};
}

/** From the innermost outwards. */
function framesOf(innermost: Frame | null): Frame[] {
	const frames: Frame[] = [];
	for (let frame = innermost; frame; frame = frame.parent) frames.push(frame);
	return frames;
}
