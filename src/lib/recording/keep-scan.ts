import { allocate, type Data } from '$lib/array/dtype';
import { copySlots } from '$lib/array/kernels/elementwise';
import { NDArray } from '$lib/array/ndarray';
import { sizeOf } from '$lib/array/shape';
import type { Aval } from '$lib/core/aval';
import type { ScanParams } from '$lib/core/control';
import { Var, type Atom, type Jaxpr } from '$lib/core/jaxpr';
import { compile, type Body } from '$lib/rules/compile';
import type { Driver } from '$lib/rules/driver';
import { indexOfStep, shapeOfScan } from '$lib/rules/scan';
import { checkRoom } from '$lib/rules/room';
import { Slot, slotsOf } from '$lib/rules/slot';
import { entryOf, storageLimit, type KeptLoop, type Track } from './kept';

/**
 * Runs a scan and keeps its carries and the results of the equations in `wanted`, each in a preallocated column,
 * step-major. An equation that makes a carry writes into the carry's column, and the next step reads it there.
 */
export function keepScan(
	args: readonly NDArray[],
	params: ScanParams,
	wanted: ReadonlySet<Var>,
	driver: Driver
): KeptLoop {
	const keeper = new ScanKeeper(args, params, wanted, driver);
	let done = 0;
	let fault: unknown = null;
	try {
		for (; done < params.length; done++) {
			driver.spend(keeper.cost);
			keeper.step(done);
		}
	} catch (error) {
		fault = error;
	}
	return { ...keeper.finish(done), fault };
}

/** A slot that moves by `stride` slots an entry. */
interface Mover {
	readonly slot: Slot;
	readonly stride: number;
}

/** A result of the body that has to be copied to where it is kept. */
interface Copy {
	readonly from: Body['outs'][number];
	readonly to: Slot;
	readonly slots: number;
}

/** The columns of a scan and the closures that fill them, a step at a time. */
export class ScanKeeper {
	private readonly recorded: number;
	private readonly tracks = new Map<Var, Track>();
	private readonly carry: readonly Track[];
	private readonly results: readonly NDArray[];
	private readonly body: Body;
	/** Moved to the entry before the step, to the one after it, to the step's own, and to its position in xs and ys. */
	private readonly before: Mover[] = [];
	private readonly after: Mover[] = [];
	private readonly during: Mover[] = [];
	private readonly indexed: Mover[] = [];
	private readonly copies: Copy[] = [];

	constructor(
		args: readonly NDArray[],
		private readonly params: ScanParams,
		private readonly wanted: ReadonlySet<Var>,
		driver: Driver
	) {
		const { jaxpr, num_consts, num_carry } = params;
		this.recorded = Math.min(params.length, stepsThatFit(jaxpr, num_carry, wanted));
		const carryVars = jaxpr.invars.slice(num_consts, num_consts + num_carry);
		this.carry = carryVars.map((v, i) => this.carryTrack(v, args[num_consts + i]));
		const makers = this.carryMakers();
		this.body = compile(jaxpr, driver, (v) => this.place(v, makers.get(v)));
		this.pointInputs(args);
		this.copyCarries(makers);
		this.results = this.makeYs();
	}

	get cost(): number {
		return this.body.cost;
	}

	step(step: number): void {
		const { recorded } = this;
		move(this.before, entryOf(step, recorded));
		move(this.after, entryOf(step + 1, recorded));
		move(this.during, Math.min(step, recorded));
		move(this.indexed, indexOfStep(step, this.params));
		this.body.run();
		const { copies } = this;
		for (let i = 0; i < copies.length; i++) copySlots(copies[i].slots, copies[i].from, copies[i].to);
	}

	/** Starts again from other values of the same types; what was kept is overwritten. */
	rewind(args: readonly NDArray[]): void {
		const { jaxpr, num_consts, num_carry } = this.params;
		this.carry.forEach(({ data }, i) => data.set(args[num_consts + i].data));
		jaxpr.invars.forEach((v, i) => {
			if (i >= num_consts && i < num_consts + num_carry) return;
			const slot = this.body.ins[i];
			slot.data = args[i].data;
			const track = this.tracks.get(v);
			if (track) this.track(v, slot.data, track.stride, track.offset);
		});
	}

	/** What is left behind after `done` steps. */
	finish(done: number): Omit<KeptLoop, 'fault'> {
		const last = entryOf(done, this.recorded);
		const types = shapeOfScan([], this.params);
		const finals = this.carry.map(({ data, stride }, i) => {
			const { dtype, shape, weak } = types[i];
			return new NDArray(dtype, shape, data.slice(last * stride, (last + 1) * stride), weak);
		});
		return {
			tracks: this.tracks,
			length: this.params.length,
			recorded: Math.min(done, this.recorded),
			carry: this.carry,
			active: null,
			results: [...finals, ...this.results]
		};
	}

