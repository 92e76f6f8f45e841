import { setSource } from '$lib/core/source';
import type { Activation } from '../activation';
import type { Expression } from '../ast';
import { getAttribute } from '../attributes';
import { call } from '../call';
import { PyGenerator } from '../generator';
import { isError, instanceOf } from '../exceptions';
import { iterateAt } from './loops';
import { unsupported } from '../parse/source-text';
import { expression } from './expressions';
import { ProgramError } from '$lib/core/errors';
import type { Evaluate, Site } from './unit';
import { waits } from './waits';

/**
 * A `yield` inside an expression, such as `f(a, (yield b))`, is carried out before the expression: what stands left
 * of it is evaluated into nameless slots first, then the generator waits, and then the expression runs with what was
 * sent in place of the `yield`.
 */
interface Step {
	readonly kind: 'keep' | 'yield' | 'from';
	readonly value: Evaluate | null;
	readonly slot: number;
	readonly node: Expression;
}

export type Pause = (activation: Activation) => Generator<unknown, void, unknown>;

/** Takes the yields out of a node (an expression or a simple statement): what to do first, and what is left. */
export function lift<N extends object>(node: N, site: Site): { pause: Pause | null; rest: N } {
	if (!waits(node)) return { pause: null, rest: node };
	const steps: Step[] = [];
	const rest = new Lifter(site, steps).inside(node);
	return { pause: (a) => carryOut(steps, a), rest };
}

class Lifter {
	constructor(
		private readonly site: Site,
		private readonly steps: Step[]
	) {}

	/** The node with its children lifted, in the order of their evaluation. */
	inside<N extends object>(node: N): N {
		const children = childrenOf(node);
		const last = children.findLastIndex(waits);
		let at = 0;
		const map = (value: unknown): unknown => {
			if (Array.isArray(value)) return value.map(map);
			if (!isExpression(value)) return isPart(value) ? rebuild(value, map) : value;
			const index = at++;
			if (index > last) return value;
			return waits(value) ? this.expression(value) : this.keep(value);
		};
		return rebuild(node, map);
	}

	private expression(node: Expression): Expression {
		switch (node.kind) {
			case 'Yield':
			case 'YieldFrom': {
				const inner = node.value && (waits(node.value) ? this.expression(node.value) : node.value);
				return this.save(node.kind === 'Yield' ? 'yield' : 'from', inner, node);
			}
			case 'Logical':
				return this.onlyFirst(node, node.values.slice(1));
			case 'Conditional':
				return this.onlyFirst(node, [node.then, node.otherwise]);
			default:
				return this.inside(node);
		}
	}

	private onlyFirst(node: Expression, others: readonly Expression[]): Expression {
		if (others.some(waits))
			throw unsupported(
				'`yield` in a part of an expression that may be skipped',
				node.span,
				'Write an `if` statement with the `yield` in it.'
			);
		return this.inside(node);
	}

	private keep(node: Expression): Expression {
		if (node.kind === 'Constant') return node;
		if (node.kind === 'Starred' || node.kind === 'Slice') return this.inside(node);
		return this.save('keep', node, node);
	}

	private save(kind: Step['kind'], value: Expression | null, node: Expression): Expression {
		const slot = this.site.scope.temporary();
		this.steps.push({ kind, value: value && expression(value, this.site), slot, node });
		return { kind: 'Kept', slot, span: node.span };
	}
}

const targetKinds = /Target$/;
const isExpression = (value: unknown): value is Expression => {
	const kind = (value as { kind?: string } | null)?.kind;
	return typeof kind === 'string' && !targetKinds.test(kind);
};
/** Keywords, entries, targets: what holds expressions without being one. */
const isPart = (value: unknown): value is object =>
	typeof value === 'object' && value !== null && !Array.isArray(value) && !('line' in value);

function childrenOf(node: object): Expression[] {
	const children: Expression[] = [];
	const visit = (value: unknown): void => {
		if (Array.isArray(value)) value.forEach(visit);
		else if (isExpression(value)) children.push(value);
		else if (isPart(value)) Object.values(value).forEach(visit);
	};
	Object.entries(node).forEach(([key, value]) => key !== 'span' && visit(value));
	return children;
}

function rebuild<N extends object>(node: N, map: (value: unknown) => unknown): N {
	return Object.fromEntries(
		Object.entries(node).map(([key, value]) => [key, key === 'span' ? value : map(value)])
	) as N;
}

function* carryOut(steps: readonly Step[], a: Activation): Generator<unknown, void, unknown> {
	for (const { kind, value, slot, node } of steps) {
		const found = value ? value(a) : null;
		if (kind === 'keep') a.slots[slot] = found;
		else if (kind === 'yield') a.slots[slot] = yield found;
		else a.slots[slot] = yield* delegate(found, node, a);
	}
}

/** `yield from` */
function* delegate(source: unknown, node: Expression, a: Activation): Generator<unknown, unknown, unknown> {
	if (source instanceof PyGenerator) return yield* delegateToGenerator(source);
	const iterator = iterateAt(source, node.span, a)[Symbol.iterator]();
	for (;;) {
		const turn = iterator.next();
		if (turn.done) return turn.value ?? null;
		const sent = yield turn.value;
		if (sent !== null && sent !== undefined) {
			setSource({ span: node.span, frame: a.frame });
			call(getAttribute(source, 'send'), [sent]);
		}
	}
}

function* delegateToGenerator(source: PyGenerator): Generator<unknown, unknown, unknown> {
	let turn = source.next();
	while (!turn.done) {
		try {
			const sent: unknown = yield turn.value;
			turn = sent === null || sent === undefined ? source.next() : yielded(() => source.send(sent));
		} catch (error) {
			if (!(error instanceof ProgramError)) throw error;
			if (isError(error, 'GeneratorExit')) {
				source.close();
				throw error;
			}
			turn = yielded(() => source.throw(error));
		}
	}
	return turn.value ?? null;
}

function yielded(resume: () => unknown): IteratorResult<unknown> {
	try {
		return { done: false, value: resume() };
	} catch (error) {
		if (!isError(error, 'StopIteration')) throw error;
		return { done: true, value: instanceOf(error).args.items[0] ?? null };
	}
}
