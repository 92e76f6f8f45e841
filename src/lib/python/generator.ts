import { currentSource, setSource, type Frame } from '$lib/core/source';
import { type ProgramError } from '$lib/core/errors';
import type { Activation } from './activation';
import type { Completion } from './evaluate/unit';
import { pyError, typeError } from './errors';
import { isError } from './exceptions';
import { stopIteration, toRaise } from './raise';
import { recordFrame } from './trace';
import { PyIterator } from './values';

/** The body of a generator function: yields what it yields, is sent what it is sent. */
export type GeneratorBody = (activation: Activation) => Generator<unknown, Completion, unknown>;

/** What a generator function gives. */
export class PyGenerator extends PyIterator {
	private running = false;
	private started = false;
	private ended = false;

	constructor(
		name: string,
		private readonly activation: Activation,
		private readonly body: Generator<unknown, unknown, unknown>
	) {
		super('generator', body);
		this.label = name;
	}

	override next(): IteratorResult<unknown> {
		return this.resume(() => this.body.next(null));
	}

	send(value: unknown): unknown {
		if (!this.started && value !== null)
			throw typeError("can't send non-None value to a just-started generator");
		return this.orStop(this.resume(() => this.body.next(value)));
	}

	throw(error: ProgramError): unknown {
		if (!this.started) this.ended = true;
		if (this.ended) throw error;
		return this.orStop(this.resume(() => this.body.throw(error)));
	}

	close(): void {
		if (!this.started || this.ended) {
			this.ended = true;
			return;
		}
		try {
			const turn = this.resume(() => this.body.throw(pyError('GeneratorExit', '')));
			if (!turn.done) throw pyError('RuntimeError', 'generator ignored GeneratorExit');
		} catch (error) {
			if (!isError(error, 'GeneratorExit') && !isError(error, 'StopIteration')) throw error;
		}
	}

	private orStop(turn: IteratorResult<unknown>): unknown {
		if (turn.done) throw stopIteration(turn.value ?? null);
		return turn.value;
	}

	private resume(turn: () => IteratorResult<unknown>): IteratorResult<unknown> {
		if (this.running) throw pyError('ValueError', 'generator already executing');
		if (this.ended) return { done: true, value: null };
		const before = currentSource();
		const frame: Frame = { parent: before.frame, kind: 'function', name: this.label, call: before.span };
		this.activation.frame = frame;
		setSource({ span: before.span, frame });
		this.running = this.started = true;
		try {
			const result = turn();
			this.ended = result.done === true;
			return result;
		} catch (error) {
			this.ended = true;
			throw this.leaving(error);
		} finally {
			this.running = false;
			setSource(before);
		}
	}

	/** A StopIteration that escapes the body would end the caller's loop; Python turns it into an error. */
	private leaving(error: unknown): unknown {
		const noted = recordFrame(error, this.label);
		if (!isError(noted, 'StopIteration')) return noted;
		return pyError('RuntimeError', 'generator raised StopIteration');
	}
}

/** A generator whose body has not begun. */
export function makeGenerator(name: string, activation: Activation, body: GeneratorBody): PyGenerator {
	function* run(): Generator<unknown, unknown, unknown> {
		const completion = yield* body(activation);
		return completion === 3 ? activation.returned : null;
	}
	return new PyGenerator(name, activation, run());
}

/** A generator expression. */
export const makeLazy = (
	name: string,
	activation: Activation,
	body: () => Generator<unknown, unknown, unknown>
): PyGenerator => new PyGenerator(name, activation, body());

/** `generator.throw(type_or_instance)` */
export const throwInto = (generator: PyGenerator, value: unknown): unknown => generator.throw(toRaise(value));
