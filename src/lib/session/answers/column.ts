import { ProgramError } from '$lib/core/errors';
import type { Fn } from '$lib/core/fn';
import { withInterpreter } from '$lib/core/interpreter';
import { flatten, unflatten } from '$lib/core/tree';
import { Tuple } from '$lib/core/containers';
import { placeIn, readAsked } from '$lib/python/asked';
import { everywhere, oneByOne, Spread } from '$lib/python/everywhere';
import { withHost } from '$lib/python/host';
import { namesOfBody, Varying, type NamesOfBody } from '$lib/recording/body-names';
import { columnOfBlocks, gridOf, laneNumbers, stepNumbers, type Grid } from '$lib/recording/grid';
import type { LiveLoop } from '$lib/recording/live-loop';
import { Recorder } from '$lib/recording/recorder';
import type { Column, Loop } from '$lib/recording/recording';
import { count } from '$lib/recording/words';
import type { Run } from '../run';

/** Cells (a step of a lane) whose values are computed at once, so that what is made on the way stays small. */
const block = 2 ** 17;

/** Elements that an expression may touch, and statements it may carry out. */
export const mostWork = 3e8;

/** Cells that are worth going through one by one where an expression cannot be traced. */
const mostOneByOne = 20_000;

/** What asks for a value that tracing does not have. */
const untraceable = new Set([
	'TracerBoolConversionError',
	'TracerIntegerConversionError',
	'TracerArrayConversionError',
	'ConcretizationTypeError'
]);

/**
 * An expression at every step and lane of a loop, of a long one at those of its window, over the names of its body as
 * they stand when it returns, `step`, `lane` and the program's globals. Throws a `ProgramError` placed in the expression.
 */
export function columnOf(run: Run, live: LiveLoop, text: string): Column {
	const { loop } = live;
	const names = namesOfBody(live);
	const recorder = new Recorder(run.recording.program, mostWork);
	const host = { write: () => {}, work: (amount: number) => recorder.spend(amount) };
	const indent = text.length - text.trimStart().length;
	try {
		return withHost(host, () =>
			withInterpreter(recorder, () => {
				const { fn, uses } = readAsked(text.trim(), namesFor(names), run.globals);
				return evaluated(
					loop,
					fn,
					uses.map((name) => valueOf(loop, names, name))
				);
			})
		);
	} catch (error) {
		throw error instanceof ProgramError ? placed(error, indent) : error;
	}
}

/** Every name that an expression about a loop may use. */
export const namesAt = (run: Run, live: LiveLoop): readonly string[] => [
	...new Set([...namesFor(namesOfBody(live)), ...run.globals.names()])
];

/** `step` and `lane` are the loop's unless the body itself has names like that. */
export const namesFor = ({ own, outer }: NamesOfBody): string[] => [
	...new Set([...own, ...loopNames, ...outer])
];

const loopNames = ['step', 'lane'] as const;

/** A pytree whose leaves are `Varying`, `Grid`s or what they are everywhere. */
export function valueOf(loop: Loop, names: NamesOfBody, name: string): unknown {
	if (names.own.includes(name) || !loopNames.some((known) => known === name)) return names.value(name);
	if (name === 'step') return steps;
	const lanes = laneNumbers(loop).map(spread);
	if (lanes.length === 0) return 0n;
	return lanes.length === 1 ? lanes[0] : new Tuple(lanes);
}

/** Stands for the number of the step. */
export const steps = Symbol('steps');

const spread = ({ array, steps, lanes }: Grid): Spread => new Spread(array, steps, lanes);

function evaluated(loop: Loop, fn: Fn, values: readonly unknown[]): Column {
	const { leaves, def } = flatten(new Tuple(values));
	const argsOf = (from: number, to: number): readonly unknown[] => {
		const filled = leaves.map((leaf) => {
			if (leaf === steps) return spread(stepNumbers(from, to));
			return leaf instanceof Varying ? spread(gridOf(leaf.column, loop, from, to)) : leaf;
		});
		return (unflatten(def, filled) as Tuple).items;
	};
	const byLane = leaves.some((leaf) =>
		leaf instanceof Varying ? !leaf.column.shared : leaf instanceof Spread && leaf.lanes
	);
	const lanes = byLane ? loop.lanes : null;
	const { from: first, to: end } = loop.long ?? { from: 0, to: loop.recorded };
	const cells = (end - first) * (lanes ?? 1);
	const ofAll = (arrays: Parameters<typeof columnOfBlocks>[0]): Column =>
		columnOfBlocks(arrays, loop, !byLane, { from: first, to: end });
	try {
		const blocks = blocksOf(first, end, Math.max(1, Math.floor(block / (lanes ?? 1))));
		return ofAll(blocks.map(([from, to]) => everywhere(fn, argsOf(from, to), { steps: to - from, lanes })));
	} catch (error) {
		if (!(error instanceof ProgramError) || !untraceable.has(error.type)) throw error;
		if (cells > mostOneByOne) throw tooMany(error, cells);
		return ofAll([oneByOne(fn, argsOf(first, end), { steps: end - first, lanes })]);
	}
}

function blocksOf(first: number, end: number, most: number): (readonly [from: number, to: number])[] {
	return Array.from({ length: Math.ceil((end - first) / most) }, (_, n) => [
		first + n * most,
		Math.min(end, first + (n + 1) * most)
	]);
}

function tooMany({ type, message, help, span }: ProgramError, cells: number): ProgramError {
	const error = new ProgramError(type, message.split('\n')[0], {
		why: `It can only be evaluated one value after the other, and ${count(cells, 'value')} are too many for that.`,
		...(help.instead !== undefined && { instead: help.instead })
	});
	error.span = span;
	return error;
}

/** The error at its place in the expression, `indent` characters into the text. */
function placed(error: ProgramError, indent: number): ProgramError {
	const at = placeIn(error);
	error.span = at && { ...at, from: at.from + indent, to: at.to + indent, column: at.column + indent };
	return error;
}
