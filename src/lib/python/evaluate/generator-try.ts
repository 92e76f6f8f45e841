import { currentSource, setSource } from '$lib/core/source';
import type { ProgramError } from '$lib/core/errors';
import type { Activation } from '../activation';
import type { Try } from '../ast/statements';
import { instanceOf, type ExceptionInstance } from '../exceptions';
import type { GeneratorBody } from '../generator';
import { generatorBlock } from './generator-statements';
import { caughtHere, chain, readyHandler, startHandling, type ReadyHandler } from './try';
import { normal, type Completion, type Site } from './unit';

/** `try` with a `yield` somewhere in it: as `tryStatement`, able to wait. */
export function generatorTry(node: Try, site: Site): GeneratorBody {
	const handled = node.handlers.length > 0 ? withHandlers(node, site) : generatorBlock(node.body, site);
	if (node.finalizer.length === 0) return handled;
	const finalizer = generatorBlock(node.finalizer, site);
	return function* (a) {
		const before = currentSource();
		let completion: Completion;
		let error: ProgramError | null = null;
		try {
			completion = yield* handled(a);
		} catch (thrown) {
			error = caughtHere(thrown);
			setSource(before);
			completion = normal;
		}
		const value = a.returned;
		const last = yield* finalizer(a);
		if (last !== normal) return last;
		if (error) throw error;
		a.returned = value;
		return completion;
	};
}

function withHandlers(node: Try, site: Site): GeneratorBody {
	const body = generatorBlock(node.body, site);
	const handlers = node.handlers.map((handler) => ({
		...readyHandler(handler, site),
		body: generatorBlock(handler.body, site)
	}));
	const otherwise = generatorBlock(node.otherwise, site);
	return function* (a) {
		const before = currentSource();
		let completion: Completion;
		try {
			completion = yield* body(a);
		} catch (thrown) {
			const error = caughtHere(thrown);
			setSource(before);
			const instance = instanceOf(error);
			const handler = handlers.find((each) => each.matches(a, instance));
			if (!handler) throw error;
			return yield* handle(handler, instance, a);
		}
		return completion === normal ? yield* otherwise(a) : completion;
	};
}

function* handle(
	handler: ReadyHandler & { body: GeneratorBody },
	instance: ExceptionInstance,
	a: Activation
): Generator<unknown, Completion, unknown> {
	const done = startHandling(a, instance);
	handler.bind(a, instance);
	try {
		return yield* handler.body(a);
	} catch (thrown) {
		throw chain(thrown, instance);
	} finally {
		done();
		handler.unbind(a);
	}
}
