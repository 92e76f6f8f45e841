import type { Data } from '$lib/array/dtype';
import { NDArray } from '$lib/array/ndarray';
import type { WhileParams } from '$lib/core/control';
import type { Var } from '$lib/core/jaxpr';
import type { Driver } from '$lib/rules/driver';
import { bestDistance } from './checkpoints';
import { entryOfTrack, type KeptLoop } from './kept';
import { WhileKeeper } from './keep-while';
import { windowSlots, type LongRun, type Watcher } from './long-run';
import { quiet } from './quiet';
import type { Again } from './windows';

/** Slots that all checkpoints take at most; when there are more every second one is dropped. */
const mostSlots = 2 ** 22;

/** Operations that a step, and each slot of it, count as beside what fills them: they are summed up and put into bins. */
const costOfStep = 100;
const costOfSlot = 4;

/**
 * Goes on with a while loop that has filled the room there is, from one checkpoint to the next. How many steps there
 * will be is not known before the end, so checkpoints grow apart as they become many.
 */
export function runLongWhile(
	begun: WhileKeeper,
	params: WhileParams,
	wanted: ReadonlySet<Var>,
	driver: Driver,
	watch: Watcher,
	slots: number = windowSlots
): LongRun {
	const every = Math.max(
		1,
		Math.floor(slots / begun.slotsOfStep),
		bestDistance(begun.done, begun.slotsOfCarry, begun.slotsOfStep)
	);
	const checkpoints = new CarryCheckpoints(begun.args, params, every);
	let [keeper, from] = [begun, 0];
	const look = (): KeptLoop => {
		const kept = keeper.end();
		if (keeper.done > 0) watch(kept, from);
		while (checkpoints.next <= from + keeper.done) checkpoints.add(kept, from);
		return kept;
	};
	let kept = look();
	const window = new WhileKeeper(params, wanted, driver);
	while (keeper.goesOn) {
		from += keeper.done;
		window.follow(keeper);
		keeper = window;
		keeper.run(every, () => {
			driver.spend(window.cost + costOfStep + costOfSlot * window.slotsOfStep);
			driver.begins?.(from + window.done);
		});
		kept = look();
	}
	const replay = new WhileKeeper(params, wanted, quiet);
	const again: Again = (start, end) => {
		replay.begin(checkpoints.argsAt(start));
		replay.run(end - start);
		return replay.end();
	};
	const { results, fault } = kept;
	return { done: from + keeper.done, results, fault, every: checkpoints.every, again };
}

/** The carry of a loop before every `every`-th step. */
class CarryCheckpoints {
	/** The step that the next one is of. */
	next = 0;
	private readonly consts: number;
	private carries: Data[][] = [];

	constructor(
		private readonly args: readonly NDArray[],
		{ cond_nconsts, body_nconsts }: WhileParams,
		public every: number
	) {
		this.consts = cond_nconsts + body_nconsts;
	}

	/** Keeps the carry before step `next`, that of what was kept from `from` on. */
	add({ carry }: KeptLoop, from: number): void {
		const values = carry.map((track) => entryOfTrack(track, this.next - from).data.slice());
		this.carries.push(values);
		const slots = values.reduce((sum, { length }) => sum + length, 0);
		if (this.carries.length > 2 && this.carries.length * slots > mostSlots) this.thin();
		this.next = this.carries.length * this.every;
	}

	/** The operands from which the steps from that of a checkpoint on can be run again. */
	argsAt(step: number): NDArray[] {
		const carry = this.carries[step / this.every];
		return this.args.map((arg, i) => {
			if (i < this.consts) return arg;
			const { dtype, shape, weak } = arg;
			return new NDArray(dtype, shape, carry[i - this.consts], weak);
		});
	}

	private thin(): void {
		this.carries = this.carries.filter((_, n) => n % 2 === 0);
		this.every *= 2;
	}
}
