import { allocate } from '$lib/array/dtype';
import { copySlots } from '$lib/array/kernels/elementwise';
import { NDArray } from '$lib/array/ndarray';
import { sizeOf } from '$lib/array/shape';
import type { Aval } from '$lib/core/aval';
import type { WhileParams } from '$lib/core/control';
import type { Var } from '$lib/core/jaxpr';
import { compile, type Body } from '$lib/rules/compile';
import type { Driver } from '$lib/rules/driver';
import { register, Slot, slotsOf } from '$lib/rules/slot';
import { entryOfTrack, type KeptLoop, type Track } from './kept';

/** Storage for one value's history that grows as the loop goes on. */
class Growing {
	readonly slot: Slot;
	readonly stride: number;

	constructor(readonly type: Aval) {
		this.stride = slotsOf(type);
		this.slot = new Slot(allocate(type.dtype, 16 * sizeOf(type.shape)));
	}

	/** Points the slot at an entry, with room for it. */
	seek(entry: number): void {
		const needed = (entry + 1) * this.stride;
		if (needed > this.slot.data.length) {
			const wider = allocate(this.type.dtype, 2 * (entry + 1) * sizeOf(this.type.shape));
			wider.set(this.slot.data);
			this.slot.data = wider;
		}
		this.slot.at = entry * this.stride;
	}

	get track(): Track {
		return { type: this.type, data: this.slot.data, offset: 0, stride: this.stride };
	}
}

/**
 * Runs a while loop to its end and keeps its carries, its predicate and the results of the equations in `wanted`, of
 * all steps.
 */
export const keepWhile = (
	args: readonly NDArray[],
	params: WhileParams,
	wanted: ReadonlySet<Var>,
	driver: Driver
): KeptLoop => {
	const keeper = runWhile(args, params, wanted, driver, Infinity);
	return keeper.end();
};

/** Runs a while loop until it has filled so many slots of storage, or has ended. */
export function runWhile(
	args: readonly NDArray[],
	params: WhileParams,
	wanted: ReadonlySet<Var>,
	driver: Driver,
	room: number
): WhileKeeper {
	const keeper = new WhileKeeper(params, wanted, driver);
	keeper.begin(args);
	keeper.run(Math.max(1, Math.floor(room / keeper.slotsOfStep)), () => {
		driver.spend(keeper.cost);
		driver.begins?.(keeper.done);
	});
	return keeper;
}

/**
 * The columns of a while loop and the closures that fill them: `begin`, `run`, `end`, and again. With one predicate a
 * row, rows whose predicate has turned false are computed and their results dropped, as JAX does.
 */
export class WhileKeeper {
	/** Steps since it began. */
	done = 0;
	/** Whether the predicate holds before the next step. */
	goesOn = false;
	fault: unknown = null;
	private readonly columns = new Map<Var, Growing>();
	private readonly cond: Body;
	private readonly body: Body;
	private readonly carry: readonly Growing[];
	private readonly active: Growing;
	private readonly masked: boolean;
	args: readonly NDArray[] = [];

	constructor(
		private readonly params: WhileParams,
		wanted: ReadonlySet<Var>,
		driver: Driver
	) {
		const { cond_jaxpr, body_jaxpr, body_nconsts } = params;
		this.body = compile(body_jaxpr, driver, (v) => {
			if (!wanted.has(v)) return register(v.aval);
			const column = new Growing(v.aval);
			this.columns.set(v, column);
			return column.slot;
		});
		this.cond = compile(cond_jaxpr, driver);
		this.carry = body_jaxpr.invars.slice(body_nconsts).map((v) => new Growing(v.aval));
		this.active = new Growing(cond_jaxpr.outs[0].aval);
		this.masked = this.active.type.shape.length > 0;
	}

	/** Slots that are kept of one step; 1 at least. */
	get slotsOfStep(): number {
		return Math.max(
			1,
			[...this.columns.values(), ...this.carry].reduce((sum, { stride }) => sum + stride, 0)
		);
	}

	get slotsOfCarry(): number {
		return this.carry.reduce((sum, { stride }) => sum + stride, 0);
	}

	/** With the operands of the equation. What was kept before is overwritten. */
	begin(args: readonly NDArray[]): void {
		this.start(args);
		this.attempt(() => this.ask());
	}

