import { isArrayLike } from '$lib/api/values';
import type { NDArray } from '$lib/array/ndarray';
import { sameShape, shapeText } from '$lib/array/shape';
import { Tuple } from '$lib/core/containers';
import { ProgramError } from '$lib/core/errors';
import { exactText } from '$lib/recording/number-format';
import { isCallable } from '$lib/python/call';
import { parse } from '$lib/python/parse/parse';
import { typeName } from '$lib/python/types';
import type { Exercise, Given } from '../exercise';
import { differenceOf, sameValues } from './compare';
import { casesOf } from './data';
import { messageOf, type Message, type MessageId } from './messages';
import { nanNote, styleNotes } from './notes';
import { flip, isSyntaxError, isUnsupported, messageOfError, messageOfShape, scanPlace } from './recognise';
import { Loaded, type Ran } from './run';
import { missingTool } from './tools';
import { KnownTree } from './tree';
import { isAnswered, Trial, type Answered, type Tried } from './trial';
import { stages, type Counterexample, type Stage, type Verdict } from './verdict';

/**
 * Checks a program against an exercise. `seed` is that of the random data; the same program and seed give the same
 * verdict, which is plain data. Throws `NeedsPart` where it takes a part of the engine that is not loaded, as
 * `withParts` wants it, and faults of our own.
 */
export function check(exercise: Exercise, program: string, seed = 1): Verdict {
	try {
		return new Check(exercise, load(program, exercise), seed).verdict();
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

class Check {
	private readonly trial: Trial;
	private readonly tree: KnownTree;
	private readonly lesson: readonly Tried[];
	private readonly cases: readonly Tried[];

	constructor(
		private readonly exercise: Exercise,
		private readonly student: Loaded,
		private readonly seed: number
	) {
		this.tree = treeOf(student);
		this.trial = new Trial(exercise, student, this.tree);
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
		const note = tried && nanNote(this.exercise, this.trial.right(tried.args).value);
		return note ? [note] : [];
	}

	/** What the program answers; fails where it raises, or gives anything but one array. */
	private answerOf(tried: Tried, stage: Stage): Answered {
		const ran = this.run(tried, stage);
		if (isAnswered(ran)) return ran;
		throw new Failed(stage === 'run' ? 'structure' : stage, this.structure(ran.value, tried.args));
	}

	private run(tried: Tried, stage: Stage): Ran {
		try {
			return this.trial.run(tried.args);
		} catch (error) {
			if (!(error instanceof ProgramError)) throw error;
			const message = messageOfError(error, this.student.program, this.tree);
			const raises = (args: readonly Given[]): boolean => this.trial.errorOn(args)?.type === error.type;
			const where = isUnsupported(error) ? 'supported' : stage;
			throw new Failed(where, message, ...this.trial.counterexamples(tried, raises));
		}
	}

	private structure(value: unknown, args: readonly Given[]): Message {
		const { fn } = this.exercise;
		const expected = shapeText(this.trial.right(args).value.shape);
		if (value === null) return messageOf('nothing-returned', null, { fn });
		if (!isPair(value)) return messageOf('not-an-array', null, { fn, expected, got: `a ${typeName(value)}` });
		const direct = this.tree.vmapOfScan();
		return direct
			? messageOf('vmap-of-scan-pair', direct.span, { fn })
			: messageOf('pair-returned', scanPlace(this.tree), { fn });
	}

	private haveShape({ value }: Answered, tried: Tried, stage: Stage): void {
		const expected = this.trial.right(tried.args).value;
		if (sameShape(value.shape, expected.shape)) return;
		const turned = this.trial.onTransposed(tried.args);
		const message = messageOfShape(this.exercise, value, expected, turned, this.tree);
		throw new Failed(stage, message, this.trial.counterexample(tried));
	}

	private haveType({ value }: Answered, tried: Tried, stage: Stage): void {
		const { dtype } = this.trial.right(tried.args).value;
		if (value.dtype === dtype) return;
		const isFloatFromInt = dtype === 'int32' && value.dtype === 'float32';
		const facts = { expected: dtype, got: value.dtype };
		const message = messageOf(isFloatFromInt ? 'float-from-int' : 'dtype', scanPlace(this.tree), facts);
		throw new Failed(stage, message, this.trial.counterexample(tried));
	}

	private haveValues({ value }: Answered, tried: Tried, stage: Stage): void {
		const difference = differenceOf(this.trial.right(tried.args).value, value);
		if (!difference) return;
		const differs = (args: readonly Given[]): boolean => this.trial.divergence(args) !== null;
		const [failing, smallest] = this.trial.counterexamples(tried, differs);
		const message = this.messageOfValues(tried, value, stage, stage === 'values' ? failing : smallest);
		throw new Failed(stage, message, failing, smallest, difference.largest);
	}

	private messageOfValues(tried: Tried, value: NDArray, stage: Stage, shown: Counterexample): Message {
		const { divergence } = shown;
		const facts = {
			place: divergence?.place ?? null,
			expected: divergence ? exactText(divergence.expected, value.dtype) : '',
			got: divergence ? exactText(divergence.got, value.dtype) : ''
		};
		const known = this.recognised(tried, value);
		const otherwise = stage === 'values' ? 'values' : tried.kind === 'nan' ? 'nan-lost' : 'property';
		const span = known === 'scan-over-rows' ? scanPlace(this.tree) : (divergence?.span ?? null);
		return messageOf(known ?? otherwise, span, facts);
	}

	/** A misconception that computes what the program computes. */
	private recognised({ args }: Tried, value: NDArray): MessageId | null {
		const turned = this.trial.onTransposed(args);
		if (turned && sameValues(flip(turned), value)) return 'scan-over-rows';
		return this.exercise.mistakes.find(({ program }) => this.behavesAs(program))?.id ?? null;
	}

	private behavesAs(program: string): boolean {
		const mistake = Loaded.from(program);
		return [...this.lesson, ...this.cases].every(({ args }) => {
			const [theirs, ours] = [this.trial.answer(args, mistake), this.trial.answer(args)];
			return theirs !== null && ours !== null && sameValues(theirs, ours);
		});
	}
}

function isPair(value: unknown): boolean {
	const items: readonly unknown[] = value instanceof Tuple ? value.items : Array.isArray(value) ? value : [];
	return items.length === 2 && items.every(isArrayLike);
}
