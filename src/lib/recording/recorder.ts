import { NDArray } from '$lib/array/ndarray';
import { avalOfArray } from '$lib/core/aval';
import type { ScanParams, WhileParams } from '$lib/core/control';
import { ProgramError } from '$lib/core/errors';
import { tooMuchWork } from '$lib/core/help/values';
import { evalJaxpr } from '$lib/core/eval-jaxpr';
import { withInterpreter, type Interpreter, type Value } from '$lib/core/interpreter';
import type { Jaxpr } from '$lib/core/jaxpr';
import { hold } from '$lib/core/literal';
import type { Params, Primitive } from '$lib/core/primitive';
import { currentSource } from '$lib/core/source';
import { need } from '$lib/parts/part';
import { applyPrimitive } from '$lib/rules/apply';
import { compile } from '$lib/rules/compile';
import type { Driver } from '$lib/rules/driver';
import { shapesOf } from '$lib/rules/shape';
import { keepScan } from './keep-scan';
import type { KeyJournal } from './keys/journal';
import { entryOfTrack, storageLimit, type KeptLoop } from './kept';
import { holding, type LiveLoop } from './live-loop';
import { callsFunctions, loopOf, wantedVars, type RanLoop } from './loop';
import { isTooLong } from './too-long';
import { loopIndex, step as stepOf, type LoopIndex, type Step, type Visit } from './moment';
import type { Loop } from './recording';
import { calls, gradients, keys, longLoops, whiles } from './parts';
import type { Describe } from './windows';

const { runWhile } = whiles.functions;
const { recordLongScan, recordLongWhile } = longLoops.functions;
const { openScan, openWhile } = calls.functions;
const { opened, withGradient } = gradients.functions;

/** A scan's carries in JAX's view: before step 0 and after each step. */
export interface ScanTrace {
	readonly length: number;
	readonly reverse: boolean;
	/** An entry at a time, of values that last until the next. */
	readonly carries: Iterable<readonly NDArray[]>;
}

/** Slots of storage (4 bytes each) for one loop, and for a window of one that takes more. */
export interface Room {
	readonly loop: number;
	readonly window?: number;
}

const plainRoom: Room = { loop: storageLimit };

/** Elements a run may touch before it is stopped. */
export const defaultWorkLimit = 1e9;

/** What carrying out one statement of Python is counted as: it takes as long as some elements do. */
export const workOfStatement = 3;

/** The interpreter that keeps: evaluates at once, and records every loop that is not inside another. */
export class Recorder implements Interpreter, Driver {
	readonly eager = true;
	readonly live: LiveLoop[] = [];
	readonly scans: ScanTrace[] = [];
	/** Null for a program without random keys. */
	readonly keys: KeyJournal | null = keys.there && new keys.module.KeyJournal();
	private spent = 0;
	private running: number | null = null;
	/** How many jits and conds we are inside of: their scans are not JAX's top-level scans. */
	private depth = 0;

	constructor(
		private readonly program: string,
		private readonly workLimit: number = defaultWorkLimit,
		/** Where what is run lies: in a step of other loops, or at the top. */
		private readonly within: readonly Visit[] = [],
		/** Slots of storage that a loop may fill; a longer one is kept by windows. */
		private readonly room: Room = plainRoom
	) {}

	/** The step that is being carried out, of the loop that will be the next to be kept; null outside any. */
	get now(): { readonly loop: LoopIndex; readonly step: Step } | null {
		return this.running === null ? null : { loop: loopIndex(this.live.length), step: stepOf(this.running) };
	}

	begins(step: number): void {
		this.running = step;
	}

	/** What has been spent so far. */
	get work(): number {
		return this.spent;
	}

	get loops(): readonly Loop[] {
		return this.live.map(({ loop }) => loop);
	}

	process<P extends Primitive>(primitive: P, args: readonly Value[], params: Params[P]): Value[] {
		const arrays = args.map(concrete);
		if (!this.keys && primitive.startsWith('random_')) need(keys);
		const carryOut = (): Value[] => this.carryOut(primitive, arrays, params);
		const outs = this.keys ? this.keys.during(primitive, arrays, params, carryOut) : carryOut();
		outs.forEach(hold);
		return outs;
	}

