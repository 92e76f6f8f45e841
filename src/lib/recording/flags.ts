import { isFloat, type Data } from '$lib/array/dtype';
import { allLanes, step as stepOf, type EqnIndex, type Lane, type Step } from './moment';
import { isOverflow, wrapsAround } from './overflow';
import { elementsAt, startOf } from './read';
import type { KeyUse } from './keys/key-reuse';
import type { Column, Equation, Loop, Operand } from './recording';

/** Something silent that a reader would want to know of, where it first happens in a lane. */
export interface Flag {
	/**
	 * `nan`, `infinite`: born here, of operands that were finite. `nan-given`: a NaN of an x, an init, an outer value or the
	 * program's text that goes on from here. `overflow`: a number too large for its type, which has
	 * become infinite or, of an integer type, was wrapped around. `out of range`: an index outside its axis, which JAX
	 * clamps, drops or fills without a word. `reused-key`: a random key that something consumed before. `same-draw`: one
	 * that another lane draws with at the same time, so that both have the same numbers.
	 */
	readonly kind: 'nan' | 'nan-given' | 'infinite' | 'overflow' | 'out of range' | 'reused-key' | 'same-draw';
	/** Null for the condition of a while loop. */
	readonly eqn: EqnIndex | null;
	readonly lane: Lane;
	/** The first step it happens at in this lane; the condition is asked before the step, and once more after the last. */
	readonly step: Step;
	/** How many steps it happens at in this lane. */
	readonly count: number;
	/** Of a random key: what consumed it again, and what first. */
	readonly use?: KeyUse;
	readonly earlier?: KeyUse;
	/** Of a long loop: each operand's elements there. */
	readonly given?: readonly (readonly number[])[];
}

/** Where a fault is. */
export type FlagPlace = Pick<Flag, 'step' | 'eqn' | 'lane'>;

/** The history of an operand. */
export function operandColumn(loop: Loop, operand: Operand): Column {
	switch (operand.kind) {
		case 'carry':
			return loop.carry[operand.leaf].column;
		case 'x':
			return loop.xs[operand.leaf].column;
		case 'closed':
			return loop.closed[operand.leaf].column;
		case 'literal':
			return operand.column;
		case 'equation':
			return loop.eqns[operand.eqn].results[operand.result];
	}
}

/**
 * All flags of a recorded loop, by equation, then lane; of a long loop those that are known. `begins`: whether its first
 * carry is the init, not what steps before it made.
 */
export function flagsOf(loop: Loop, begins = true): readonly Flag[] {
	if (loop.long)
		return [
			...(loop.long.flags ?? []),
			...loop.eqns.flatMap((eqn) => reusesBy(loop, eqn.index)),
			...reusesBy(loop, null)
		];
	const ofEqns = loop.eqns.flatMap((eqn) => {
		const judges = [
			birthOf(loop, eqn),
			givenNaN(loop, eqn, begins),
			wrapOf(loop, eqn),
			outOfRange(loop, eqn)
		].filter((judge) => judge !== null);
		return [
			...judges.flatMap((judge) =>
				allLanes(loop).flatMap((lane) => firstInLane(loop, eqn.index, lane, judge))
			),
			...reusesBy(loop, eqn.index)
		];
	});
	return [...ofEqns, ...reusesBy(loop, null)];
}

const reusesBy = ({ reusedKeys }: Loop, eqn: EqnIndex | null): Flag[] =>
	reusedKeys.flatMap(({ kind, use, earlier, count }) => {
		const { at } = use;
		return at?.eqn === eqn ? [{ kind, eqn, lane: at.lane, step: at.step, count, use, earlier }] : [];
	});

/** For a lane: what is wrong with an equation at a step, null where nothing is; null where nothing is at any. */
type Judge = (lane: Lane) => ((step: number) => Flag['kind'] | null) | null;

function firstInLane(loop: Loop, eqn: EqnIndex, lane: Lane, judge: Judge): Flag[] {
	const found = new Map<Flag['kind'], { step: Step; count: number }>();
	const judged = judge(lane);
	if (!judged) return [];
	for (let step = 0; step < loop.recorded; step++) {
		const kind = judged(step);
		if (!kind) continue;
		const known = found.get(kind);
		found.set(kind, { step: known?.step ?? stepOf(step), count: (known?.count ?? 0) + 1 });
	}
	return [...found].map(([kind, at]) => ({ kind, eqn, lane, ...at }));
}

const isScalar = ({ shape }: Column): boolean => shape.length === 0;

/** A scalar column's number at a step, for one lane: a loop may have millions of steps. */
function numbersIn(loop: Loop, column: Column, lane: Lane): (step: number) => number {
	const { data, stepStride } = column;
	const start = startOf(column, 0, lane, loop.axes);
	return (step) => data[start + step * stepStride];
}

const elementsIn =
	(loop: Loop, column: Column, lane: Lane): ((step: number) => number[]) =>
	(step) =>
		elementsAt(column, column.stepStride === 0 ? 0 : step, lane, loop.axes);

