import '$lib/python/bindings/all';
import { ProgramError } from '$lib/core/errors';
import { printingRows } from '$lib/core/print-rows';
import { withInterpreter } from '$lib/core/interpreter';
import { withMeter } from '$lib/core/meter';
import { setSource } from '$lib/core/source';
import type { Globals } from '$lib/python/evaluate/unit';
import { newGlobals, runProgram } from '$lib/python/program';
import { reprOf } from '$lib/python/repr';
import { asProgramError } from '$lib/python/trace';
import type { LiveLoop } from '$lib/recording/live-loop';
import * as parts from '$lib/recording/parts';
import {
	defaultWorkLimit,
	Recorder,
	workOfStatement,
	type Room,
	type ScanTrace
} from '$lib/recording/recorder';
import type { KeyReuse } from '$lib/recording/keys/key-reuse';
import type { Loop, Outcome, Print, Recording } from '$lib/recording/recording';
import { withCallSites } from './call-sites';
import { failureOf } from './failure';

export type { ScanTrace };

/** Prints whose places are told. */
const mostPrints = 5000;

export interface Limits {
	readonly workLimit?: number;
	/** Slots of storage: a loop that takes more is kept by windows. */
	readonly room?: Room;
}

export interface Run {
	/** Plain data, to be sent to the page. */
	readonly recording: Recording;
	/** Of the last statement, where that is an expression. */
	readonly value: unknown;
	readonly isExpression: boolean;
	readonly error: ProgramError | null;
	/** What the loops of the recording can be run again from, in the same order. */
	readonly live: readonly LiveLoop[];
	/** The program's own names, as it left them. */
	readonly globals: Globals;
	/** Elements touched, and statements carried out. */
	readonly work: number;
	/** That another run beside it is to keep to. */
	readonly limits: Limits;
	/** JAX's view of the scans outside jit, in order. */
	readonly scans: readonly ScanTrace[];
}

/**
 * Runs a program and keeps what its loops did. A mistake of the program's is part of the result, with all that ran
 * before it; only faults of our own are thrown. `workLimit` is in equation-lanes and Python statements.
 */
export function record(program: string, limits: Limits = {}): Run {
	const { workLimit = defaultWorkLimit, room } = limits;
	const recorder = new Recorder(program, workLimit, [], room);
	const output = new Output();
	const globals = newGlobals();
	const host = {
		write: (text: string) => output.write(text, recorder.now && { ...recorder.now, rows: printingRows() }),
		work: (amount: number) => recorder.spend(workOfStatement * amount)
	};
	setSource({ span: null, frame: null });
	const finish = (outcome: Outcome, rest: Pick<Run, 'value' | 'isExpression' | 'error'>): Run => ({
		recording: recordingOf(program, recorder, output, outcome),
		live: recorder.live,
		work: recorder.work,
		limits,
		globals,
		scans: recorder.scans,
		...rest
	});
	try {
		const { value, text, isExpression } = withMeter(host.work, () =>
			withInterpreter(recorder, () => {
				const ran = runProgram(program, host, globals);
				return { ...ran, text: ran.isExpression && ran.value !== null ? textOf(ran.value) : null };
			})
		);
		return finish({ kind: 'value', text }, { value, isExpression, error: null });
	} catch (error) {
		if (!(error instanceof ProgramError)) throw error;
		return finish(
			{ kind: 'error', error: failureOf(error, program) },
			{ value: null, isExpression: false, error }
		);
	}
}

/** What a program prints. */
class Output {
	readonly #texts: string[] = [];
	/** The first of them, with their places. */
	readonly prints: Print[] = [];

	get text(): string {
		return this.#texts.join('');
	}

	write(text: string, at: Print['at']): void {
		this.#texts.push(text);
		if (this.prints.length < mostPrints) this.prints.push({ text, at });
	}
}

function recordingOf(program: string, recorder: Recorder, output: Output, outcome: Outcome): Recording {
	const { keys } = recorder;
	const reuses = keys?.any ? parts.keys.module.reusedKeys(keys.events, program) : [];
	return {
		program,
		loops: withKeys(withCallSites(program, recorder.loops), reuses),
		reusedKeys: reuses.filter(({ use }) => use.at === null),
		outcome,
		stdout: output.text,
		...(output.prints.length > 0 && { prints: output.prints })
	};
}

/** A result may be nested too deep to be written. */
function textOf(value: unknown): string {
	try {
		return reprOf(value);
	} catch (error) {
		throw asProgramError(error);
	}
}

const withKeys = (loops: readonly Loop[], reuses: readonly KeyReuse[]): Loop[] =>
	loops.map((loop) => ({ ...loop, reusedKeys: reuses.filter(({ use }) => use.at?.loop === loop.index) }));
