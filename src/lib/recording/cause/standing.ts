import type { Atom } from '$lib/core/jaxpr';
import type { LiveLoop } from '../live-loop';
import { shownEqns } from '../loop';
import type { ValueRef } from '../value-ref';

/** Where in the body a value stands: at `place` among `atoms` in a step. */
export interface Standing {
	readonly step: number;
	readonly atoms: readonly Atom[];
	readonly place: number;
	/** Whose layout the value has. */
	readonly like: Atom;
}

/** As an argument of the body; null for what is made in it and goes to no step after it. */
export function asArgument({ ran, loop }: LiveLoop, ref: ValueRef): Standing | null {
	const { body, closed, carry } = ran.params.view;
	const at = (place: number, step: number): Standing => ({
		step,
		atoms: body.invars,
		place,
		like: body.invars[place]
	});
	switch (ref.kind) {
		case 'closed':
			return at(ref.leaf, 0);
		case 'init':
			return at(closed + ref.leaf, 0);
		case 'x':
			return at(closed + carry.length + ref.leaf, ref.step);
		case 'carry':
			return at(closed + ref.leaf, ref.step + 1);
		case 'final':
			return at(closed + ref.leaf, loop.recorded);
		case 'y':
		case 'result':
		case 'watch':
			return null;
	}
}

/** As a result of the body, or of an equation in it; null for what the body is given. */
export function asResult({ ran, loop }: LiveLoop, ref: ValueRef): Standing | null {
	const { body, closed, carry } = ran.params.view;
	const at = (place: number, step: number, like: Atom): Standing => ({ step, atoms: body.outs, place, like });
	switch (ref.kind) {
		case 'carry':
			return at(ref.leaf, ref.step, body.invars[closed + ref.leaf]);
		case 'final':
			return loop.recorded === 0 ? null : at(ref.leaf, loop.recorded - 1, body.invars[closed + ref.leaf]);
		case 'y':
			return at(carry.length + ref.leaf, ref.step, body.outs[carry.length + ref.leaf]);
		case 'result': {
			const { outputs } = shownEqns(body)[ref.eqn];
			return { step: ref.step, atoms: outputs, place: 0, like: outputs[0] };
		}
		case 'closed':
		case 'init':
		case 'x':
		case 'watch':
			return null;
	}
}