	/** Goes on where one has stopped, another or this one. */
	follow(other: WhileKeeper): void {
		const { cond_nconsts, body_nconsts } = this.params;
		const { done, goesOn } = other;
		const active = entryOfTrack(other.active.track, done);
		const carry = other.carry.map(({ track }) => entryOfTrack(track, done));
		this.start([...other.args.slice(0, cond_nconsts + body_nconsts), ...carry]);
		this.active.slot.data.set(active.data);
		this.goesOn = goesOn;
	}

	/** Carries out steps while the predicate holds, until there are `most`; told of each before it begins. */
	run(most: number, before: () => void = () => {}): void {
		this.attempt(() => {
			while (this.goesOn && this.done < most) {
				before();
				this.step();
				this.done++;
				this.ask();
			}
		});
	}

	/** What a step is counted as. */
	get cost(): number {
		return this.cond.cost + this.body.cost;
	}

	/** What is left behind. */
	end(): KeptLoop {
		const { body_jaxpr, body_nconsts, cond_nconsts } = this.params;
		const { done, fault, carry } = this;
		const tracks = new Map<Var, Track>();
		body_jaxpr.invars.forEach((v, i) => {
			if (i >= body_nconsts) tracks.set(v, carry[i - body_nconsts].track);
			else tracks.set(v, { type: v.aval, data: this.args[cond_nconsts + i].data, offset: 0, stride: 0 });
		});
		for (const [v, column] of this.columns) tracks.set(v, column.track);
		const results = carry.map(({ slot, stride }, i) => {
			const { dtype, shape, weak } = body_jaxpr.outs[i].aval;
			return new NDArray(dtype, shape, slot.data.slice(done * stride, (done + 1) * stride), weak);
		});
		return {
			tracks,
			length: done,
			recorded: done,
			carry: carry.map(({ track }) => track),
			active: this.masked ? this.active.track : null,
			storage: [],
			results,
			fault
		};
	}

	private start(args: readonly NDArray[]): void {
		const { cond_nconsts, body_nconsts } = this.params;
		this.args = args;
		for (let i = 0; i < cond_nconsts; i++) this.cond.ins[i].data = args[i].data;
		for (let i = 0; i < body_nconsts; i++) this.body.ins[i].data = args[cond_nconsts + i].data;
		this.carry.forEach((column, i) => {
			column.seek(0);
			column.slot.data.set(args[cond_nconsts + body_nconsts + i].data);
		});
		this.active.seek(0);
		[this.done, this.fault] = [0, null];
	}

	private attempt(act: () => void): void {
		try {
			act();
		} catch (error) {
			this.fault = error;
			this.goesOn = false;
		}
	}

	/** Evaluates the predicate on the carry before the next step and keeps it. */
	private ask(): void {
		const { cond, active, carry, done } = this;
		const { cond_nconsts } = this.params;
		for (let i = 0; i < carry.length; i++) {
			carry[i].seek(done);
			cond.ins[cond_nconsts + i].point(carry[i].slot);
		}
		cond.run();
		active.seek(done);
		copySlots(active.stride, cond.outs[0], active.slot);
		const { data, at } = active.slot;
		this.goesOn = false;
		for (let row = at; row < at + active.stride && !this.goesOn; row++) this.goesOn = data[row] !== 0;
	}

	private step(): void {
		const { body, carry, done } = this;
		const { body_nconsts } = this.params;
		for (const column of this.columns.values()) column.seek(done);
		for (let i = 0; i < carry.length; i++) body.ins[body_nconsts + i].point(carry[i].slot);
		body.run();
		for (let i = 0; i < carry.length; i++) {
			carry[i].seek(done + 1);
			copySlots(carry[i].stride, body.outs[i], carry[i].slot);
			if (this.masked) this.hold(carry[i]);
		}
	}

	/** Rows that do not go on keep what they had. */
	private hold({ slot, stride }: Growing): void {
		const { data, at } = slot;
		const { slot: active, stride: rows } = this.active;
		const width = stride / rows;
		for (let row = 0; row < rows; row++) {
			if (active.data[active.at + row]) continue;
			for (let k = at + row * width; k < at + (row + 1) * width; k++) data[k] = data[k - stride];
		}
	}
}
