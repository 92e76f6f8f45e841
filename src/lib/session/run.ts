import '$lib/python/bindings/all';
import { ProgramError } from '$lib/core/errors';
import { withInterpreter } from '$lib/core/interpreter';
import { withMeter } from '$lib/core/meter';
import { setSource } from '$lib/core/source';
import { callSiteOf } from '$lib/python/call-site';
import { parse } from '$lib/python/parse/parse';
import { runProgram } from '$lib/python/program';
import { reprOf } from '$lib/python/repr';
import { defaultWorkLimit, Recorder, type ScanTrace } from '$lib/recording/recorder';
import type { Failure, Loop, Outcome, Recording, Role, RoleName } from '$lib/recording/recording';

export type { ScanTrace };

export interface Run {
	/** Plain data, to be sent to the page. */
	readonly recording: Recording;
	/** Of the last statement, where that is an expression. */
	readonly value: unknown;
	readonly isExpression: boolean;
	readonly error: ProgramError | null;
	/** JAX's view of the scans outside jit, in order. */
	readonly scans: readonly ScanTrace[];
}

/**
 * Runs a program and keeps what its loops did. A mistake of the program's is part of the result, with all that ran
 * before it; only faults of our own are thrown. `workLimit` is in equation-lanes and Python statements.
 */
export function record(program: string, { workLimit = defaultWorkLimit }: { workLimit?: number } = {}): Run {
	const recorder = new Recorder(program, workLimit);
	const printed: string[] = [];
	const host = {
		write: (text: string) => void printed.push(text),
		work: (amount: number) => recorder.spend(amount)
	};
	setSource({ span: null, frame: null });
	const finish = (outcome: Outcome, rest: Pick<Run, 'value' | 'isExpression' | 'error'>): Run => ({
		recording: { program, loops: withCallSites(program, recorder.loops), outcome, stdout: printed.join('') },
		scans: recorder.scans,
		...rest
	});
	try {
		const { value, text, isExpression } = withMeter(host.work, () =>
			withInterpreter(recorder, () => {
				const ran = runProgram(program, host);
				return { ...ran, text: ran.isExpression && ran.value !== null ? reprOf(ran.value) : null };
			})
		);
		return finish({ kind: 'value', text }, { value, isExpression, error: null });
	} catch (error) {
		if (!(error instanceof ProgramError)) throw error;
		return finish({ kind: 'error', error: failureOf(error) }, { value: null, isExpression: false, error });
	}
}

const failureOf = ({ type, message, span, help }: ProgramError): Failure => ({
	type,
	message,
	span,
	...help
});

/** Adds what the user calls a loop's operands and results around the call, for colouring. */
function withCallSites(program: string, loops: readonly Loop[]): Loop[] {
	if (loops.length === 0) return [];
	const tree = parse(program);
	const whole = { from: 0, to: program.length, line: 1, column: 0 };
	return loops.map((loop) => {
		const site = loop.call && callSiteOf(tree, loop.call, whole, loop.kind);
		if (!site) return loop;
		const named = (names: readonly string[], role: Role): RoleName[] =>
			names.map((name) => ({ name, role, within: site.within }));
		const outer = [...named(site.xs, 'x'), ...named(site.carry, 'carry'), ...named(site.ys, 'y')];
		return { ...loop, roles: [...loop.roles, ...outer] };
	});
}
