import { allocate } from '$lib/array/dtype';
import { copySlots } from '$lib/array/kernels/elementwise';
import type { View } from '$lib/array/kernel';
import { NDArray } from '$lib/array/ndarray';
import { sizeOf } from '$lib/array/shape';
import type { Aval } from '$lib/core/aval';
import type { ScanParams } from '$lib/core/control';
import type { Atom, Jaxpr, Var } from '$lib/core/jaxpr';
import { compile, type Body } from '$lib/rules/compile';
import type { Driver } from '$lib/rules/driver';
import { checkRoom } from '$lib/rules/room';
import { indexOfStep, shapeOfScan } from '$lib/rules/scan';
import { slotsOf, type Slot } from '$lib/rules/slot';
import { storageLimit, type KeptLoop, type Track } from './kept';
import { Ledger, type Column } from './ledger';

/**
 * Runs a scan and keeps its carries and the results of the equations in `wanted`. An equation that makes a carry writes into
 * the carry's column, and the next step reads it there.
 */
export function keepScan(
	args: readonly NDArray[],
	params: ScanParams,
	wanted: ReadonlySet<Var>,
	driver: Driver,
	room: number = storageLimit
): KeptLoop {
	const keeper = new ScanKeeper(params, wanted, driver, room);
	let done = 0;
	let fault: unknown = null;
	keeper.begin(args);
	try {
		for (; done < params.length; done++) {
			driver.spend(keeper.cost);
			driver.begins?.(done);
			keeper.step();
		}
	} catch (error) {
		fault = error;
	}
	return { ...keeper.end(done), fault };
}

/** A result of the body that has to be copied to where it is kept. */
interface Copy {
	readonly from: View;
	readonly to: Slot;
	readonly slots: number;
}

/** The columns of a scan and the closures that fill them, a step at a time: `begin`, steps, `end`, and again. */
export class ScanKeeper {
	private readonly recorded: number;
	private readonly ledger: Ledger;
	/** The ys whose columns have just their order. */
	private readonly alone: ReadonlySet<Atom>;
	private readonly carry: readonly Column[];
	/** Of variables of the body; of a carry's own variable what it has before the step. */
	private readonly columns = new Map<Var, Column>();
	private readonly body: Body;
	private readonly inputs: readonly ((x: NDArray) => void)[];
	private readonly copies: Copy[] = [];
	private readonly ys: readonly (() => NDArray)[];
	private args: readonly NDArray[] = [];

	constructor(
		private readonly params: ScanParams,
		private readonly wanted: ReadonlySet<Var>,
		driver: Driver,
		/** Slots of storage that may be filled. */
		room: number = storageLimit
	) {
		const { jaxpr, num_consts, num_carry, length, reverse } = params;
		this.recorded = Math.min(length, Math.floor(room / slotsOfStep(jaxpr, num_carry, wanted)));
		this.ledger = new Ledger(length, this.recorded, reverse);
		const carryVars = jaxpr.invars.slice(num_consts, num_consts + num_carry);
		this.alone = new Set(reverse || this.recorded < length ? [] : jaxpr.outs.slice(num_carry));
		this.carry = carryVars.map(({ aval }, i) => this.ledger.column(aval, this.alone.has(jaxpr.outs[i])));
		this.body = compile(jaxpr, driver, this.placer(), (type) => this.ledger.register(type));
		this.inputs = jaxpr.invars.map((v, i) => this.input(v, i));
		this.copyCarries();
		this.ys = this.makeYs();
	}

	get cost(): number {
		return this.body.cost;
	}

	/** From values of the operands' types; what was kept before is overwritten unless it has been handed on. */
	begin(args: readonly NDArray[]): void {
		this.args = args;
		this.ledger.begin();
		args.forEach((x, i) => this.inputs[i](x));
	}

	step(): void {
		this.ledger.next();
		this.body.run();
		const { copies } = this;
		for (let i = 0; i < copies.length; i++) copySlots(copies[i].slots, copies[i].from, copies[i].to);
	}

	/** What is left behind after `done` steps. */
	end(done: number): Omit<KeptLoop, 'fault'> {
		const { ledger, params } = this;
		const finals = this.carry.map((column, i) => {
			const { dtype, shape, weak } = params.jaxpr.outs[i].aval;
			return new NDArray(dtype, shape, ledger.last(column, done), weak);
		});
		ledger.end(done);
		return {
			tracks: this.tracks(),
			length: params.length,
			recorded: Math.min(done, this.recorded),
			carry: this.carry.map((column) => ledger.track(column, 'before')),
			active: null,
			storage: ledger.storage,
			results: [...finals, ...this.ys.map((y) => y())]
		};
	}

