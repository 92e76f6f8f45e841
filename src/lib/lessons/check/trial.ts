import { NDArray } from '$lib/array/ndarray';
import { sameShape } from '$lib/array/shape';
import { ProgramError } from '$lib/core/errors';
import type { Exercise, Given } from '../exercise';
import { programOn } from '../program-text';
import { divergenceOf, type FirstDivergence } from './divergence';
import { Loaded, type Ran } from './run';
import { shrink } from './shrink';
import type { KnownTree } from './tree';
import type { Counterexample } from './verdict';

/** A call that gave an array. */
export type Answered = Ran & { readonly value: NDArray };

export const isAnswered = (ran: Ran): ran is Answered => ran.value instanceof NDArray;

/** Arguments, and where they come from. */
export interface Tried {
	readonly kind: Counterexample['kind'];
	readonly args: readonly Given[];
}

/** What calls of the program may cost while a smaller input is looked for. */
const shrinkingLimit = 3e6;

/** A program beside the reference of an exercise: what each makes of arguments. */
export class Trial {
	private readonly reference: Loaded;

	constructor(
		readonly exercise: Exercise,
		readonly student: Loaded,
		readonly tree: KnownTree
	) {
		this.reference = Loaded.from(exercise.solution);
	}

	/** What the program does. Throws its `ProgramError`. */
	run(args: readonly Given[]): Ran {
		return this.student.call(this.exercise.fn, args);
	}

	/** What the reference answers. */
	right(args: readonly Given[]): Answered {
		const ran = this.reference.call(this.exercise.fn, args);
		if (!isAnswered(ran)) throw new Error(`internal: the reference of ${this.exercise.name} gives no array`);
		return ran;
	}

	/** What the program raises on the arguments; null where it does not. */
	errorOn(args: readonly Given[]): ProgramError | null {
		const ran = attempt(() => this.run(args));
		return ran instanceof ProgramError ? ran : null;
	}

	/** The array the program, or another one, answers; null where it raises or gives none. */
	answer(args: readonly Given[], loaded = this.student): NDArray | null {
		const ran = attempt(() => loaded.call(this.exercise.fn, args));
		return !(ran instanceof ProgramError) && isAnswered(ran) ? ran.value : null;
	}

	/** The reference with rows and steps changed for one another; null where the batch has none. */
	onTransposed(args: readonly Given[]): NDArray | null {
		const { parameters, output } = this.exercise;
		if (output.join() !== 'N,T') return null;
		const turned = args.map((arg, n) => (parameters[n].dims.join() === 'N,T' ? turn(arg) : arg));
		return this.right(turned).value;
	}

	/** Where the answers part on these arguments; null where they agree, or are not of one shape. */
	divergence(args: readonly Given[]): FirstDivergence | null {
		const right = this.right(args);
		const ran = attempt(() => this.run(args));
		if (ran instanceof ProgramError || !isAnswered(ran)) return null;
		if (!sameShape(ran.value.shape, right.value.shape)) return null;
		return divergenceOf(this.exercise.output, right, ran, this.tree);
	}

	/** The arguments on which the program failed, and the smallest that `fails` accepts as the same failure. */
	counterexamples(
		tried: Tried,
		fails: (args: readonly Given[]) => boolean
	): [failing: Counterexample, smallest: Counterexample] {
		const limit = this.student.spent + shrinkingLimit;
		const inTime = (args: readonly Given[]): boolean => this.student.spent < limit && fails(args);
		const args = shrink(this.exercise.parameters, tried.args, inTime);
		return [this.counterexample(tried), this.counterexample({ kind: tried.kind, args })];
	}

	counterexample({ kind, args }: Tried): Counterexample {
		return {
			kind,
			args,
			program: programOn(this.exercise, this.student.program, args),
			reference: programOn(this.exercise, this.exercise.solution, args),
			divergence: this.divergence(args)
		};
	}
}

function attempt(run: () => Ran): Ran | ProgramError {
	try {
		return run();
	} catch (error) {
		if (error instanceof ProgramError) return error;
		throw error;
	}
}

/** Rows for columns. */
const turn = ({ dtype, shape, values }: Given): Given => {
	const [rows, columns] = shape;
	return {
		dtype,
		shape: [columns, rows],
		values: values.map((_, n) => values[(n % rows) * columns + Math.floor(n / rows)])
	};
};
