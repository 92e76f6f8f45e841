import { sizeOf } from '$lib/array/shape';
import type { Atom, Eqn, Jaxpr } from '$lib/core/jaxpr';
import { Var } from '$lib/core/jaxpr';
import { dependenceOf } from '$lib/rules/depend';
import { nobody, OwnerSearch, TooLarge, type Owners } from '$lib/rules/depend/owners';
import type { Crossing, Rows } from '../crossing';
import type { LiveLoop } from '../live-loop';
import { shownEqns } from '../loop';
import { eqnIndex, lane as laneOf } from '../moment';
import { laneIndex } from '../read';
import { textOf } from '../program-text';
import { quietDriver } from './step-walk';
import { Units } from './unit';

/**
 * Proves that no value crosses from row to row, or names where one does. The body that ran is gone through once, with
 * each element of its arguments belonging to its row; what the carries are handed back as has to belong to the same
 * rows, so that it holds for every step.
 */
export function crossingOf(live: LiveLoop, program: string): Crossing {
	const rows = rowsOf(live);
	if (rows === null) return { kind: 'single' };
	const axes = rows.kind === 'vmap' ? live.loop.axes.map((_, axis) => axis) : [0];
	try {
		const proofs = axes.map((axis) => new Proof(live, rows, axis).crossing(program));
		return proofs.find(({ kind }) => kind === 'meet') ?? proofs[0];
	} catch (fault) {
		if (fault instanceof TooLarge) return { kind: 'too large' };
		throw fault;
	}
}

/** The rows of vmap; without it a leading axis that all carries and xs with axes have. */
function rowsOf({ loop }: LiveLoop): Rows | null {
	if (loop.axes.length > 0) return loop.lanes > 1 ? { kind: 'vmap', count: loop.lanes } : null;
	const shapes = [...loop.carry, ...loop.xs]
		.map(({ column }) => column.shape)
		.filter(({ length }) => length > 0);
	const [count] = shapes[0] ?? [];
	if (count === undefined || count < 2 || shapes.some(([size]) => size !== count)) return null;
	return { kind: 'leading axis', count };
}

/** Of the rows along one axis, whatever the places along the others. */
class Proof {
	private readonly search = new OwnerSearch(dependenceOf, quietDriver);
	private readonly units: Units;
	private readonly owners = new Map<Var, Owners>();

	constructor(
		private readonly live: LiveLoop,
		private readonly rows: Rows,
		private readonly axis: number
	) {
		this.units = new Units(live);
	}

	crossing(program: string): Crossing {
		const { rows } = this;
		const { view } = this.live.ran.params;
		const { body, closed, carry } = view;
		const stray = this.go();
		const meeting = stray ?? this.search.meeting;
		if (meeting) return this.met(meeting, program);
		const held = body.outs.slice(0, carry.length).every((out, i) => {
			const own = this.seat(body.invars[closed + i]);
			return this.found(out).every((owner, at) => owner === nobody || owner === own[at]);
		});
		if (!held) {
			const maker = body.eqns.find(({ outputs }) => outputs.some((v) => body.outs.includes(v))) ?? null;
			return this.met(maker, program);
		}
		return { kind: 'apart', rows, equations: this.search.seen.size };
	}

	/** Goes through the body that ran; the first equation of the user's whose result is not where its rows are. */
	private go(): Eqn | null {
		const { ran } = this.live;
		const jaxpr = ran.primitive === 'scan' ? ran.params.jaxpr : ran.params.body_jaxpr;
		const args = this.seats(jaxpr);
		this.search.through(jaxpr, args, (v, owners) => this.owners.set(v, owners));
		if (ran.primitive === 'while') {
			const { cond_jaxpr, cond_nconsts, body_nconsts } = ran.params;
			const consts = cond_jaxpr.invars.slice(0, cond_nconsts).map((v) => ownedBy(v, () => nobody));
			const [asked] = this.search.through(cond_jaxpr, [...consts, ...args.slice(body_nconsts)]);
			if (asked.length === 1 && asked[0] !== nobody) this.search.meeting ??= cond_jaxpr.eqns.at(-1) ?? null;
		}
		if (this.rows.kind === 'leading axis') return null;
		return (
			ran.params.view.body.eqns.find(({ outputs }) =>
				outputs.some((v) => {
					const seat = this.seat(v);
					return this.found(v).some((owner, at) => owner !== nobody && owner !== seat[at]);
				})
			) ?? null
		);
	}

	private found(atom: Atom): Owners {
		const placed = (atom instanceof Var && this.live.ran.params.view.placed.get(atom)?.atom) || atom;
		return (placed instanceof Var && this.owners.get(placed)) || ownedBy(placed, () => nobody);
	}

	/** The owners of the body's arguments as the loop is laid out. */
	private seats(jaxpr: Jaxpr): Owners[] {
		const { view } = this.live.ran.params;
		const seats = new Map<Atom, Owners>();
		view.body.invars.forEach((v, i) => {
			const placed = view.placed.get(v)?.atom ?? v;
			if (this.rows.kind === 'vmap' || i >= view.closed) seats.set(placed, this.seat(v));
		});
		return jaxpr.invars.map((v) => seats.get(v) ?? ownedBy(v, () => nobody));
	}

	/** Which row each element of a value of the body that ran is laid out for. */
	private seat(v: Atom): Owners {
		const { view } = this.live.ran.params;
		const { rows, units } = this;
		const { loop } = this.live;
		const placed = (v instanceof Var && view.placed.get(v)?.atom) || v;
		if (rows.kind === 'leading axis') {
			const size = sizeOf(placed.aval.shape);
			const isRow = placed.aval.shape[0] === rows.count;
			return ownedBy(placed, (at) => (isRow ? Math.floor((at * rows.count) / size) : nobody));
		}
		const owners = ownedBy(placed, () => nobody);
		if (units.column(v).laneStrides[this.axis] === 0) return owners;
		for (let lane = 0; lane < loop.lanes; lane++) {
			const row = laneIndex(laneOf(lane), loop.axes)[this.axis];
			for (const at of units.placesIn(v, laneOf(lane))) owners[at] = row;
		}
		return owners;
	}

	private met(eqn: Eqn | null, program: string): Crossing {
		const span = eqn?.source.span ?? null;
		const shown = shownEqns(this.live.ran.params.view.body);
		const at = shown.findIndex((one) => one === eqn || (span !== null && one.source.span?.from === span.from && one.source.span.to === span.to)); // prettier-ignore
		return {
			kind: 'meet',
			rows: this.rows,
			eqn: at < 0 ? null : eqnIndex(at),
			span,
			text: textOf(program, span)
		};
	}
}

const ownedBy = ({ aval: { shape } }: Atom, owner: (at: number) => number): Owners =>
	Int32Array.from({ length: sizeOf(shape) }, (_, at) => owner(at));
