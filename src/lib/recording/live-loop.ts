import { NDArray } from '$lib/array/ndarray';
import { evalJaxpr } from '$lib/core/eval-jaxpr';
import { withInterpreter } from '$lib/core/interpreter';
import type { Jaxpr } from '$lib/core/jaxpr';
import { indexOfStep } from '$lib/rules/scan';
import { slotsOf } from '$lib/rules/slot';
import type { KeptLoop, Track } from './kept';
import type { RanLoop } from './loop';
import { step as stepOf } from './moment';
import { Recorder } from './recorder';
import type { Loop } from './recording';

/** A loop with all it takes to run parts of it again. It stays with the engine; only `loop` is sent to the page. */
export interface LiveLoop {
	readonly loop: Loop;
	readonly ran: RanLoop;
	/** Operands of the equation, in JAX's order. */
	readonly args: readonly NDArray[];
	readonly kept: KeptLoop;
}

/** The body that ran and its operands at a recorded step, all lanes together. */
export function bodyAt({ ran, args, kept }: LiveLoop, step: number): { jaxpr: Jaxpr; args: NDArray[] } {
	const carry = kept.carry.map((track) => valueOf(track, step));
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
	withInterpreter(recorder, () => evalJaxpr(jaxpr, args));
	return recorder.live;
}

function valueOf({ type, data, offset, stride }: Track, entry: number): NDArray {
	const from = offset + entry * stride;
	return new NDArray(type.dtype, type.shape, data.subarray(from, from + slotsOf(type)), type.weak);
}

function rowOf({ dtype, shape, data, weak }: NDArray, row: number): NDArray {
	const own = shape.slice(1);
	const slots = slotsOf({ dtype, shape: own, weak });
	return new NDArray(dtype, own, data.subarray(row * slots, (row + 1) * slots), weak);
}
