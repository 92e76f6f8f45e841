import { NDArray } from '$lib/array/ndarray';
import type { ScanParams } from '$lib/core/control';
import type { Var } from '$lib/core/jaxpr';
import type { Ahead, Change } from './ahead';
import { Replay, type Restarts } from './checkpoints';
import type { KeptLoop } from './kept';
import { limited } from './limited';
import { quiet } from './quiet';
import { defaultWorkLimit } from './recorder';

/** A long scan with a change. It has the checkpoints of the one that is changed up to there, and makes those that follow. */
export class ScanAhead implements Ahead {
	done: number;
	private fault: unknown = null;
	private readonly restarts: Restarts;
	private readonly forward: Replay;
	private readonly replay: Replay;

	constructor(
		before: Restarts,
		private readonly change: Change,
		wanted: ReadonlySet<Var>
	) {
		const { every } = before;
		const first = Math.floor(change.from / every);
		const params = scanOf(change);
		this.restarts = {
			params,
			every,
			args: change.args,
			carry: before.carry.map(({ dtype, shape, data }, i) => {
				const own = data.slice();
				if (first === 0) own.set(change.args[params.num_consts + i].data);
				return new NDArray(dtype, shape, own);
			}),
			instead: change.instead
		};
		this.done = first * every;
		this.forward = new Replay(this.restarts, wanted, limited(defaultWorkLimit));
		this.replay = new Replay(this.restarts, wanted, quiet);
	}

	get every(): number {
		return this.restarts.every;
	}

	get ended(): boolean {
		return this.fault !== null || this.done >= this.change.most;
	}

	goOn(): void {
		const { every, done, change } = this;
		const { to, kept } = this.forward.window(done, Math.min(done + every, change.most));
		[this.done, this.fault] = [to, kept.fault];
		if (to - done < every) return;
		this.restarts.carry.forEach(({ data }, i) => {
			const result = kept.results[i].data;
			data.set(result, (to / every) * result.length);
		});
	}

	readonly again = (from: number, to: number): KeptLoop => this.replay.window(from, to).kept;
}

function scanOf({ ran }: Change): ScanParams {
	if (ran.primitive !== 'scan') throw new Error('internal: a scan that is changed into another loop');
	return ran.params;
}
