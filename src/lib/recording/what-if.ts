import { kindOf } from '$lib/array/dtype';
import { NDArray } from '$lib/array/ndarray';
import { rounder } from '$lib/array/rounding';
import { ProgramError } from '$lib/core/errors';
import type { Atom } from '$lib/core/jaxpr';
import { inHalf } from './half';
import { keepScan } from './keep-scan';
import { keepWhile } from './keep-while';
import type { LiveLoop } from './live-loop';
import { loopOf, wantedVars, type RanLoop } from './loop';
import { lane as laneOf, type Lane } from './moment';
import { startOf, valueOffsets } from './read';
import { Recorder } from './recorder';

/** Another number for an element of an x or an init. */
export interface InputEdit {
	readonly kind: 'x' | 'init';
	readonly leaf: number;
	/** Null for a value that exists once for all lanes. */
	readonly lane: Lane | null;
	/** 0 for an init. */
	readonly step: number;
	/** Row-major place in the value. */
	readonly element: number;
	readonly value: number;
}

/** `float16`: everything the body computes in float32 is rounded to float16. */
export type Arithmetic = 'own' | 'float16';

/**
 * The loop as it would have run from other inputs, or with another arithmetic. Throws what a body that cannot be
 * rounded throws, and a `ProgramError` where there is no such input.
 */
export function runAgain(
	live: LiveLoop,
	edits: readonly InputEdit[],
	program: string,
	arithmetic: Arithmetic = 'own'
): LiveLoop {
	const edited = operandsWith(live, edits);
	const own = { ran: live.ran, args: edited };
	const { ran, args } = arithmetic === 'own' ? own : inHalf(live.ran, edited);
	const recorder = new Recorder(program, undefined, live.loop.within);
	const wanted = wantedVars(ran.params.view);
	const kept =
		ran.primitive === 'scan'
			? keepScan(args, ran.params, wanted, recorder)
			: keepWhile(args, ran.params, wanted, recorder);
	const { index, within, eqn, call, path } = live.loop;
	const place = { within, loop: index };
	const loop = loopOf(place, program, ran, kept, { span: call, frame: null });
	return { loop: { ...loop, eqn, path }, ran, args, kept };
}

/** The operands of the loop's equation with edits, later ones winning. */
function operandsWith(live: LiveLoop, edits: readonly InputEdit[]): readonly NDArray[] {
	const args = [...live.args];
	const copied = new Set<number>();
	for (const edit of edits) {
		const { arg, slot } = slotOf(live, edit);
		const { dtype, shape, data, weak } = args[arg];
		if (!copied.has(arg)) args[arg] = new NDArray(dtype, shape, data.slice(), weak);
		copied.add(arg);
		args[arg].data[slot] = rounder(dtype)(edit.value);
	}
	return args;
}

/** Which operand holds an input of the user's, and where in it. */
function slotOf({ loop, ran }: LiveLoop, edit: InputEdit): { arg: number; slot: number } {
	const { view } = ran.params;
	const column = (edit.kind === 'x' ? loop.xs : loop.carry)[edit.leaf]?.column;
	const row = edit.lane ?? laneOf(0);
	const offset = column && valueOffsets(column)[edit.element];
	if (!column || offset === undefined || row >= loop.lanes || edit.step >= Math.max(1, loop.recorded))
		throw noInput();
	if (kindOf(column.dtype) === 'k') throw noInput('A random key is not a number.');
	const first = view.closed + (edit.kind === 'x' ? view.carry.length : 0);
	const v = view.body.invars[first + edit.leaf];
	const arg = operandOf(ran, view.placed.get(v)?.atom ?? v);
	if (arg < 0) throw noInput('It is part of the program itself.');
	const slot = startOf(column, edit.kind === 'x' ? edit.step : 0, row, loop.axes) + offset;
	// A carry's history is in a book of its own; its first entry is the operand.
	return { arg, slot: edit.kind === 'x' ? slot : slot - column.offset };
}

/** The operand that a variable of the body begins with; -1 where it is none. */
function operandOf(ran: RanLoop, atom: Atom): number {
	const vars: readonly Atom[] =
		ran.primitive === 'scan' ? ran.params.jaxpr.invars : ran.params.body_jaxpr.invars;
	const at = vars.indexOf(atom);
	return at < 0 || ran.primitive === 'scan' ? at : at + ran.params.cond_nconsts;
}

const noInput = (why?: string): ProgramError =>
	new ProgramError('LookupError', 'There is no such input to change.', why === undefined ? {} : { why });
