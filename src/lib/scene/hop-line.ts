import { operandColumn } from '$lib/recording/flags';
import { elementsAt } from '$lib/recording/read';
import type { Lane } from '$lib/recording/moment';
import type { Column, Equation, Loop, Operand } from '$lib/recording/recording';
import type { Hop } from '$lib/recording/trail';
import { formatOf, laneName, withAnd } from '$lib/recording/words';
import { isPrefix, madeRole } from './label';
import type { Token } from './scene';

/** An equation on the way, with its numbers: `new = max(carry 4, x 7) → 7`. */
export interface HopLine {
	readonly key: string;
	readonly step: number;
	readonly lane: Lane;
	readonly who: string;
	readonly tokens: readonly HopToken[];
	/** `x won`; empty where nothing competed. */
	readonly note: string;
}

export interface HopToken extends Token {
	/** It was there to be chosen and was not. */
	readonly lost: boolean;
}

const mostElements = 4;

/** The `n`-th of a trail's equations, written out. */
export function hopLine(loop: Loop, hop: Hop, n: number): HopLine {
	const { step, lane, eqn: index } = hop;
	const eqn = loop.eqns[index];
	const row = loop.axes.length === 0 ? '' : `${laneName(loop, lane)}, `;
	return {
		key: `${n} ${step} ${lane} ${index}`,
		step,
		lane,
		who: `${row}step ${step}`,
		tokens: tokensOf(loop, eqn, hop),
		note: winners(loop, eqn, hop)
	};
}

function tokensOf(loop: Loop, eqn: Equation, { step, lane, operands, values }: Hop): HopToken[] {
	const plain = (text: string): HopToken => ({ text, role: 'plain', lost: false });
	const made = eqn.results[0];
	const inside = eqn.operands.map((operand, i): HopToken[] => {
		const lost = operands[i] === 'lost';
		const column = operandColumn(loop, operand);
		const elements = values?.operands[i] ?? valuesAt(column, loop, step, lane);
		const value = textOfElements(column, loop, operand.kind === 'carry', elements);
		const { name, role } = nameOf(loop, operand);
		const named: HopToken[] = name === '' ? [] : [{ text: `${name} `, role, lost }];
		return [...named, { text: value, role: 'plain', lost }];
	});
	const { text, infix } = eqn.operator;
	const between = plain(infix && inside.length === 2 ? ` ${text} ` : ', ');
	const body = inside.flatMap((tokens, i) => (i === 0 ? tokens : [between, ...tokens]));
	const prefix = infix && inside.length === 2 ? [] : [plain(isPrefix(eqn) ? text : `${text}(`)];
	const suffix = prefix.length === 0 || isPrefix(eqn) ? [] : [plain(')')];
	const name: HopToken[] =
		eqn.name === null ? [] : [{ text: eqn.name, role: madeRole(eqn), lost: false }, plain(' = ')];
	const result = made
		? [plain(` → ${textOfElements(made, loop, false, values?.made ?? valuesAt(made, loop, step, lane))}`)]
		: [];
	return [...name, ...prefix, ...body, ...suffix, ...result];
}

function nameOf(loop: Loop, operand: Operand): { name: string; role: Token['role'] } {
	switch (operand.kind) {
		case 'carry':
			return { name: loop.carry[operand.leaf].name, role: 'carry' };
		case 'x':
			return { name: loop.xs[operand.leaf].name, role: 'x' };
		case 'closed':
			return { name: loop.closed[operand.leaf].name, role: 'plain' };
		case 'literal':
			return { name: '', role: 'plain' };
		case 'equation': {
			const eqn = loop.eqns[operand.eqn];
			return { name: eqn.name ?? '', role: madeRole(eqn) };
		}
	}
}

const valuesAt = (column: Column, loop: Loop, step: number, lane: Lane): number[] =>
	elementsAt(column, column.stepStride === 0 ? 0 : step, lane, loop.axes);

/** A value in a few characters; of a vector the first elements. */
function textOfElements(column: Column, loop: Loop, carry: boolean, elements: readonly number[]): string {
	const { text } = formatOf(column, loop, carry);
	if (column.shape.length === 0) return text(elements[0]);
	const shown = elements.slice(0, mostElements).map(text).join(' ');
	return `[${shown}${elements.length > mostElements ? ' …' : ''}]`;
}

/** `x won`, where some operand lost. */
function winners(loop: Loop, eqn: Equation, { operands }: Hop): string {
	if (!operands.includes('lost')) return '';
	const names = eqn.operands.flatMap((operand, i) => {
		if (operands[i] !== 'made') return [];
		const { name } = nameOf(loop, operand);
		return [name === '' ? 'the other' : name];
	});
	return names.length === 0 ? '' : `${withAnd([...new Set(names)])} won`;
}
