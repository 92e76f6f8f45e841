import { isArrayLike } from '$lib/api/values';
import { NDArray } from '$lib/array/ndarray';
import { sameShape, shapeText } from '$lib/array/shape';
import { Tuple } from '$lib/core/containers';
import { ProgramError } from '$lib/core/errors';
import { exactText } from '$lib/recording/number-format';
import { isCallable } from '$lib/python/call';
import { parse } from '$lib/python/parse/parse';
import { typeName } from '$lib/python/types';
import type { Exercise, Given } from '../exercise';
import { programOn } from '../program-text';
import { differenceOf, sameValues } from './compare';
import { casesOf, type Case } from './data';
import { divergenceOf, type FirstDivergence } from './divergence';
import { messageOf, type Message, type MessageId } from './messages';
import { nanNote, styleNotes } from './notes';
import { flip, isSyntaxError, isUnsupported, messageOfError, messageOfShape, scanPlace } from './recognise';
import { Loaded, type Ran } from './run';
import { shrink } from './shrink';
import { missingTool } from './tools';
import { KnownTree } from './tree';
import { stages, type Counterexample, type Stage, type Verdict } from './verdict';

/** Checks a program against an exercise. The same program and seed give the same verdict. Throws only faults of our own. */
export function check(exercise: Exercise, program: string, seed = 1): Verdict {
	try {
		return new Check(exercise, program, seed).verdict();
	} catch (thrown) {
		if (!(thrown instanceof Failed)) throw thrown;
		const { stage, message, failing, smallest, largestError } = thrown;
		const passed = stages.slice(0, stages.indexOf(stage));
		return { kind: 'wrong', stage, message, failing, smallest, largestError, passed, notes: [], seed };
	}
}

/** The end of a check that was not passed. */
class Failed {
	constructor(
		readonly stage: Stage,
		readonly message: Message,
		readonly failing: Counterexample | null = null,
		readonly smallest: Counterexample | null = null,
		readonly largestError: number | null = null
	) {}
}

/** A call that gave an array. */
type Answered = Ran & { readonly value: NDArray };

const isAnswered = (ran: Ran): ran is Answered => ran.value instanceof NDArray;

interface Tried {
	readonly kind: Counterexample['kind'];
	readonly args: readonly Given[];
}

/** What calls of the program may cost while a smaller input is looked for. */
const shrinkingLimit = 3e6;

class Check {
	private readonly student: Loaded;
	private readonly tree: KnownTree;
	private readonly reference: Loaded;
	private readonly lesson: readonly Tried[];
	private readonly cases: readonly Case[];

	constructor(
		private readonly exercise: Exercise,
		private readonly program: string,
		private readonly seed: number
	) {
		this.student = load(program, exercise);
		this.tree = treeOf(this.student);
		this.reference = Loaded.from(exercise.solution);
		this.lesson = exercise.examples.map((args) => ({ kind: 'lesson', args }));
		this.cases = casesOf(exercise, seed);
	}

	verdict(): Verdict {
		const answers = this.lesson.map((tried) => this.answerOf(tried, 'run'));
		answers.forEach((answer, n) => this.haveShape(answer, this.lesson[n], 'shape'));
		answers.forEach((answer, n) => this.haveType(answer, this.lesson[n], 'dtype'));
		answers.forEach((answer, n) => this.haveValues(answer, this.lesson[n], 'values'));
		for (const tried of this.cases) {
			const answer = this.answerOf(tried, 'properties');
			this.haveShape(answer, tried, 'properties');
			this.haveType(answer, tried, 'properties');
			this.haveValues(answer, tried, 'properties');
		}
		const missing = missingTool(this.exercise, answers[0], this.tree);
		if (missing) throw new Failed('tools', missing);
		const notes = [...styleNotes(this.exercise, answers[0].loops, this.tree), ...this.nanNotes()];
		return { kind: 'right', passed: stages, notes, seed: this.seed };
	}

	private nanNotes(): Message[] {
		const tried = this.cases.find(({ kind }) => kind === 'nan');
		const note = tried && nanNote(this.exercise, this.right(tried.args).value);
		return note ? [note] : [];
	}

