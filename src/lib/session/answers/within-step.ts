import { Tuple } from '$lib/core/containers';
import type { LoopView, Placed } from '$lib/core/control';
import { ProgramError } from '$lib/core/errors';
import { avalOf, type Value } from '$lib/core/interpreter';
import { Var, type Atom, type Eqn, type Jaxpr } from '$lib/core/jaxpr';
import { add, binary, broadcastInDim, convert, reshape, scalar, transpose } from '$lib/core/ops';
import { flatten, unflatten } from '$lib/core/tree';
import { readAsked } from '$lib/python/asked';
import { everyLane, Spread } from '$lib/python/everywhere';
import { withHost } from '$lib/python/host';
import { writtenDown } from '$lib/python/written-down';
import { namesOfBody, Varying } from '$lib/recording/body-names';
import type { LiveLoop } from '$lib/recording/live-loop';
import type { Loop } from '$lib/recording/recording';
import type { StepQuestion } from '$lib/recording/step-search';
import type { Run } from '../run';
import { namesFor, steps, valueOf } from './column';

const silent = { write: () => {}, work: () => {} };

/** The number of a step as a Python int is; the loop begins with 0. */
const start = scalar(0, 'int32', true);

/**
 * Whether an expression holds, as equations over the variables of a scan's body; null where it cannot be had so: then it
 * is to be evaluated over values that were kept, which also tells what is wrong with it.
 */
export function withinStep(run: Run, live: LiveLoop, text: string): StepQuestion | null {
	if (live.ran.primitive !== 'scan') return null;
	try {
		return withHost(silent, () => questionOf(run, live, text));
	} catch (error) {
		if (error instanceof ProgramError) return null;
		throw error;
	}
}

function questionOf(run: Run, live: LiveLoop, text: string): StepQuestion | null {
	const { loop, ran } = live;
	const names = namesOfBody(live);
	const { fn, uses } = readAsked(text.trim(), namesFor(names), run.globals);
	const { leaves, def } = flatten(new Tuple(uses.map((name) => valueOf(loop, names, name))));
	const inputs = leaves.flatMap((leaf) => (leaf instanceof Varying ? [placeOf(leaf, ran.params.view)] : []));
	if (ran.primitive !== 'scan' || !areThere(inputs, ran.params.jaxpr)) return null;
	const byLane =
		inputs.some(({ dims }) => dims.some((dim) => dim !== null)) ||
		leaves.some((leaf) => leaf instanceof Spread);
	const lanes = byLane ? loop.lanes : null;
	const body = ([step, ...values]: readonly Value[]): Value[] => {
		let next = 0;
		const filled = leaves.map((leaf) => {
			if (leaf === steps) return step;
			return leaf instanceof Varying ? rowsOf(values[next], inputs[next++].dims, loop) : leaf;
		});
		const result = everyLane(fn, (unflatten(def, filled) as Tuple).items, lanes);
		return [truth(result), add(step, scalar(1, 'int32', true))];
	};
	const { jaxpr, consts } = writtenDown(body, [avalOf(start), ...inputs.map(({ atom }) => atom.aval)]);
	const [answer, after] = jaxpr.outs;
	if (!(answer instanceof Var) || answer.aval.shape.length !== Number(byLane)) return null;
	const before = jaxpr.invars[0];
	const read = new Map<Atom, Atom>(jaxpr.invars.slice(1).map((v, i) => [v, inputs[i].atom]));
	return {
		constvars: jaxpr.constvars,
		consts,
		eqns: jaxpr.eqns.map((eqn) => reading(eqn, read)),
		answer,
		own: [{ before, after, init: start }]
	};
}

/** Where a leaf is in the body that ran, with the axis of each of the loop's lane axes. */
function placeOf({ variable }: Varying, { placed, axes }: LoopView): Placed {
	if (variable === null) throw untold;
	return placed.get(variable) ?? { atom: variable, dims: axes.map(() => null) };
}

/** A leaf of which is known what it was, but not by which variable. */
const untold = new ProgramError('LookupError', 'a value without a variable');

const areThere = (places: readonly Placed[], { invars, eqns }: Jaxpr): boolean => {
	const there = new Set<Atom>([...invars, ...eqns.flatMap(({ outputs }) => outputs)]);
	return places.every(({ atom }) => there.has(atom));
};

/** With one axis for all lanes, in front. */
function rowsOf(value: Value, dims: Placed['dims'], { axes, lanes }: Loop): Value | Spread<Value> {
	const present = dims.filter((dim) => dim !== null);
	if (present.length === 0) return value;
	const { shape } = avalOf(value);
	const own = shape.map((_, axis) => axis).filter((axis) => !present.includes(axis));
	const rest = own.map((axis) => shape[axis]);
	const inFront = transpose(value, [...present, ...own]);
	const places = [...dims.keys()].filter((axis) => dims[axis] !== null);
	const full = [...axes.map(({ size }) => size), ...rest];
	const all = broadcastInDim(inFront, full, [...places, ...rest.map((_, k) => axes.length + k)]);
	return new Spread(reshape(all, [lanes, ...rest]), false, true);
}

/** As Python has it: not nought. NaN is true. */
function truth(value: Value): Value {
	const { dtype } = avalOf(value);
	if (dtype === 'bool') return binary('or', value, scalar(false, 'bool'));
	return binary('ne', value, convert(scalar(0, 'float32'), dtype));
}

const reading = (eqn: Eqn, read: ReadonlyMap<Atom, Atom>): Eqn =>
	({ ...eqn, inputs: eqn.inputs.map((atom) => read.get(atom) ?? atom) }) as Eqn;
