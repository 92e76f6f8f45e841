import type { Data } from '$lib/array/dtype';
import { NDArray } from '$lib/array/ndarray';
import type { WhileParams } from '$lib/core/control';
import type { Var } from '$lib/core/jaxpr';
import type { Driver } from '$lib/rules/driver';
import type { Ahead, Change } from './ahead';
import { bestDistance } from './checkpoints';
import { entryOfTrack, type KeptLoop } from './kept';
import { WhileKeeper } from './keep-while';
import { limited } from './limited';
import { windowSlots, type LongRun, type Watcher } from './long-run';
import { quiet } from './quiet';
import { defaultWorkLimit } from './recorder';

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
	const ahead = new WhileAhead(begun, params, wanted, driver, every, watch);
	while (!ahead.ended) ahead.goOn();
	return {
		done: ahead.done,
		...ahead.left,
		every: ahead.every,
		again: ahead.again,
		changed: (change) => changedWhile(change, wanted, every)
	};
}

/** A long while loop from other inits or other outer values: nothing of it has been run before. */
function changedWhile({ ran, args }: Change, wanted: ReadonlySet<Var>, every: number): Ahead {
	if (ran.primitive !== 'while') throw new Error('internal: a while loop that is changed into another loop');
	const driver = limited(defaultWorkLimit);
	const begun = new WhileKeeper(ran.params, wanted, driver);
	begun.begin(args);
	return new WhileAhead(begun, ran.params, wanted, driver, every);
}

/** A while loop that is carried on from what was kept of its first steps. */
class WhileAhead implements Ahead {
	private readonly checkpoints: CarryCheckpoints;
	private readonly window: WhileKeeper;
	private readonly replay: WhileKeeper;
	private from = 0;
	private kept: KeptLoop;

	constructor(
		private keeper: WhileKeeper,
		params: WhileParams,
		wanted: ReadonlySet<Var>,
		private readonly driver: Driver,
		/** Steps that are run at a time. */
		private readonly stretch: number,
		private readonly watch: Watcher = () => {}
	) {
		this.checkpoints = new CarryCheckpoints(keeper.args, params, stretch);
		this.window = new WhileKeeper(params, wanted, driver);
		this.replay = new WhileKeeper(params, wanted, quiet);
		this.kept = this.look();
	}

	get done(): number {
		return this.from + this.keeper.done;
	}

	get ended(): boolean {
		return !this.keeper.goesOn;
	}

	get every(): number {
		return this.checkpoints.every;
	}

	get left(): Pick<KeptLoop, 'results' | 'fault'> {
		const { results, fault } = this.kept;
		return { results, fault };
	}

	goOn(): void {
		const { window, driver } = this;
		this.from += this.keeper.done;
		window.follow(this.keeper);
		this.keeper = window;
		window.run(this.stretch, () => {
			driver.spend(window.cost + costOfStep + costOfSlot * window.slotsOfStep);
			driver.begins?.(this.from + window.done);
		});
		this.kept = this.look();
	}

	readonly again = (from: number, to: number): KeptLoop => {
		this.replay.begin(this.checkpoints.argsAt(from));
		this.replay.run(to - from);
		return this.replay.end();
	};

	private look(): KeptLoop {
		const { keeper, from, checkpoints } = this;
		const kept = keeper.end();
		if (keeper.done > 0) this.watch(kept, from);
		while (checkpoints.next <= this.done) checkpoints.add(kept, from);
		return kept;
	}
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
