import { currentSource, setSource } from '$lib/core/source';
import type { Activation } from '../activation';
import type { With } from '../ast/statements';
import { instanceOf } from '../exceptions';
import type { GeneratorBody } from '../generator';
import { store } from './assign';
import { generatorBlock, head } from './generator-statements';
import { caughtHere } from './try';
import { normal, type Completion, type Site } from './unit';
import { enter, type Entered } from './with';

/** `with` with a `yield` somewhere in it. */
export function generatorWith(node: With, site: Site): GeneratorBody {
	const items = node.items.map(({ context, target, span }) => ({
		...head(context, site),
		assign: target && store(target, site),
		span
	}));
	return items.reduceRight<GeneratorBody>(
		(body, { pause, value, assign, span }) =>
			function* (a) {
				if (pause) yield* pause(a);
				return yield* around(enter(value(a), span, a), assign, body, a);
			},
		generatorBlock(node.body, site)
	);
}

function* around(
	entered: Entered,
	assign: ((a: Activation, value: unknown) => void) | null,
	body: GeneratorBody,
	a: Activation
): Generator<unknown, Completion, unknown> {
	const before = currentSource();
	let completion: Completion;
	try {
		assign?.(a, entered.value);
		completion = yield* body(a);
	} catch (thrown) {
		const error = caughtHere(thrown);
		setSource(before);
		if (entered.leave(a, instanceOf(error))) return normal;
		throw error;
	}
	const value = a.returned;
	entered.leave(a, null);
	a.returned = value;
	return completion;
}
