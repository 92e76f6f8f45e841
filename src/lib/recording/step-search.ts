import type { NDArray } from '$lib/array/ndarray';
import { sizeOf } from '$lib/array/shape';
import type { ScanParams } from '$lib/core/control';
import type { Atom, Eqn, Jaxpr, Var } from '$lib/core/jaxpr';
import type { Driver } from '$lib/rules/driver';
import { rowsAt } from './checkpoints';
import { ScanKeeper, slotsOfStep } from './keep-scan';
import type { KeptLoop } from './kept';
import { windowSlots } from './long-run';
import type { LongHits } from './long-queries';
import type { Slices } from './slices';

/** What is asked of each step, as equations over variables of the body that ran. */
export interface StepQuestion {
	/** What is read besides, with its values. */
	readonly constvars: readonly Var[];
	readonly consts: readonly NDArray[];
	readonly eqns: readonly Eqn[];
	/** Whether it holds: a boolean a lane, or one for all of them. */
	readonly answer: Var;
	/** A value that the question carries along itself, such as the number of the step. */
	readonly own: readonly { readonly before: Var; readonly after: Atom; readonly init: NDArray }[];
}

/** A scan that does no more than it takes to answer a question about each of its steps. */
interface Inquiry {
	readonly params: ScanParams;
	readonly args: readonly NDArray[];
	readonly answer: Var;
}

/** Slots for the steps that are run at a time: some milliseconds of them. */
const plentySlots = 2 * windowSlots;

/**
 * Every step and lane of a scan looked at by running it once more with the question as a part of its body: of the loop
 * only what the question depends on is carried out, and nothing is kept but the answers of some steps at a time.
 */
export function* stepHits(
	params: ScanParams,
	args: readonly NDArray[],
	question: StepQuestion,
	{ recorded, lanes }: { readonly recorded: number; readonly lanes: number },
	driver: Driver,
	slots = plentySlots
): Slices<LongHits> {
	const inquiry = inquiryOf(params, args, question);
	const tally = new Tally(recorded, lanes);
	const distance = stepsAtOnce(inquiry, recorded, slots);
	const keeperFor = (steps: number): ScanKeeper =>
		new ScanKeeper({ ...inquiry.params, length: steps }, new Set([inquiry.answer]), driver, Infinity);
	let keeper = keeperFor(distance);
	let carry = inquiry.args.slice(inquiry.params.num_consts, firstX(inquiry));
	for (let from = 0; from < recorded; from += distance) {
		const to = Math.min(recorded, from + distance);
		if (to - from < distance) keeper = keeperFor(to - from);
		const kept = runPart(keeper, inquiry, carry, from, to);
		carry = kept.results.slice(0, carry.length);
		tally.add(kept, inquiry.answer, from, to);
		yield;
	}
	return tally.hits;
}

const firstX = ({ params: { num_consts, num_carry } }: Inquiry): number => num_consts + num_carry;

function stepsAtOnce({ params, answer }: Inquiry, recorded: number, slots: number): number {
	const each = slotsOfStep(params.jaxpr, params.num_carry, new Set([answer]));
	return Math.max(1, Math.min(recorded, Math.floor(slots / each)));
}

function runPart(
	keeper: ScanKeeper,
	inquiry: Inquiry,
	carry: readonly NDArray[],
	from: number,
	to: number
): Omit<KeptLoop, 'fault'> {
	const { params, args } = inquiry;
	const first = params.reverse ? params.length - to : from;
	const xs = args.slice(firstX(inquiry)).map((x) => rowsAt(x, first, to - from));
	keeper.begin([...args.slice(0, params.num_consts), ...carry, ...xs]);
	for (let n = from; n < to; n++) keeper.step();
	return keeper.end(to - from);
}

/** Where it holds, counted as the answers come. */
class Tally {
	private readonly lanes: Uint32Array;
	private readonly first: Int32Array;
	private readonly ever: Uint8Array;
	private steps = 0;

