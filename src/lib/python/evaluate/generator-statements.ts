import type { Activation } from '../activation';
import type { Block, For, If, Match, Statement, While } from '../ast/statements';
import type { Expression } from '../ast';
import type { GeneratorBody } from '../generator';
import { tick } from '../host';
import { store } from './assign';
import { generatorTry } from './generator-try';
import { generatorWith } from './generator-with';
import { condition, expression } from './expressions';
import { lift, type Pause } from './lift';
import { waits } from './waits';
import { iterateAt } from './loops';
import { casesOf } from './match';
import { statement } from './statements';
import { broke, normal, returned, type Evaluate, type Execute, type Site } from './unit';

/**
 * Statements of a generator function. What has no `yield` in it runs as anywhere else; only the statements around a
 * `yield` have a form of their own here.
 */
export function generatorBlock(nodes: Block, site: Site): GeneratorBody {
	const parts = nodes.map((node) =>
		waits(node) ? { waiting: generatorStatement(node, site) } : { plain: statement(node, site) }
	);
	return function* (a) {
		for (const part of parts) {
			tick();
			const completion = 'plain' in part ? (part.plain as Execute)(a) : yield* part.waiting(a);
			if (completion !== normal) return completion;
		}
		return normal;
	};
}

function generatorStatement(node: Statement, site: Site): GeneratorBody {
	switch (node.kind) {
		case 'If':
			return ifStatement(node, site);
		case 'While':
			return whileLoop(node, site);
		case 'For':
			return forLoop(node, site);
		case 'Try':
			return generatorTry(node, site);
		case 'With':
			return generatorWith(node, site);
		case 'Match':
			return match(node, site);
		default:
			return simple(node, site);
	}
}

function simple(node: Statement, site: Site): GeneratorBody {
	const { pause, rest } = lift(node, site);
	const run = statement(rest, site);
	return function* (a) {
		if (pause) yield* pause(a);
		return run(a);
	};
}

/** An expression at the head of a statement. */
export function head(node: Expression, site: Site): { pause: Pause | null; value: Evaluate } {
	const { pause, rest } = lift({ node }, site);
	return { pause, value: expression(rest.node, site) };
}

function ifStatement(node: If, site: Site): GeneratorBody {
	const { pause, value } = head(node.test, site);
	const test = condition(value, node.test.span);
	const body = generatorBlock(node.body, site);
	const otherwise = generatorBlock(node.otherwise, site);
	return function* (a) {
		if (pause) yield* pause(a);
		return yield* test(a) ? body(a) : otherwise(a);
	};
}

function whileLoop(node: While, site: Site): GeneratorBody {
	const { pause, value } = head(node.test, site);
	const test = condition(value, node.test.span);
	const body = generatorBlock(node.body, site);
	const otherwise = generatorBlock(node.otherwise, site);
	return function* (a) {
		for (;;) {
			if (pause) yield* pause(a);
			if (!test(a)) break;
			tick();
			const completion = yield* body(a);
			if (completion === broke) return normal;
			if (completion === returned) return returned;
		}
		return yield* otherwise(a);
	};
}

function forLoop(node: For, site: Site): GeneratorBody {
	const { pause, value } = head(node.iterable, site);
	const assign = store(node.target, site);
	const span = { ...node.iterable.span, line: node.span.line };
	const body = generatorBlock(node.body, site);
	const otherwise = generatorBlock(node.otherwise, site);
	return function* (a: Activation) {
		if (pause) yield* pause(a);
		for (const item of iterateAt(value(a), span, a)) {
			tick();
			assign(a, item);
			const completion = yield* body(a);
			if (completion === broke) return normal;
			if (completion === returned) return returned;
		}
		return yield* otherwise(a);
	};
}

function match(node: Match, site: Site): GeneratorBody {
	const { pause, value } = head(node.subject, site);
	const cases = casesOf(node, site);
	const bodies = node.cases.map((each) => generatorBlock(each.body, site));
	return function* (a) {
		if (pause) yield* pause(a);
		const subject = value(a);
		const chosen = cases.findIndex((fits) => fits(a, subject));
		return chosen < 0 ? normal : yield* bodies[chosen](a);
	};
}