	/** Where an equation writes: into the column of the carry it makes, or a column of its own if it is wanted. */
	private placer(): (v: Var) => Slot | null {
		const makers = this.carryMakers();
		return (v) => {
			const column =
				makers.get(v) ?? (this.wanted.has(v) ? this.ledger.column(v.aval, this.alone.has(v)) : null);
			if (column === null) return null;
			this.columns.set(v, column);
			return this.ledger.after(column);
		};
	}

	/** Which carry an equation's result becomes: the first one, where it becomes several. */
	private carryMakers(): Map<Atom, Column> {
		const { jaxpr } = this.params;
		const made = new Set<Atom>(jaxpr.eqns.flatMap(({ outputs }) => outputs));
		const makers = new Map<Atom, Column>();
		this.carry.forEach((column, i) => {
			const out = jaxpr.outs[i];
			if (made.has(out) && !makers.has(out)) makers.set(out, column);
		});
		return makers;
	}

	/** How an argument of the body is given its value when the loop begins. */
	private input({ aval }: Var, i: number): (x: NDArray) => void {
		const { num_consts, num_carry } = this.params;
		const slot = this.body.ins[i];
		if (i < num_consts) {
			const show = this.ledger.constant(aval, slot);
			return ({ data }) => show(data);
		}
		if (i >= num_consts + num_carry) {
			const show = this.ledger.source(aval, slot);
			return ({ data }) => show(data);
		}
		const column = this.carry[i - num_consts];
		this.ledger.before(column, slot);
		return ({ data }) => this.ledger.start(column, data);
	}

	/** Carries that no equation writes into their column. */
	private copyCarries(): void {
		const { outs } = this.params.jaxpr;
		this.carry.forEach((column, i) => {
			const out = outs[i];
			if (this.columns.get(out as Var) === column) return;
			this.copies.push({ from: this.body.outs[i], to: this.ledger.after(column), slots: slotsOf(out.aval) });
		});
	}

	/** The ys: a column as it is, copied from a column a block at a time, or what has no column at each step. */
	private makeYs(): (() => NDArray)[] {
		const { jaxpr, num_carry } = this.params;
		const types = shapeOfScan([], this.params);
		checkRoom(types);
		return jaxpr.outs.slice(num_carry).map((atom, i) => {
			const { dtype, shape, weak } = types[num_carry + i];
			const column = this.columns.get(atom as Var);
			if (column && this.alone.has(atom))
				return () => new NDArray(dtype, shape, this.ledger.values(column), weak);
			const data = allocate(dtype, sizeOf(shape));
			if (column) this.ledger.emit(column, data);
			else {
				const to = this.ledger.target(atom.aval, data);
				this.copies.push({ from: this.body.outs[num_carry + i], to, slots: slotsOf(atom.aval) });
			}
			return () => new NDArray(dtype, shape, data, weak);
		});
	}

	private tracks(): Map<Var, Track> {
		const { jaxpr, num_consts, num_carry, reverse } = this.params;
		const tracks = new Map<Var, Track>();
		jaxpr.invars.forEach((v, i) => {
			const stride = slotsOf(v.aval);
			const { data } = this.args[i];
			if (i < num_consts) tracks.set(v, { type: v.aval, data, offset: 0, stride: 0 });
			else if (i < num_consts + num_carry)
				tracks.set(v, this.ledger.track(this.carry[i - num_consts], 'before'));
			else {
				const offset = indexOfStep(0, this.params) * stride;
				tracks.set(v, { type: v.aval, data, offset, stride: reverse ? -stride : stride });
			}
		});
		for (const [v, column] of this.columns) tracks.set(v, this.ledger.track(column, 'after'));
		return tracks;
	}
}

/** Slots that are kept of one step; 1 at least. */
export function slotsOfStep(jaxpr: Jaxpr, carries: number, wanted: ReadonlySet<Var>): number {
	const kept = jaxpr.eqns.flatMap(({ outputs }) => outputs.filter((v) => wanted.has(v)));
	const types: Aval[] = [...kept, ...jaxpr.outs.slice(0, carries)].map(({ aval }) => aval);
	return Math.max(
		1,
		types.reduce((sum, type) => sum + slotsOf(type), 0)
	);
}