	constructor(
		recorded: number,
		private readonly count: number
	) {
		this.lanes = new Uint32Array(recorded);
		this.first = new Int32Array(recorded).fill(-1);
		this.ever = new Uint8Array(count);
	}

	get hits(): LongHits {
		const { lanes, first, ever, steps } = this;
		return { lanes, first, ever, steps };
	}

	add({ tracks }: Pick<KeptLoop, 'tracks'>, answer: Var, from: number, to: number): void {
		const track = tracks.get(answer);
		if (!track) throw new Error('internal: an answer that was not kept');
		const { data, offset, stride, type } = track;
		const shared = sizeOf(type.shape) < this.count;
		for (let n = from; n < to; n++) {
			const at = offset + (n - from) * stride;
			const held = shared ? this.addShared(data[at]) : this.addLanes(data as Uint8Array, at);
			if (held < 0) continue;
			this.lanes[n] = shared ? this.count : this.held;
			this.first[n] = held;
			this.steps++;
		}
	}

	/** In how many lanes it holds in the step that was added last. */
	private held = 0;

	/** Answers the first lane in which it holds, or -1. */
	private addLanes(data: Uint8Array, at: number): number {
		const { count, ever } = this;
		let [held, first] = [0, -1];
		for (let row = count - 1; row >= 0; row--) {
			if (data[at + row] === 0) continue;
			held++;
			first = row;
			ever[row] = 1;
		}
		this.held = held;
		return first;
	}

	private addShared(value: number): number {
		if (value === 0) return -1;
		this.ever.fill(1);
		return 0;
	}
}

function inquiryOf(params: ScanParams, args: readonly NDArray[], question: StepQuestion): Inquiry {
	const { jaxpr, num_consts, num_carry } = params;
	const { constvars, consts, eqns, answer, own } = question;
	const carry = [
		...jaxpr.invars.slice(num_consts, num_consts + num_carry).map((before, i) => ({
			before,
			after: jaxpr.outs[i],
			init: args[num_consts + i]
		})),
		...own
	];
	const all = [...jaxpr.eqns, ...eqns];
	const needed = neededFor(answer, all, carry);
	const isNeeded = (v: Var): boolean => needed.has(v);
	const carried = carry.filter(({ before }) => isNeeded(before));
	const [closed, xs] = [
		[
			...jaxpr.invars.slice(0, num_consts).map((v, i) => ({ v, value: args[i] })),
			...constvars.map((v, i) => ({ v, value: consts[i] }))
		],
		jaxpr.invars.slice(num_consts + num_carry).map((v, i) => ({ v, value: args[num_consts + num_carry + i] }))
	].map((inputs) => inputs.filter(({ v }) => isNeeded(v)));
	const body: Jaxpr = {
		constvars: [],
		invars: [...closed.map(({ v }) => v), ...carried.map(({ before }) => before), ...xs.map(({ v }) => v)],
		eqns: all.filter(({ outputs }) => outputs.some(isNeeded)),
		outs: carried.map(({ after }) => after)
	};
	return {
		params: { ...params, jaxpr: body, num_consts: closed.length, num_carry: carried.length },
		args: [
			...closed.map(({ value }) => value),
			...carried.map(({ init }) => init),
			...xs.map(({ value }) => value)
		],
		answer
	};
}

/** All that a variable depends on, in its own step and, by what is carried, in those before. */
function neededFor(
	answer: Var,
	eqns: readonly Eqn[],
	carry: readonly { readonly before: Var; readonly after: Atom }[]
): ReadonlySet<Atom> {
	const needed = new Set<Atom>([answer]);
	for (let known = 0; known < needed.size;) {
		known = needed.size;
		for (const { before, after } of carry) if (needed.has(before)) needed.add(after);
		for (const { inputs, outputs } of [...eqns].reverse())
			if (outputs.some((v) => needed.has(v))) inputs.forEach((atom) => needed.add(atom));
	}
	return needed;
}
