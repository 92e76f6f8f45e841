import type { Equation, Loop, Operand } from '$lib/recording/recording';
import type { NumberFormat } from '$lib/recording/number-format';
import { scalarAt } from '$lib/recording/read';
import { lane } from '$lib/recording/moment';
import { columnLook } from './leaf';
import type { Part, Token } from './scene';

/** Order of binding in Python's manner, loosest first. */
const bindings: readonly (readonly string[])[] = [
	['|'],
	['^'],
	['&'],
	['==', '!=', '<', '≤', '>', '≥'],
	['<<', '>>'],
	['+', '−'],
	['×', '÷', '//', '%', '@'],
	['**']
];
const tightest = bindings.length;

const bindingOf = (operator: string): number => {
	const place = bindings.findIndex((level) => level.includes(operator));
	return place < 0 ? 0 : place;
};

/** A sign before its one operand: `−x`, `~x`. */
export const isPrefix = (eqn: Equation): boolean =>
	eqn.operands.length === 1 && !/\w/.test(eqn.operator.text);

interface Phrase {
	readonly tokens: readonly Token[];
	readonly binding: number;
}

/** Longer than this an inner expression is told by an ellipsis. */
const longest = 34;

/** `new = max(carry, x)`: an equation in the user's names, the names in their roles' colours. */
export function labelOf(loop: Loop, eqn: Equation): readonly Token[] {
	const { tokens } = phraseOf(loop, eqn);
	if (eqn.name === null) return tokens;
	return [{ text: eqn.name, role: madeRole(eqn) }, { text: ' = ', role: 'plain' }, ...tokens];
}

/** What an equation's value goes on to be. */
export function madeRole(eqn: Equation): Part | 'plain' {
	if (eqn.becomes.some((to) => to.role === 'carry')) return 'carry';
	return eqn.becomes.length > 0 ? 'y' : 'plain';
}

function phraseOf(loop: Loop, eqn: Equation): Phrase {
	const { text, infix } = eqn.operator;
	if (infix && eqn.operands.length === 2) {
		const binding = bindingOf(text);
		const [left, right] = eqn.operands.map((operand) => operandPhrase(loop, operand));
		const tokens = [...bracketed(left, binding), plainToken(` ${text} `), ...bracketed(right, binding + 1)];
		return { tokens, binding };
	}
	const inside = eqn.operands.flatMap((operand, k) => [
		...(k > 0 ? [plainToken(', ')] : []),
		...operandPhrase(loop, operand).tokens
	]);
	if (isPrefix(eqn)) {
		const operand = operandPhrase(loop, eqn.operands[0]);
		return { tokens: [plainToken(text), ...bracketed(operand, tightest - 1)], binding: tightest - 1 };
	}
	return { tokens: [plainToken(`${text}(`), ...inside, plainToken(')')], binding: tightest };
}

const plainToken = (text: string): Token => ({ text, role: 'plain' });

const bracketed = (phrase: Phrase, binding: number): readonly Token[] =>
	phrase.binding >= binding ? phrase.tokens : [plainToken('('), ...phrase.tokens, plainToken(')')];

const word = (text: string, role: Token['role']): Phrase => ({ tokens: [{ text, role }], binding: tightest });

function operandPhrase(loop: Loop, operand: Operand): Phrase {
	switch (operand.kind) {
		case 'carry':
			return word(loop.carry[operand.leaf].name, 'carry');
		case 'x':
			return word(loop.xs[operand.leaf].name, isKept(loop, operand.leaf) ? 'plain' : 'x');
		case 'closed':
			return word(loop.closed[operand.leaf].name, 'plain');
		case 'literal':
			return word(literalText(loop, operand), 'plain');
		case 'equation':
			return madePhrase(loop, loop.eqns[operand.eqn]);
	}
}

/** Whether an x of a backward pass is a value of the forward pass, read off its tape. */
const isKept = ({ backward }: Loop, x: number): boolean => backward?.xs[x]?.kind === 'residual';

function madePhrase(loop: Loop, eqn: Equation): Phrase {
	if (eqn.name !== null) return word(eqn.name, madeRole(eqn));
	const phrase = phraseOf(loop, eqn);
	const length = phrase.tokens.reduce((sum, token) => sum + token.text.length, 0);
	return length > longest ? shortened(eqn, phrase.binding) : phrase;
}

function shortened(eqn: Equation, binding: number): Phrase {
	const { text, infix } = eqn.operator;
	const brief = infix && eqn.operands.length === 2 ? `… ${text} …` : `${text}(…)`;
	return { tokens: [plainToken(brief)], binding };
}

function literalText(loop: Loop, operand: Operand & { kind: 'literal' }): string {
	const { column } = operand;
	if (column.shape.length > 0) return `${column.dtype}[${column.shape.join(',')}]`;
	const format: NumberFormat = columnLook(column, loop, false).format;
	return format.exact(scalarAt(column, 0, lane(0), loop.axes)).replace(/\.0$/, '');
}

/** `return (b, a + b), a`: what the body gives back, in its own names. */
export function resultOf(loop: Loop): readonly Token[] {
	const carries = loop.returns.carry.map((operand) => returned(loop, operand, 'carry'));
	const ys = loop.returns.ys.map((operand) => returned(loop, operand, 'y'));
	return [
		quiet('return '),
		...listed(carries),
		...(loop.kind === 'while_loop' ? [] : [quiet(', '), ...listed(ys)])
	];
}

const quiet = (text: string): Token => ({ text, role: 'quiet' });

/** A name takes the role it goes on in; an expression keeps its own colours. */
function returned(loop: Loop, operand: Operand, role: 'carry' | 'y'): readonly Token[] {
	const { tokens } = operandPhrase(loop, operand);
	return tokens.length === 1 ? [{ text: tokens[0].text, role }] : tokens;
}

function listed(parts: readonly (readonly Token[])[]): readonly Token[] {
	if (parts.length === 0) return [quiet('None')];
	const inside = parts.flatMap((part, k) => (k > 0 ? [quiet(', '), ...part] : part));
	return parts.length === 1 ? inside : [quiet('('), ...inside, quiet(')')];
}
