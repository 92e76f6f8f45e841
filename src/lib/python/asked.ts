import { type ProgramError } from '$lib/core/errors';
import { NativeFn, type Fn } from '$lib/core/fn';
import type { Span } from '$lib/core/source';
import { Activation } from './activation';
import { analyse } from './analyse';
import type { Expression, Lambda } from './ast';
import { expression } from './evaluate/expressions';
import type { Globals } from './evaluate/unit';
import { parse } from './parse/parse';
import { syntaxError } from './parse/source-text';
import { traceOf } from './trace';

/** An expression that is asked about a program that has run. */
export interface Asked {
	/** Those of the known names that occur in it. */
	readonly uses: readonly string[];
	/** Takes the values of `uses`, in their order. */
	readonly fn: Fn;
}

/**
 * Reads an expression over `names` and the program's globals. Throws Python's SyntaxErrors; calling it throws what
 * evaluating it throws, and `placeIn` tells where in `text`.
 */
export function readAsked(text: string, names: readonly string[], globals: Globals): Asked {
	const body = expressionOf(text);
	const occurring = new Set<string>();
	collectNames(body, occurring);
	const uses = names.filter((name) => occurring.has(name));
	const others = names.filter((name) => !occurring.has(name));
	const whole = evaluatorOf(lambdaOf([...uses, ...others], body), globals);
	const unused = others.map(() => null);
	return { uses, fn: new NativeFn(whole.name, (values) => whole.call([...values, ...unused])) };
}

function expressionOf(text: string): Expression {
	const whole: Span = { from: 0, to: text.length, line: 1, column: 0 };
	if (text.trim() === '')
		throw syntaxError('invalid syntax', whole, 'SyntaxError', { instead: 'Write an expression.' });
	const { body } = parse(text);
	const [first] = body;
	if (body.length === 1 && first.kind === 'Expression') return first.value;
	throw syntaxError('invalid syntax', first.span, 'SyntaxError', {
		why: 'An expression is wanted here, not a statement.',
		...(first.kind === 'Assign' && { instead: 'To compare, write == instead of =.' })
	});
}

function collectNames(node: unknown, found: Set<string>): void {
	if (Array.isArray(node)) for (const each of node) collectNames(each, found);
	if (typeof node !== 'object' || node === null) return;
	const { kind, id } = node as { kind?: string; id?: string };
	if (kind === 'Name' && id !== undefined) found.add(id);
	else for (const each of Object.values(node)) collectNames(each, found);
}

const lambdaOf = (names: readonly string[], body: Expression): Lambda => ({
	kind: 'Lambda',
	span: body.span,
	body,
	params: names.map((name) => ({ name, kind: 'normal', span: body.span, default: null, annotation: null }))
});

function evaluatorOf(node: Lambda, globals: Globals): Fn {
	const scope = analyse({ body: [{ kind: 'Expression', value: node, span: node.span }] });
	// What a lambda evaluates to.
	return expression(node, { scope, globals })(new Activation([], null, null)) as Fn;
}

/** Where in the text of an asked expression an error arose; a call of the program's functions is placed at the call. */
export const placeIn = (error: ProgramError): Span | null => traceOf(error).at(-1)?.span ?? error.span;