/** Non-finite results of finite operands. An infinity that flows in (an init of -inf) is nobody's birth. */
function birthOf(loop: Loop, eqn: Equation): Judge | null {
	// Extremes are known only of columns without NaN and infinities.
	const results = eqn.results.filter(
		({ dtype, data, extremes }) => isFloat(dtype) && !extremes && !allFinite(data)
	);
	if (results.length === 0) return null;
	const infinite = isOverflow(eqn) ? 'overflow' : 'infinite';
	const operands = eqn.operands
		.map((operand) => operandColumn(loop, operand))
		.filter(({ dtype }) => isFloat(dtype));
	const scalars = results.every(isScalar);
	return (lane) => {
		if (scalars && results.every((column) => isFiniteIn(loop, column, lane))) return null;
		const made = results.map((column) => elementsIn(loop, column, lane));
		const given = operands.map((column) => elementsIn(loop, column, lane));
		const quick = scalars ? results.map((column) => numbersIn(loop, column, lane)) : null;
		return (step) => {
			if (quick?.every((at) => Number.isFinite(at(step)))) return null;
			const out = made.flatMap((at) => at(step));
			if (out.every(Number.isFinite)) return null;
			const put = given.flatMap((at) => at(step));
			if (out.some(Number.isNaN)) return put.some(Number.isNaN) ? null : 'nan';
			return put.every(Number.isFinite) ? infinite : null;
		};
	};
}

/** Results that are NaN as what was given is: a NaN that no step made. One that is seen to and replaced is none. */
function givenNaN(loop: Loop, eqn: Equation, begins: boolean): Judge | null {
	const results = eqn.results.filter(({ dtype, extremes }) => isFloat(dtype) && !extremes);
	const given = eqn.operands.flatMap((operand) => {
		const isInit = operand.kind === 'carry';
		if (operand.kind === 'equation' || (isInit && !begins)) return [];
		const column = operandColumn(loop, operand);
		return isFloat(column.dtype) && !allFinite(column.data) ? [{ isInit, column }] : [];
	});
	if (results.length === 0 || given.length === 0) return null;
	return (lane) => {
		const made = results.map((column) => elementsIn(loop, column, lane));
		const put = given.map(({ isInit, column }) => ({ isInit, at: elementsIn(loop, column, lane) }));
		return (step) => {
			const isGiven = put.some(({ isInit, at }) => (!isInit || step === 0) && at(step).some(Number.isNaN));
			return isGiven && made.some((at) => at(step).some(Number.isNaN)) ? 'nan-given' : null;
		};
	};
}

/** Whether a scalar column is finite at all steps of a lane. */
function isFiniteIn(loop: Loop, column: Column, lane: Lane): boolean {
	const { data, stepStride } = column;
	let sum = 0;
	// Nought times any finite number is nought.
	for (let step = 0, at = startOf(column, 0, lane, loop.axes); step < loop.recorded; step++, at += stepStride)
		sum += data[at] * 0;
	return sum === 0;
}

/** Looked at as it lies, which is fast: most columns hold nothing else. */
function allFinite(data: Data): boolean {
	for (let i = 0; i < data.length; i++) if (!Number.isFinite(data[i])) return false;
	return true;
}

/** Integers that were too large. */
function wrapOf(loop: Loop, eqn: Equation): Judge | null {
	const columns = eqn.operands.map((operand) => operandColumn(loop, operand));
	const wraps = wrapsAround(eqn, columns);
	if (wraps === null) return null;
	const [left, right] = columns;
	if (columns.every(isScalar))
		return (lane) => {
			const [a, b] = [numbersIn(loop, left, lane), numbersIn(loop, right, lane)];
			return (step) => (wraps(a(step), b(step)) ? 'overflow' : null);
		};
	return (lane) => {
		const [a, b] = [elementsIn(loop, left, lane), elementsIn(loop, right, lane)];
		return (step) => {
			const [as, bs] = [a(step), b(step)];
			const [more, one] = as.length < bs.length ? [bs, as] : [as, bs];
			const pairs = more.map((value, k): [number, number] => [value, one[one.length === 1 ? 0 : k]]);
			return pairs.some(([x, y]) => (more === as ? wraps(x, y) : wraps(y, x))) ? 'overflow' : null;
		};
	};
}

/** Indices outside their axes, where the equation takes any. */
function outOfRange(loop: Loop, eqn: Equation): Judge | null {
	const { indexing } = eqn;
	if (!indexing) return null;
	const { least, most } = indexing;
	const columns = indexing.operands.map((place) => operandColumn(loop, eqn.operands[place]));
	return (lane) => {
		const starts = columns.map((column) => elementsIn(loop, column, lane));
		return (step) => {
			const found = starts.flatMap((at) => at(step));
			const outside = found.some(
				(start, k) => start < least[k % most.length] || start > most[k % most.length]
			);
			return outside ? 'out of range' : null;
		};
	};
}
