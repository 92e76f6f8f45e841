import '$lib/python/bindings/all';
import { isArrayLike, toValue } from '$lib/api/values';
import { NDArray } from '$lib/array/ndarray';
import { allocate } from '$lib/array/dtype';
import { ProgramError } from '$lib/core/errors';
import { withInterpreter, type Value } from '$lib/core/interpreter';
import { withMeter } from '$lib/core/meter';
import type { Params, Primitive } from '$lib/core/primitive';
import { setSource, currentSource, type Span } from '$lib/core/source';
import { call } from '$lib/python/call';
import { newGlobals, runProgram } from '$lib/python/program';
import type { Globals } from '$lib/python/evaluate/unit';
import { withHost } from '$lib/python/host';
import { asProgramError } from '$lib/python/trace';
import { Recorder } from '$lib/recording/recorder';
import type { Loop } from '$lib/recording/recording';
import type { Given } from '../exercise';

/** Elements and statements that a program may cost from top to bottom, and one call of its function on small data. */
const programLimit = 2e6;
const callLimit = 3e5;

/** A primitive that was applied outside any loop, and where the program has it. */
export interface Applied {
	readonly primitive: Primitive;
	readonly span: Span | null;
}

/** What a call did. */
export interface Ran {
	/** What it returned; an array where it can be one. */
	readonly value: unknown;
	readonly loops: readonly Loop[];
	readonly applied: readonly Applied[];
	/** Whether a scan's results went into the value; null where that cannot be told. */
	readonly fromScan: boolean | null;
}

/** A program that has been run once, whose functions can be called. */
export class Loaded {
	private readonly done = new WeakMap<readonly Given[], Ran | ProgramError>();
	#spent = 0;

	private constructor(
		readonly program: string,
		readonly globals: Globals,
		/** What stopped it; its names are those bound before. */
		readonly error: ProgramError | null
	) {}

	/** Runs a program from top to bottom, or as far as it goes. */
	static from(program: string): Loaded {
		const globals = newGlobals();
		const watcher = new Watcher(program, programLimit);
		const host = { write: () => {}, work: (amount: number) => watcher.spend(amount) };
		try {
			withMeter(host.work, () => withInterpreter(watcher, () => runProgram(program, host, globals)));
			return new Loaded(program, globals, null);
		} catch (error) {
			if (error instanceof ProgramError) return new Loaded(program, globals, error);
			throw error;
		}
	}

	/** What all calls so far have cost. */
	get spent(): number {
		return this.#spent;
	}

	/** What the program bound a name to; undefined where it did not. */
	valueOf(name: string): unknown {
		return this.globals.names().includes(name) ? this.globals.cell(name).value : undefined;
	}

	/** Calls a function of the program, and records it; once for the same arguments. Throws its `ProgramError`. */
	call(name: string, args: readonly Given[]): Ran {
		let done = this.done.get(args);
		if (!done) this.done.set(args, (done = this.attempt(name, args)));
		if (done instanceof ProgramError) throw done;
		return done;
	}

	private attempt(name: string, args: readonly Given[]): Ran | ProgramError {
		const watcher = new Watcher(this.program, callLimit);
		const host = { write: () => {}, work: (amount: number) => watcher.spend(amount) };
		const before = setSource({ span: null, frame: null });
		try {
			const value = withMeter(host.work, () =>
				withInterpreter(watcher, () =>
					withHost(host, () => asArray(call(this.valueOf(name), args.map(arrayOf))))
				)
			);
			return {
				value,
				loops: watcher.loops,
				applied: watcher.applied,
				fromScan: watcher.cameFromScan(value)
			};
		} catch (thrown) {
			const error = asProgramError(thrown);
			if (!(error instanceof ProgramError)) throw error;
			error.span ??= currentSource().span;
			return error;
		} finally {
			setSource(before);
			this.#spent += watcher.work;
		}
	}
}

/** Arrays of NumPy and plain numbers are answers too; everything else stays what it is. */
const asArray = (value: unknown): unknown => (isArrayLike(value) ? toValue(value) : value);

function arrayOf({ dtype, shape, values }: Given): NDArray {
	const data = allocate(dtype, values.length);
	data.set(values);
	return new NDArray(dtype, shape, data);
}

/** The recorder, with an ear for what else is applied and an eye for what scans gave. */
class Watcher extends Recorder {
	readonly applied: Applied[] = [];
	private readonly made = new WeakSet<object>();
	private readonly scanned = new WeakSet<object>();

	override process<P extends Primitive>(primitive: P, args: readonly Value[], params: Params[P]): Value[] {
		this.applied.push({ primitive, span: currentSource().span });
		const results = super.process(primitive, args, params);
		const scans = primitive === 'scan' || args.some((arg) => this.scanned.has(arg));
		for (const result of results) {
			this.made.add(result);
			if (scans) this.scanned.add(result);
		}
		return results;
	}

	cameFromScan(value: unknown): boolean | null {
		if (typeof value !== 'object' || value === null || !this.made.has(value)) return null;
		return this.scanned.has(value);
	}
}