	/** What the reference answers. */
	private right(args: readonly Given[]): Answered {
		const ran = this.reference.call(this.exercise.fn, args);
		if (!isAnswered(ran)) throw new Error(`internal: the reference of ${this.exercise.name} gives no array`);
		return ran;
	}

	/** What the program answers; fails where it raises, or gives anything but one array. */
	private answerOf(tried: Tried, stage: Stage): Answered {
		const ran = this.run(tried, stage);
		if (isAnswered(ran)) return ran;
		throw new Failed(stage === 'run' ? 'structure' : stage, this.structure(ran.value, tried.args));
	}

	private run(tried: Tried, stage: Stage): Ran {
		try {
			return this.student.call(this.exercise.fn, tried.args);
		} catch (error) {
			if (!(error instanceof ProgramError)) throw error;
			const message = messageOfError(error, this.program, this.tree);
			const raises = (args: readonly Given[]): boolean => this.errorOf(args)?.type === error.type;
			throw new Failed(
				isUnsupported(error) ? 'supported' : stage,
				message,
				...this.counterexamples(tried, raises)
			);
		}
	}

	private errorOf(args: readonly Given[]): ProgramError | null {
		try {
			this.student.call(this.exercise.fn, args);
			return null;
		} catch (error) {
			if (error instanceof ProgramError) return error;
			throw error;
		}
	}

	private structure(value: unknown, args: readonly Given[]): Message {
		const { fn } = this.exercise;
		const expected = shapeText(this.right(args).value.shape);
		if (value === null) return messageOf('nothing-returned', null, { fn });
		if (!isPair(value)) return messageOf('not-an-array', null, { fn, expected, got: `a ${typeName(value)}` });
		const direct = this.tree.vmapOfScan();
		return direct
			? messageOf('vmap-of-scan-pair', direct.span, { fn })
			: messageOf('pair-returned', scanPlace(this.tree), { fn });
	}

	private haveShape({ value }: Answered, tried: Tried, stage: Stage): void {
		const expected = this.right(tried.args).value;
		if (sameShape(value.shape, expected.shape)) return;
		const other = this.onTransposed(tried.args);
		const message = messageOfShape(this.exercise, value, expected, other, this.tree);
		throw new Failed(stage, message, this.counterexample(tried, null));
	}

	private haveType({ value }: Answered, tried: Tried, stage: Stage): void {
		const { dtype } = this.right(tried.args).value;
		if (value.dtype === dtype) return;
		const isFloatFromInt = dtype === 'int32' && value.dtype === 'float32';
		const facts = { expected: dtype, got: value.dtype };
		const message = messageOf(isFloatFromInt ? 'float-from-int' : 'dtype', scanPlace(this.tree), facts);
		throw new Failed(stage, message, this.counterexample(tried, null));
	}

	private haveValues({ value }: Answered, tried: Tried, stage: Stage): void {
		const difference = differenceOf(this.right(tried.args).value, value);
		if (!difference) return;
		const differs = (args: readonly Given[]): boolean => this.divergence(args) !== null;
		const [failing, smallest] = this.counterexamples(tried, differs);
		const message = this.messageOfValues(tried, value, stage, stage === 'values' ? failing : smallest);
		throw new Failed(stage, message, failing, smallest, difference.largest);
	}

	private messageOfValues(tried: Tried, value: NDArray, stage: Stage, shown: Counterexample): Message {
		const { divergence } = shown;
		const { dtype } = value;
		const facts = {
			place: divergence?.place ?? null,
			expected: divergence ? exactText(divergence.expected, dtype) : '',
			got: divergence ? exactText(divergence.got, dtype) : ''
		};
		const known = this.recognised(tried, value);
		const otherwise = stage === 'values' ? 'values' : tried.kind === 'nan' ? 'nan-lost' : 'property';
		const span = known === 'scan-over-rows' ? scanPlace(this.tree) : (divergence?.span ?? null);
		return messageOf(known ?? otherwise, span, facts);
	}

