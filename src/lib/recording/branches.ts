import type { DType } from '$lib/array/dtype';
import { NDArray } from '$lib/array/ndarray';
import type { Shape } from '$lib/array/shape';
import { evalJaxpr } from '$lib/core/eval-jaxpr';
import { withInterpreter } from '$lib/core/interpreter';
import type { EqnOf, Jaxpr } from '$lib/core/jaxpr';
import type { Span } from '$lib/core/source';
import { operandColumn } from './flags';
import type { LiveLoop } from './live-loop';
import { shownEqns } from './loop';
import { eqnIndex, type EqnIndex, type Lane } from './moment';
import { textOf } from './program-text';
import { valueAt } from './read';
import { Recorder } from './recorder';

/** A `cond` of the body at one step: what every branch makes of what it is given, taken or not. */
export interface Branching {
	readonly eqn: EqnIndex;
	/** The branch each of the lanes keeps. */
	readonly taken: readonly number[];
	readonly branches: readonly (readonly BranchEqn[])[];
}

/** An equation inside a branch. */
export interface BranchEqn {
	readonly text: string;
	/** The name the user gave the result. */
	readonly name: string | null;
	readonly span: Span | null;
	readonly dtype: DType;
	readonly shape: Shape;
	/** Elements of its result by lane, row-major. */
	readonly elements: readonly (readonly number[])[];
}

/**
 * All `cond`s of a loop's body at a step, for some lanes. As a batch runs them, every branch is carried out in every lane,
 * whichever is kept. Throws what a branch throws, and the work limit.
 */
export function branchingAt(
	live: LiveLoop,
	step: number,
	lanes: readonly Lane[],
	program: string
): Branching[] {
	const recorder = new Recorder(program);
	return withInterpreter(recorder, () =>
		shownEqns(live.ran.params.view.body).flatMap((eqn, index) =>
			eqn.primitive === 'cond' ? [branchingOf(live, eqnIndex(index), eqn, step, lanes, program)] : []
		)
	);
}

function branchingOf(
	{ loop }: LiveLoop,
	eqn: EqnIndex,
	{ params }: EqnOf<'cond'>,
	step: number,
	lanes: readonly Lane[],
	program: string
): Branching {
	const given = lanes.map((lane) =>
		loop.eqns[eqn].operands.map((operand) => {
			const column = operandColumn(loop, operand);
			return valueAt(column, column.stepStride === 0 ? 0 : step, lane, loop.axes);
		})
	);
	return {
		eqn,
		taken: given.map(([which]) => which.data[0]),
		branches: params.branches.map((branch) => branchOf(branch, given, program))
	};
}

function branchOf(branch: Jaxpr, given: readonly (readonly NDArray[])[], program: string): BranchEqn[] {
	const runs = given.map(([, ...operands]) => {
		const values = new Map<unknown, NDArray>();
		evalJaxpr(branch, operands, (v, value) => {
			if (value instanceof NDArray) values.set(v, value);
		});
		return values;
	});
	return shownEqns(branch).map(({ source, outputs: [result] }) => ({
		text: textOf(program, source.span),
		name: result.names[0] ?? null,
		span: source.span,
		dtype: result.aval.dtype,
		shape: result.aval.shape,
		elements: runs.map((values) => [...(values.get(result)?.data ?? [])])
	}));
}
