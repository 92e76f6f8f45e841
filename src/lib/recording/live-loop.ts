import { NDArray } from '$lib/array/ndarray';
import { evalJaxpr } from '$lib/core/eval-jaxpr';
import { withInterpreter } from '$lib/core/interpreter';
import type { LoopView } from '$lib/core/control';
import { Var, type Jaxpr } from '$lib/core/jaxpr';
import { indexOfStep } from '$lib/rules/scan';
import { slotsOf } from '$lib/rules/slot';
import { entryOfTrack, type KeptLoop } from './kept';
import { shownEqns, type RanLoop } from './loop';
import { eqnIndex, step as stepOf, type EqnIndex } from './moment';
import { Recorder } from './recorder';
import type { Loop } from './recording';
import type { Windows } from './windows';

/** A loop with all it takes to run parts of it again. It stays with the engine; only `loop` is sent to the page. */
export interface LiveLoop {
	readonly loop: Loop;
	readonly ran: RanLoop;
	/** Operands of the equation, in JAX's order. */
	readonly args: readonly NDArray[];
	readonly kept: KeptLoop;
	/** Of a loop too long to keep whole, of which `loop` and `kept` have a part only. */
	readonly windows?: Windows;
}

/** The loop with the values of a step at hand: until another step is asked for. */
export const holding = (live: LiveLoop, step: number): LiveLoop => live.windows?.at(step) ?? live;

/** The body that ran and its operands at a recorded step, all lanes together. */
export function bodyAt(live: LiveLoop, step: number): { jaxpr: Jaxpr; args: NDArray[] } {
	const { ran, args, kept } = holding(live, step);
	const carry = kept.carry.map((track) => entryOfTrack(track, step));
	if (ran.primitive === 'while') {
		const { body_jaxpr: jaxpr, body_nconsts, cond_nconsts } = ran.params;
		return { jaxpr, args: [...args.slice(cond_nconsts, cond_nconsts + body_nconsts), ...carry] };
	}
	const { jaxpr, num_consts, num_carry } = ran.params;
	const at = indexOfStep(step, ran.params);
	const xs = args.slice(num_consts + num_carry).map((x) => rowOf(x, at));
	return { jaxpr, args: [...args.slice(0, num_consts), ...carry, ...xs] };
}

/**
 * The loops inside the body, as they ran at a recorded step: the body is run again on what the step was given.
 * Throws what the body throws, and the work limit.
 */
export function loopsWithin(outer: LiveLoop, step: number, program: string): readonly LiveLoop[] {
	const { index, within } = outer.loop;
	const recorder = new Recorder(program, undefined, [...within, { loop: index, step: stepOf(step) }]);
	const { jaxpr, args } = bodyAt(outer, step);
	const makers = makersIn(outer.ran.params.view);
	const eqns: EqnIndex[] = [];
	const made = (v: Var): void => {
		const maker = makers.get(v);
		if (maker !== undefined) while (eqns.length < recorder.live.length) eqns.push(maker);
	};
	withInterpreter(recorder, () => evalJaxpr(jaxpr, args, made));
	return recorder.live.map((live, n) => ({ ...live, loop: { ...live.loop, eqn: eqns[n] ?? null } }));
}

/** Which of the user's equations makes a variable of the body that ran. */
function makersIn({ body, placed }: LoopView): Map<Var, EqnIndex> {
	const makers = new Map<Var, EqnIndex>();
	shownEqns(body).forEach(({ outputs }, n) => {
		for (const v of outputs) {
			const atom = placed.get(v)?.atom ?? v;
			if (atom instanceof Var && !makers.has(atom)) makers.set(atom, eqnIndex(n));
		}
	});
	return makers;
}

function rowOf({ dtype, shape, data, weak }: NDArray, row: number): NDArray {
	const own = shape.slice(1);
	const slots = slotsOf({ dtype, shape: own, weak });
	return new NDArray(dtype, own, data.subarray(row * slots, (row + 1) * slots), weak);
}