	/** The init, an entry a step, and two more that steps beyond the recorded ones take turns with. */
	private carryTrack(v: Var, init: NDArray): Track {
		const data = allocate(v.aval.dtype, sizeOf(v.aval.shape) * (this.recorded + 3));
		data.set(init.data);
		return this.track(v, data, slotsOf(v.aval));
	}

	/** Which carry an equation's result becomes: the first one, where it becomes several. */
	private carryMakers(): Map<Atom, Track> {
		const { jaxpr } = this.params;
		const made = new Set<Atom>(jaxpr.eqns.flatMap(({ outputs }) => outputs));
		const makers = new Map<Atom, Track>();
		this.carry.forEach((track, i) => {
			const out = jaxpr.outs[i];
			if (made.has(out) && !makers.has(out)) makers.set(out, track);
		});
		return makers;
	}

	/** Where an equation writes: into its carry's column, into a column of its own, or (null) into a register. */
	private place(v: Var, becomes: Track | undefined): Slot | null {
		if (becomes) {
			this.track(v, becomes.data, becomes.stride, becomes.stride);
			return this.mover(this.after, becomes.data, becomes.stride);
		}
		if (!this.wanted.has(v)) return null;
		// One entry more than is kept: steps beyond the last recorded one write there.
		const data = allocate(v.aval.dtype, sizeOf(v.aval.shape) * (this.recorded + 1));
		const { stride } = this.track(v, data, slotsOf(v.aval));
		return this.mover(this.during, data, stride);
	}

	private pointInputs(args: readonly NDArray[]): void {
		const { jaxpr, num_consts, num_carry, reverse } = this.params;
		jaxpr.invars.forEach((v, i) => {
			const slot = this.body.ins[i];
			const stride = slotsOf(v.aval);
			const isCarry = i >= num_consts && i < num_consts + num_carry;
			slot.data = isCarry ? this.carry[i - num_consts].data : args[i].data;
			if (isCarry) this.before.push({ slot, stride });
			else if (i < num_consts) this.track(v, slot.data, 0);
			else {
				this.indexed.push({ slot, stride });
				this.track(v, slot.data, reverse ? -stride : stride, indexOfStep(0, this.params) * stride);
			}
		});
	}

	private copyCarries(makers: ReadonlyMap<Atom, Track>): void {
		this.carry.forEach(({ data, stride }, i) => {
			if (makers.get(this.params.jaxpr.outs[i]) === this.carry[i]) return;
			this.copies.push({ from: this.body.outs[i], to: this.mover(this.after, data, stride), slots: stride });
		});
	}

	/** The ys: a column as it is where it has just this order, otherwise arrays that each step's y is copied to. */
	private makeYs(): NDArray[] {
		const { jaxpr, num_carry, length, reverse } = this.params;
		const types = shapeOfScan([], this.params);
		checkRoom(types);
		return jaxpr.outs.slice(num_carry).map((atom, i) => {
			const { dtype, shape, weak } = types[num_carry + i];
			const track = atom instanceof Var ? this.tracks.get(atom) : undefined;
			const inOrder = track !== undefined && track.stride > 0 && track.stride === slotsOf(atom.aval);
			if (inOrder && !reverse && this.recorded === length && !jaxpr.invars.includes(atom as Var)) {
				const end = track.offset + length * track.stride;
				return new NDArray(dtype, shape, track.data.subarray(track.offset, end), weak);
			}
			const data = allocate(dtype, sizeOf(shape));
			const slots = slotsOf(atom.aval);
			const to = this.mover(this.indexed, data, slots);
			this.copies.push({ from: this.body.outs[num_carry + i], to, slots });
			return new NDArray(dtype, shape, data, weak);
		});
	}

	private track(v: Var, data: Data, stride: number, offset = 0): Track {
		const track = { type: v.aval, data, offset, stride };
		this.tracks.set(v, track);
		return track;
	}

	private mover(group: Mover[], data: Data, stride: number): Slot {
		const slot = new Slot(data);
		group.push({ slot, stride });
		return slot;
	}
}

function move(movers: readonly Mover[], entry: number): void {
	for (let i = 0; i < movers.length; i++) movers[i].slot.at = entry * movers[i].stride;
}

function stepsThatFit(jaxpr: Jaxpr, carries: number, wanted: ReadonlySet<Var>): number {
	const kept = jaxpr.eqns.flatMap(({ outputs }) => outputs.filter((v) => wanted.has(v)));
	const types: Aval[] = [...kept, ...jaxpr.outs.slice(0, carries)].map(({ aval }) => aval);
	const perStep = types.reduce((sum, type) => sum + slotsOf(type), 0);
	return Math.floor(storageLimit / Math.max(1, perStep));
}
