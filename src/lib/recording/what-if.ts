import { kindOf } from '$lib/array/dtype';
import { NDArray } from '$lib/array/ndarray';
import { rounder } from '$lib/array/rounding';
import { aval, type Aval } from '$lib/core/aval';
import { ProgramError } from '$lib/core/errors';
import type { Atom } from '$lib/core/jaxpr';
import { indexOfStep } from '$lib/rules/scan';
import { slotsOf } from '$lib/rules/slot';
import type { Change } from './ahead';
import { bodyInHalf, inHalf, roundedArray } from './half';
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

/**
 * What a long loop has in place of what it had, with other inputs or another arithmetic. The xs are as long as the
 * loop: a stretch of them is changed when it is read. Throws as `runAgain` does.
 */
export function changeFor(live: LiveLoop, edits: readonly InputEdit[], arithmetic: Arithmetic): Change {
	const { loop } = live;
	const patches = edits.map((edit) => ({ ...slotOf(live, edit), edit }));
	const inHalf = arithmetic === 'float16';
	const ran = inHalf ? bodyInHalf(live.ran) : live.ran;
	const round = (x: NDArray): NDArray => (inHalf ? roundedArray(x) : x);
	const firstX = ran.primitive === 'scan' ? ran.params.num_consts + ran.params.num_carry : Infinity;
	const within = (x: NDArray, operand: number, from: number): NDArray =>
		round(
			withNumbers(
				x,
				patches.flatMap(({ arg, slot, edit }) =>
					arg === operand && slot >= from && slot < from + x.data.length
						? [{ slot: slot - from, value: edit.value }]
						: []
				)
			)
		);
	return {
		ran,
		args: live.args.map((x, i) => (i < firstX ? within(x, i, 0) : x)),
		instead: (rows, operand, first) => within(rows, operand, first * slotsOf(rowTypeOf(rows))),
		from: inHalf ? 0 : Math.min(...patches.map(({ arg, edit }) => (arg < firstX ? 0 : edit.step))),
		most: ran.primitive === 'scan' ? loop.recorded : Infinity
	};
}

const rowTypeOf = ({ dtype, shape, weak }: NDArray): Aval => aval(dtype, shape.slice(1), weak);

/** The operands of the loop's equation with edits, later ones winning. */
function operandsWith(live: LiveLoop, edits: readonly InputEdit[]): readonly NDArray[] {
	const patches = edits.map((edit) => ({ ...slotOf(live, edit), value: edit.value }));
	return live.args.map((x, i) =>
		withNumbers(
			x,
			patches.filter(({ arg }) => arg === i)
		)
	);
}

/** The array with other numbers in some of its slots, later ones winning. */
function withNumbers(
	x: NDArray,
	numbers: readonly { readonly slot: number; readonly value: number }[]
): NDArray {
	if (numbers.length === 0) return x;
	const { dtype, shape, weak } = x;
	const data = x.data.slice();
	for (const { slot, value } of numbers) data[slot] = rounder(dtype)(value);
	return new NDArray(dtype, shape, data, weak);
}

/** Which operand holds an input of the user's, and where in it. */
function slotOf({ loop, ran, args }: LiveLoop, edit: InputEdit): { arg: number; slot: number } {
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
	// Where it is in the value of one step, whatever history the column has.
	const slot = startOf(column, 0, row, loop.axes) - column.offset + offset;
	const isRow = edit.kind === 'x' && ran.primitive === 'scan' && column.stepStride !== 0;
	if (!isRow) return { arg, slot };
	return { arg, slot: indexOfStep(edit.step, ran.params) * slotsOf(rowTypeOf(args[arg])) + slot };
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