	private carryOut<P extends Primitive>(
		primitive: P,
		arrays: readonly NDArray[],
		params: Params[P]
	): Value[] {
		if (primitive === 'scan') return this.scan(arrays, params as ScanParams);
		if (primitive === 'while') return this.while(arrays, params as WhileParams);
		if (primitive === 'jit') return this.inline((params as Params['jit']).jaxpr, arrays);
		if (primitive === 'cond') {
			const [index, ...operands] = arrays;
			const { branches } = params as Params['cond'];
			const weak = shapesOf('cond', arrays.map(avalOfArray), { branches }).map((type) => type.weak);
			const outs = this.inline(branches[index.data[0]], operands).map(concrete);
			return outs.map((x, i) => (x.weak === weak[i] ? x : new NDArray(x.dtype, x.shape, x.data, weak[i])));
		}
		if (primitive === 'remat2') return this.carryOutEach((params as Params['remat2']).jaxpr, arrays);
		if (primitive === 'custom_jvp_call' || primitive === 'custom_vjp_call')
			return this.inline((params as Params['custom_jvp_call' | 'custom_vjp_call']).call_jaxpr, arrays);
		return applyPrimitive(primitive, arrays, params, this);
	}

	compile(jaxpr: Jaxpr): ReturnType<Driver['compile']> {
		return compile(jaxpr, this);
	}

	/** Counts work; throws once the limit is passed. */
	spend(work: number): void {
		this.spent += work;
		if (this.spent > this.workLimit) throw workLimitReached(this.workLimit);
	}

	private carryOutEach(jaxpr: Jaxpr, args: readonly NDArray[]): Value[] {
		return withInterpreter(this, () => evalJaxpr(jaxpr, args));
	}

	/** What JAX compiles as a whole: scans in it are none that it ran by themselves. */
	private inline(jaxpr: Jaxpr, args: readonly NDArray[]): Value[] {
		this.depth++;
		try {
			return this.carryOutEach(jaxpr, args);
		} finally {
			this.depth--;
		}
	}

	private scan(args: readonly NDArray[], closed: ScanParams): Value[] {
		const params = this.openScan(closed);
		const wanted = wantedVars(params.view);
		const ran = { primitive: 'scan', params, closed } as const;
		const live = isTooLong(params, wanted, this.room.loop)
			? recordLongScan(args, params, wanted, this, this.describing(ran), this.room.window)
			: this.described(ran, args, keepScan(args, params, wanted, this));
		this.keep(live);
		if (this.depth === 0) this.scans.push(traceOf(params, live));
		return [...live.kept.results];
	}

	private openScan(closed: ScanParams): ScanParams {
		if (closed.view.backward) return opened(closed);
		return callsFunctions(closed.view) ? openScan(closed) : closed;
	}

	private while(args: readonly NDArray[], closed: WhileParams): Value[] {
		const params = callsFunctions(closed.view) ? openWhile(closed) : closed;
		const wanted = wantedVars(params.view);
		const ran = { primitive: 'while', params, closed } as const;
		const { loop: room, window } = this.room;
		const begun = runWhile(args, params, wanted, this, room);
		const live = begun.goesOn
			? recordLongWhile(begun, params, wanted, this, this.describing(ran), window)
			: this.described(ran, args, begun.end());
		this.keep(live);
		return [...live.kept.results];
	}

	/** How a loop that runs now is described by what was kept of it. */
	private describing(ran: RanLoop): Describe {
		const place = { within: this.within, loop: loopIndex(this.live.length) };
		const source = currentSource();
		return (kept) => loopOf(place, this.program, ran, kept, source);
	}

	private described(ran: RanLoop, args: readonly NDArray[], kept: KeptLoop): LiveLoop {
		return { loop: this.describing(ran)(kept), ran, args, kept };
	}

	/** Adds a loop; what it left behind stays also when it was stopped. */
	private keep(live: LiveLoop): void {
		const { fault } = live.kept;
		this.running = null;
		// A loop inside a library function (a sampler's rejection loop) is none of the user's.
		if (currentSource().hidden) {
			if (fault) throw fault;
			return;
		}
		const told = live.ran.params.view.backward ? withGradient(live, this.live, this.program) : live;
		this.live.push(told);
		this.keys?.addLoop(told);
		if (fault) throw fault;
	}
}

function concrete(value: Value): NDArray {
	if (value instanceof NDArray) return value;
	throw new ProgramError(
		'UnexpectedTracerError',
		'Encountered an unexpected tracer. A function transformed by JAX had a side effect, allowing for a reference to an intermediate value to escape the scope of the transformation.',
		{},
		{ kind: 'leaked', tracer: value }
	);
}

export function workLimitReached(limit: number): ProgramError {
	const error = new ProgramError(
		'WorkLimit',
		`stopped after ${limit.toLocaleString('en')} operations`,
		tooMuchWork
	);
	error.span = currentSource().span;
	return error;
}

const traceOf = ({ length, reverse }: ScanParams, live: LiveLoop): ScanTrace => ({
	length,
	reverse,
	carries: {
		*[Symbol.iterator]() {
			for (let entry = 0; entry <= live.loop.recorded; entry++)
				yield holding(live, entry).kept.carry.map((track) => entryOfTrack(track, entry));
		}
	}
});