	/** A misconception that computes what the program computes. */
	private recognised({ args }: Tried, value: NDArray): MessageId | null {
		const other = this.onTransposed(args);
		if (other && sameValues(flip(other), value)) return 'scan-over-rows';
		return this.exercise.mistakes.find(({ program }) => this.behavesAs(program))?.id ?? null;
	}

	private behavesAs(program: string): boolean {
		const mistake = Loaded.from(program);
		return [...this.lesson, ...this.cases].every(({ args }) => {
			const [theirs, ours] = [mistake, this.student].map((loaded) =>
				answerOrNull(loaded, this.exercise.fn, args)
			);
			return theirs !== null && ours !== null && sameValues(theirs, ours);
		});
	}

	/** The reference with rows and steps changed for one another; null where the batch has none. */
	private onTransposed(args: readonly Given[]): NDArray | null {
		const { parameters, output } = this.exercise;
		if (output.join() !== 'N,T') return null;
		const turned = args.map((arg, n) => (parameters[n].dims.join() === 'N,T' ? turn(arg) : arg));
		return this.right(turned).value;
	}

	/** Where the answers part on these arguments; null where they agree, or are not of one shape. */
	private divergence(args: readonly Given[]): FirstDivergence | null {
		const right = this.right(args);
		if (this.errorOf(args)) return null;
		const ran = this.student.call(this.exercise.fn, args);
		if (!isAnswered(ran) || !sameShape(ran.value.shape, right.value.shape)) return null;
		return divergenceOf(this.exercise.output, right, ran, this.tree);
	}

	private counterexamples(
		tried: Tried,
		fails: (args: readonly Given[]) => boolean
	): [failing: Counterexample, smallest: Counterexample] {
		const limit = this.student.spent + shrinkingLimit;
		const inTime = (args: readonly Given[]): boolean => this.student.spent < limit && fails(args);
		const args = shrink(this.exercise.parameters, tried.args, inTime);
		const of = (one: Tried): Counterexample => this.counterexample(one, this.divergence(one.args));
		return [of(tried), of({ kind: tried.kind, args })];
	}

	private counterexample({ kind, args }: Tried, divergence: FirstDivergence | null): Counterexample {
		return {
			kind,
			args,
			program: programOn(this.exercise, this.program, args),
			reference: programOn(this.exercise, this.exercise.solution, args),
			divergence
		};
	}
}

/** The program, run once, with the function that is asked for. */
function load(program: string, { fn, parameters }: Exercise): Loaded {
	const loaded = Loaded.from(program);
	const { error } = loaded;
	if (error) {
		const stage = isSyntaxError(error) ? 'parse' : isUnsupported(error) ? 'supported' : 'run';
		throw new Failed(stage, messageOfError(error, program, stage === 'parse' ? null : treeOf(loaded)));
	}
	if (isCallable(loaded.valueOf(fn))) return loaded;
	const name = parameters.map((parameter) => parameter.name).join(', ');
	throw new Failed('structure', messageOf('no-function', null, { fn, name }));
}

const treeOf = ({ program, globals }: Loaded): KnownTree => new KnownTree(parse(program), globals);

function answerOrNull(loaded: Loaded, fn: string, args: readonly Given[]): NDArray | null {
	try {
		const { value } = loaded.call(fn, args);
		return value instanceof NDArray ? value : null;
	} catch (error) {
		if (error instanceof ProgramError) return null;
		throw error;
	}
}

const isPair = (value: unknown): boolean =>
	(value instanceof Tuple || Array.isArray(value)) &&
	(value instanceof Tuple ? value.items : value).length === 2 &&
	[...(value instanceof Tuple ? value.items : (value as unknown[]))].every(isArrayLike);

/** Rows for columns. */
const turn = ({ dtype, shape, values }: Given): Given => {
	const [rows, columns] = shape;
	return {
		dtype,
		shape: [columns, rows],
		values: values.map((_, n) => values[(n % rows) * columns + Math.floor(n / rows)])
	};
};
