import type { DType } from '$lib/array/dtype';
import { NDArray } from '$lib/array/ndarray';
import type { Shape } from '$lib/array/shape';
import { evalJaxpr } from '$lib/core/eval-jaxpr';
import { withInterpreter } from '$lib/core/interpreter';
import { Literal, type Atom, type Eqn, type EqnOf, type Jaxpr } from '$lib/core/jaxpr';
import type { Span } from '$lib/core/source';
import { operandColumn } from './flags';
import type { LiveLoop } from './live-loop';
import { shownEqns } from './loop';
import { eqnIndex, type EqnIndex, type Lane } from './moment';
import { textOf } from './program-text';
import { valueAt } from './read';
import { Recorder } from './recorder';
import type { Loop } from './recording';

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
	const given = operandsAt(loop, eqn, step, lanes);
	const operands = given.map(([, ...rest]) => rest);
	return {
		eqn,
		taken: given.map(([which]) => which.data[0]),
		branches: params.branches.map((branch) => insideOf(branch, operands, program))
	};
}

/** What some lanes have in an equation's operands at a step. */
const operandsAt = (loop: Loop, eqn: EqnIndex, step: number, lanes: readonly Lane[]): NDArray[][] =>
	lanes.map((lane) =>
		loop.eqns[eqn].operands.map((operand) => {
			const column = operandColumn(loop, operand);
			return valueAt(column, column.stepStride === 0 ? 0 : step, lane, loop.axes);
		})
	);

/** The equations of a function that the body calls as one equation, as it does with what is jitted. */
export interface Called {
	readonly eqn: EqnIndex;
	readonly equations: readonly BranchEqn[];
}

/**
 * What the jitted and checkpointed functions, and those with derivatives of their own, carry out at a step; functions
 * that such a function calls follow their call. Of library functions nothing is told. Throws as `branchingAt`.
 */
export function calledAt(live: LiveLoop, step: number, lanes: readonly Lane[], program: string): Called[] {
	const recorder = new Recorder(program);
	return withInterpreter(recorder, () =>
		shownEqns(live.ran.params.view.body).flatMap((eqn, index) => {
			const called = calledBy(eqn);
			if (!called) return [];
			const given = operandsAt(live.loop, eqnIndex(index), step, lanes);
			return [{ eqn: eqnIndex(index), equations: insideOf(called, given, program) }];
		})
	);
}

/** The body of a function of the program's that an equation calls. */
export function calledBy(eqn: Eqn): Jaxpr | null {
	const jaxpr =
		eqn.primitive === 'jit' || eqn.primitive === 'remat2'
			? eqn.params.jaxpr
			: eqn.primitive === 'custom_jvp_call' || eqn.primitive === 'custom_vjp_call'
				? eqn.params.call_jaxpr
				: null;
	const { span } = eqn.source;
	const isOwn = ({ source }: Eqn): boolean => !source.library && source.span?.from !== span?.from;
	return jaxpr && shownEqns(jaxpr).some(isOwn) ? jaxpr : null;
}

function insideOf(body: Jaxpr, given: readonly (readonly NDArray[])[], program: string): BranchEqn[] {
	const [first = [], ...others] = given.map((operands) => carriedOut(body, operands));
	return first.map(({ eqn: { source, outputs }, result }, at) => ({
		text: textOf(program, source.span),
		name: outputs[0].names[0] ?? null,
		span: source.span,
		dtype: outputs[0].aval.dtype,
		shape: outputs[0].aval.shape,
		elements: [result, ...others.map((lane) => lane[at].result)].map(({ data }) => [...data])
	}));
}

/** Every equation with its first result; behind one that calls a function those of the function. */
function carriedOut(body: Jaxpr, operands: readonly NDArray[]): { eqn: Eqn; result: NDArray }[] {
	const values = new Map<Atom, NDArray>();
	evalJaxpr(body, operands, (v, value) => {
		if (value instanceof NDArray) values.set(v, value);
	});
	const read = (atom: Atom): NDArray[] => {
		const value = atom instanceof Literal ? atom.value : values.get(atom);
		return value ? [value] : [];
	};
	return shownEqns(body).flatMap((eqn) => {
		const called = calledBy(eqn);
		return [
			...read(eqn.outputs[0]).map((result) => ({ eqn, result })),
			...(called ? carriedOut(called, eqn.inputs.flatMap(read)) : [])
		];
	});
}
