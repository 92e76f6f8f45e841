import type { DType } from '$lib/array/dtype';
import { sizeOf, type Shape } from '$lib/array/shape';
import { flagsOf, operandColumn } from './flags';
import { lane as laneOf } from './moment';
import { elementsAt, laneIndex } from './read';
import type { KeyReuse, KeyUse } from './keys/key-reuse';
import type { Column, Leaf, Loop } from './recording';

/** A history as JSON: entries first, then the lane axes (left out where all lanes share it), then the value's own. */
export interface History {
	readonly dtype: DType;
	readonly shape: Shape;
	readonly shared: boolean;
	/** Row-major; what JSON has no number for is "nan", "inf", "-inf", "-0". */
	readonly data: readonly (number | string)[];
}

/** A loop in the user's view, for other programs to read. `null` histories were too long to write out. */
export interface LoopRecord {
	readonly kind: Loop['kind'];
	readonly name: string;
	/** 1-based line of the call. */
	readonly line: number | null;
	readonly length: number;
	readonly recorded: number;
	readonly reverse: boolean;
	readonly lanes: readonly number[];
	readonly carry: readonly NamedHistory[];
	readonly xs: readonly NamedHistory[];
	readonly ys: readonly NamedHistory[];
	readonly closed: readonly NamedHistory[];
	readonly equations: readonly EquationRecord[];
	/** Of a while loop with one predicate a row: which rows go on, before each step. */
	readonly active: History | null;
	readonly flags: readonly FlagRecord[];
	/**
	 * Loops that ran inside its steps, as they ran; null where there were too many to write them out, and in a loop too
	 * long to keep whole. Absent where there are none.
	 */
	readonly inner?: readonly InnerRecord[] | null;
}

/** A loop inside a step of another: the step, and the equation that ran it. */
export interface InnerRecord extends LoopRecord {
	readonly step: number;
	readonly equation: number | null;
}

export interface FlagRecord {
	readonly kind: string;
	/** Null for the condition of a while loop, which is asked before the step. */
	readonly equation: number | null;
	readonly lane: readonly number[];
	readonly step: number;
	readonly count: number;
	/** Of a random key that is used again: what consumed it first. */
	readonly earlier?: KeyUseRecord;
}

/** Where a random key was consumed. `loop` and what follows are null outside any loop, `equation` in a loop's condition. */
export interface KeyUseRecord {
	readonly how: KeyUse['how'];
	readonly text: string;
	readonly line: number | null;
	readonly span: readonly [number, number] | null;
	readonly loop: number | null;
	readonly equation: number | null;
	/** Number of the lane, row-major over the loop's lane axes. */
	readonly lane: number | null;
	readonly step: number | null;
}

/** A random key that was consumed again outside any loop. */
export interface KeyReuseRecord {
	readonly use: KeyUseRecord;
	readonly earlier: KeyUseRecord;
}

export interface NamedHistory {
	readonly name: string;
	readonly values: History | null;
}

export interface EquationRecord {
	readonly primitive: string;
	readonly text: string;
	readonly name: string | null;
	/** 1-based line, and the offsets in the program. */
	readonly line: number | null;
	readonly span: readonly [number, number] | null;
	readonly values: readonly (History | null)[];
	/** Of a cond: the index of the branch each lane keeps. */
	readonly branch?: History | null;
	/** Of a cond: what each of its branches makes in every lane, kept or not; null where that is too much to write out. */
	readonly branches?: readonly (readonly InsideEquation[])[] | null;
	/** Of a call of a jitted function of the program, or one like it: what it carries out; null likewise. */
	readonly called?: readonly InsideEquation[] | null;
}

/** An equation inside another; its history has every lane, in one axis. */
export type InsideEquation = Pick<EquationRecord, 'text' | 'name' | 'line' | 'span'> & {
	readonly values: History;
};

/** Elements a history may have to be written out. */
const most = 20_000;

/** All of a loop, as the command-line runner writes it. */
export function loopRecord(loop: Loop): LoopRecord {
	const named = (leaves: readonly Leaf[], entries: number): NamedHistory[] =>
		leaves.map(({ name, column }) => ({ name, values: historyOf(loop, column, entries) }));
	return {
		kind: loop.kind,
		name: loop.name,
		line: loop.call?.line ?? null,
		length: loop.length,
		recorded: loop.recorded,
		reverse: loop.reverse,
		lanes: loop.axes.map(({ size }) => size),
		carry: named(loop.carry, loop.recorded + 1),
		xs: named(loop.xs, loop.recorded),
		ys: named(loop.ys, loop.recorded),
		closed: named(loop.closed, 1),
		equations: loop.eqns.map((eqn) => ({
			primitive: eqn.primitive,
			text: eqn.text,
			name: eqn.name,
			line: eqn.span?.line ?? null,
			span: eqn.span && [eqn.span.from, eqn.span.to],
			values: eqn.results.map((column) => historyOf(loop, column, loop.recorded)),
			...(eqn.primitive === 'cond'
				? { branch: historyOf(loop, operandColumn(loop, eqn.operands[0]), loop.recorded) }
				: {})
		})),
		active: loop.active && historyOf(loop, loop.active, loop.recorded + 1),
		flags: flagsOf(loop).map(({ kind, eqn, lane, step, count, earlier }) => ({
			kind,
			equation: eqn,
			lane: laneIndex(lane, loop.axes),
			step,
			count,
			...(earlier ? { earlier: keyUseRecord(earlier) } : {})
		}))
	};
}

export const keyReuseRecord = ({ use, earlier }: KeyReuse): KeyReuseRecord => ({
	use: keyUseRecord(use),
	earlier: keyUseRecord(earlier)
});

const keyUseRecord = ({ how, text, span, at }: KeyUse): KeyUseRecord => ({
	how,
	text,
	line: span?.line ?? null,
	span: span && [span.from, span.to],
	loop: at?.loop ?? null,
	equation: at?.eqn ?? null,
	lane: at?.lane ?? null,
	step: at?.step ?? null
});

function historyOf(loop: Loop, column: Column, entries: number): History | null {
	const { dtype, shared } = column;
	const lanes = shared ? 1 : loop.lanes;
	const shape = [entries, ...(shared ? [] : loop.axes.map(({ size }) => size)), ...column.shape];
	if (sizeOf(shape) > most || (loop.long && column.stepStride !== 0)) return null;
	const data: (number | string)[] = [];
	for (let entry = 0; entry < entries; entry++)
		for (let lane = 0; lane < lanes; lane++) {
			const at = column.stepStride === 0 ? 0 : entry;
			data.push(...elementsAt(column, at, laneOf(lane), loop.axes).map(jsonNumber));
		}
	return { dtype, shape, shared, data };
}

/** JSON has no NaN, infinity or -0: they are written as words. */
export function jsonNumber(x: number): number | string {
	if (Number.isNaN(x)) return 'nan';
	if (!Number.isFinite(x)) return x > 0 ? 'inf' : '-inf';
	return Object.is(x, -0) ? '-0' : x;
}
