import { branchingAt, calledAt, type BranchEqn } from './branches';
import {
	jsonNumber,
	loopRecord,
	type EquationRecord,
	type InnerRecord,
	type InsideEquation,
	type LoopRecord
} from './export';
import { loopsWithin, type LiveLoop } from './live-loop';
import { allLanes, type EqnIndex, type Lane } from './moment';

/** Loops inside others that are written out, of one program. */
const mostLoops = 500;
/** Steps times lanes of a loop of which equations are carried out again for what is inside them. */
const mostAgain = 1_000;

/** Writes loops out with what lies in their steps: the loops there, every branch of a cond, and the functions called. */
export class InsideWriter {
	private left = mostLoops;

	constructor(private readonly program: string) {}

	/** `told` is the loop itself where there is more to tell of it than `live` has. */
	record(live: LiveLoop, told: LoopRecord = loopRecord(live.loop)): LoopRecord {
		const hasLoops = live.loop.eqns.some(({ loops }) => loops.length > 0);
		return {
			...told,
			equations: this.equations(live, told.equations),
			...(hasLoops && { inner: live.windows ? null : this.inner(live) })
		};
	}

	private inner(live: LiveLoop): InnerRecord[] | null {
		const records: InnerRecord[] = [];
		for (let step = 0; step < live.loop.recorded; step++)
			for (const within of loopsWithin(live, step, this.program)) {
				if (this.left-- <= 0) return null;
				records.push({ step, equation: within.loop.eqn, ...this.record(within) });
			}
		return records;
	}

	private equations(live: LiveLoop, told: readonly EquationRecord[]): EquationRecord[] {
		const { recorded, lanes } = live.loop;
		const tooMany = Boolean(live.windows) || recorded * lanes > mostAgain;
		const branches = tooMany ? null : this.branches(live, told);
		const called = tooMany ? null : this.called(live, told);
		return told.map((eqn, at) => ({
			...eqn,
			...(eqn.primitive === 'cond' && { branches: branches?.get(at) ?? null }),
			...(called?.has(at) && { called: called.get(at) ?? null })
		}));
	}

	private branches(
		live: LiveLoop,
		told: readonly EquationRecord[]
	): ReadonlyMap<number, readonly (readonly InsideEquation[])[]> {
		if (!told.some(({ primitive }) => primitive === 'cond')) return new Map();
		return byEquation(live, (step, lanes) =>
			branchingAt(live, step, lanes, this.program).map(({ eqn, branches }) => ({ eqn, bodies: branches }))
		);
	}

	private called(
		live: LiveLoop,
		told: readonly EquationRecord[]
	): ReadonlyMap<number, readonly InsideEquation[] | undefined> {
		if (!told.some(({ primitive }) => calls.has(primitive))) return new Map();
		const bodies = byEquation(live, (step, lanes) =>
			calledAt(live, step, lanes, this.program).map(({ eqn, equations }) => ({ eqn, bodies: [equations] }))
		);
		return new Map([...bodies].map(([eqn, [body]]) => [eqn, body]));
	}
}

const calls: ReadonlySet<string> = new Set(['jit', 'remat2', 'custom_jvp_call', 'custom_vjp_call']);

/** What is in an equation at one step: the equations of one or several bodies. */
interface Inside {
	readonly eqn: EqnIndex;
	readonly bodies: readonly (readonly BranchEqn[])[];
}

/** By equation: what is in it at every step. */
function byEquation(
	{ loop }: LiveLoop,
	at: (step: number, lanes: readonly Lane[]) => readonly Inside[]
): Map<number, InsideEquation[][]> {
	const lanes = allLanes(loop);
	const steps = Array.from({ length: loop.recorded }, (_, step) => at(step, lanes));
	const [first = []] = steps;
	return new Map(
		first.map(({ eqn, bodies }, n) => [
			eqn,
			bodies.map((equations, b) =>
				equations.map((one, at) =>
					overSteps(
						one,
						steps.map((step) => step[n].bodies[b][at])
					)
				)
			)
		])
	);
}

const overSteps = (
	{ text, name, span, dtype, shape, elements }: BranchEqn,
	steps: readonly BranchEqn[]
): InsideEquation => ({
	text,
	name,
	line: span?.line ?? null,
	span: span && [span.from, span.to],
	values: {
		dtype,
		shape: [steps.length, elements.length, ...shape],
		shared: false,
		data: steps.flatMap((step) => step.elements.flat().map(jsonNumber))
	}
});
