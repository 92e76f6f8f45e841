import { currentSource, setSource, type Span } from '$lib/core/source';
import type { Activation } from '../activation';
import type { With } from '../ast/statements';
import { findAttribute } from '../attributes';
import { call } from '../call';
import { at, typeError } from '../errors';
import { instanceOf, type ExceptionInstance } from '../exceptions';
import { truth } from '../truth';
import { typeName } from '../types';
import { store } from './assign';
import { expression } from './expressions';
import { block } from './statements';
import { caughtHere, startHandling } from './try';
import { type Completion, type Execute, type Site } from './unit';

/** A context manager that was entered. */
export interface Entered {
	/** What `__enter__` gave. */
	readonly value: unknown;
	/** Calls `__exit__`; true where it took care of the exception. */
	leave(a: Activation, instance: ExceptionInstance | null): boolean;
}

/** Enters what an item of a `with` names. */
export function enter(manager: unknown, span: Span, a: Activation): Entered {
	const before = setSource({ span, frame: a.frame });
	const [open, close] = [findAttribute(manager, '__enter__'), findAttribute(manager, '__exit__')];
	if (open === undefined || close === undefined) {
		const missed = open !== undefined ? ' (missed __exit__ method)' : '';
		throw at(
			span,
			typeError(`'${typeName(manager)}' object does not support the context manager protocol${missed}`)
		);
	}
	const value = call(open, []);
	setSource(before);
	return {
		value,
		leave(b, instance) {
			const outside = setSource({ span, frame: b.frame });
			const args = instance ? [instance.cls, instance, null] : [null, null, null];
			const done = instance ? startHandling(b, instance) : null;
			const result = call(close, args);
			done?.();
			setSource(outside);
			return instance !== null && truth(result);
		}
	};
}

export function withStatement(node: With, site: Site): Execute {
	const items = node.items.map(({ context, target, span }) => ({
		manager: expression(context, site),
		assign: target && store(target, site),
		span
	}));
	return items.reduceRight<Execute>(
		(body, { manager, assign, span }) =>
			(a) =>
				around(enter(manager(a), span, a), assign, body, a),
		block(node.body, site)
	);
}

function around(
	entered: Entered,
	assign: ((a: Activation, value: unknown) => void) | null,
	body: Execute,
	a: Activation
): Completion {
	const before = currentSource();
	let completion: Completion;
	try {
		assign?.(a, entered.value);
		completion = body(a);
	} catch (thrown) {
		const error = caughtHere(thrown);
		setSource(before);
		if (entered.leave(a, instanceOf(error))) return 0;
		throw error;
	}
	const value = a.returned;
	entered.leave(a, null);
	a.returned = value;
	return completion;
}
