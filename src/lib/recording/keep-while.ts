import { allocate } from '$lib/array/dtype';
import { copySlots } from '$lib/array/kernels/elementwise';
import { NDArray } from '$lib/array/ndarray';
import { sizeOf } from '$lib/array/shape';
import type { Aval } from '$lib/core/aval';
import type { WhileParams } from '$lib/core/control';
import type { Var } from '$lib/core/jaxpr';
import { compile } from '$lib/rules/compile';
import type { Driver } from '$lib/rules/driver';
import { register, Slot, slotsOf } from '$lib/rules/slot';
import { entryOf, storageLimit, type KeptLoop, type Track } from './kept';

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
 * Runs a while loop and keeps its carries, its predicate and the results of the equations in `wanted`. With one
 * predicate a row, rows whose predicate has turned false are computed and their results dropped, as JAX does.
 */
export function keepWhile(
	args: readonly NDArray[],
	params: WhileParams,
	wanted: ReadonlySet<Var>,
	driver: Driver
): KeptLoop {
	const { cond_jaxpr, body_jaxpr, cond_nconsts, body_nconsts } = params;
	const columns = new Map<Var, Growing>();
	const body = compile(body_jaxpr, driver, (v) => {
		if (!wanted.has(v)) return register(v.aval);
		const column = new Growing(v.aval);
		columns.set(v, column);
		return column.slot;
	});
	const cond = compile(cond_jaxpr, driver);
	const tracks = new Map<Var, Track>();
	for (let i = 0; i < cond_nconsts; i++) cond.ins[i].data = args[i].data;
	body_jaxpr.invars.slice(0, body_nconsts).forEach((v, i) => {
		const { data } = args[cond_nconsts + i];
		body.ins[i].data = data;
		tracks.set(v, { type: v.aval, data, offset: 0, stride: 0 });
	});
	const carryVars = body_jaxpr.invars.slice(body_nconsts);
	const init = args.slice(cond_nconsts + body_nconsts);
	const carry = carryVars.map((v) => new Growing(v.aval));
	carry.forEach(({ slot }, i) => slot.data.set(init[i].data));
	const predicateType = cond_jaxpr.outs[0].aval;
	const active = new Growing(predicateType);
	const rows = slotsOf(predicateType);
	const masked = predicateType.shape.length > 0;
	const fits = Math.floor(storageLimit / Math.max(1, perStep([...columns.values(), ...carry])));

	/** Evaluates the predicate on the carry before `step` and keeps it; whether any row goes on. */
	const goesOn = (entry: number): boolean => {
		carry.forEach((column, i) => {
			column.seek(entry);
			cond.ins[cond_nconsts + i].point(column.slot);
		});
		cond.run();
		active.seek(entry);
		copySlots(rows, cond.outs[0], active.slot);
		for (let row = 0; row < rows; row++) if (active.slot.data[active.slot.at + row]) return true;
		return false;
	};
	const runStep = (entry: number, next: number): void => {
		for (const column of columns.values()) column.seek(entry);
		carry.forEach((column, i) => body.ins[body_nconsts + i].point(column.slot));
		body.run();
		carry.forEach((column, i) => {
			const before = column.slot.at;
			column.seek(next);
			const after = column.slot;
			if (masked) {
				const width = column.stride / rows;
				const from = body.outs[i];
				for (let k = 0; k < column.stride; k++) {
					const on = active.slot.data[active.slot.at + Math.floor(k / width)];
					after.data[after.at + k] = on ? from.data[from.at + k] : after.data[before + k];
				}
			} else copySlots(column.stride, body.outs[i], after);
		});
	};

	let done = 0;
	let fault: unknown = null;
	try {
		while (goesOn(entryOf(done, fits))) {
			driver.spend(cond.cost + body.cost);
			driver.begins?.(done);
			runStep(entryOf(done, fits), entryOf(done + 1, fits));
			done++;
		}
	} catch (error) {
		fault = error;
	}
	const last = entryOf(done, fits);
	const results = carry.map(({ slot, stride }, i) => {
		const { dtype, shape, weak } = body_jaxpr.outs[i].aval;
		return new NDArray(dtype, shape, slot.data.slice(last * stride, (last + 1) * stride), weak);
	});
	for (const [v, column] of columns) tracks.set(v, column.track);
	carryVars.forEach((v, i) => tracks.set(v, carry[i].track));
	return {
		tracks,
		length: done,
		recorded: Math.min(done, fits),
		carry: carry.map((column) => column.track),
		active: masked ? active.track : null,
		storage: [],
		results,
		fault
	};
}

const perStep = (columns: readonly Growing[]): number => columns.reduce((sum, { stride }) => sum + stride, 0);
