import { Literal, type Atom } from '$lib/core/jaxpr';
import { wordsOf } from '$lib/array/dtype';
import type { NDArray } from '$lib/array/ndarray';
import { sizeOf } from '$lib/array/shape';
import { Marks, type MaybeMarks } from '$lib/rules/depend/marks';
import { entryOfTrack } from '../kept';
import { holding, type LiveLoop } from '../live-loop';
import { Columns } from '../loop';
import { lane as laneOf, type Lane } from '../moment';
import { scalarAt, slotsAt, valueAt } from '../read';
import type { Column } from '../recording';

/**
 * How the body that is gone through stands to the lanes. The user's body is one row's: it is gone through once a lane.
 * A body that was only ever written down for all rows together (a backward pass) is gone through once for all of them.
 */
export class Units {
	/** Whether the body's values hold all lanes. */
	readonly joint: boolean;
	private columns: Columns;
	private known = new Map<Atom, Column>();
	/** What has the values of the step that is gone through. */
	private here: LiveLoop;

	constructor(private readonly live: LiveLoop) {
		const { view } = live.ran.params;
		this.here = live;
		this.columns = new Columns(view, live.kept);
		this.joint = [...view.placed].some(
			([v, { atom, dims }]) => atom === v && dims.some((dim) => dim !== null)
		);
	}

	/** Has the values of a step at hand, until it is called again. */
	enter(step: number): void {
		const here = holding(this.live, step);
		if (here === this.here) return;
		this.here = here;
		this.columns = new Columns(here.ran.params.view, here.kept);
		this.known = new Map();
	}

	/** Whether a row goes on in a step. */
	isActive(lane: Lane, step: number): boolean {
		const { active, axes } = this.here.loop;
		return active === null || scalarAt(active, step, lane, axes) !== 0;
	}

	/** The units that hold a lane; null is a value that exists once for all lanes. */
	of(lane: Lane | null): number {
		return this.joint ? 0 : (lane ?? 0);
	}

	get all(): readonly number[] {
		return this.joint ? [0] : Array.from({ length: this.live.loop.lanes }, (_, unit) => unit);
	}

	lanes(unit: number): readonly Lane[] {
		return this.joint ? Array.from({ length: this.live.loop.lanes }, (_, k) => laneOf(k)) : [laneOf(unit)];
	}

	column(atom: Atom): Column {
		let column = this.known.get(atom);
		if (!column) this.known.set(atom, (column = this.columns.of(atom)));
		return column;
	}

	/** The lane a cell of this column is in; null where it exists once. */
	cellLane(v: Atom, lane: Lane): Lane | null {
		return this.column(v).shared ? null : lane;
	}

	/** A value of the body at a step. */
	value(unit: number, atom: Atom, step: number): NDArray {
		if (atom instanceof Literal) return atom.value;
		if (!this.joint) return valueAt(this.column(atom), step, laneOf(unit), this.live.loop.axes);
		const track = this.here.kept.tracks.get(atom);
		if (!track) throw new Error('internal: a value of the body has no column');
		return entryOfTrack(track, step);
	}

	/** What of a unit's marks is one lane's. */
	ofLane(marks: MaybeMarks, atom: Atom, lane: Lane): MaybeMarks {
		if (!marks || !this.joint) return marks;
		const own = new Marks(Uint8Array.from(this.placesIn(atom, lane), (at) => marks.bits[at]));
		own.whole = marks.whole;
		return own.any ? own : null;
	}

	/** A unit's marks with one lane's elements marked: all of them, or one. */
	marked(v: Atom, lane: Lane, element: number | null, bits: number): Marks {
		const marks = Marks.of(v.aval);
		const places = this.joint
			? this.placesIn(v, lane)
			: Array.from({ length: sizeOf(v.aval.shape) }, (_, i) => i);
		places.forEach((at, i) => {
			if (element === null || element === i) marks.bits[at] = bits;
		});
		return marks;
	}

	/** Where a lane's elements lie in a value that holds all lanes. */
	placesIn(atom: Atom, lane: Lane): number[] {
		const column = this.column(atom);
		const words = wordsOf(column.dtype);
		return slotsAt(column, lane, this.live.loop.axes).map((slot) => (slot - column.offset) / words);
	}
}
