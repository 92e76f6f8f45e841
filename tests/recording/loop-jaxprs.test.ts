import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { exampleNamed } from '$lib/examples/catalogue';
import { loopJaxprs, type JaxprText, type LoopJaxprs, type PlacedEquation } from '$lib/recording/loop-jaxprs';
import type { LiveLoop } from '$lib/recording/live-loop';
import { record } from '$lib/session/run';
import goldens from './jaxpr-goldens.json';

const liveOf = (program: string): readonly LiveLoop[] => record(program).live;
const programOf = (name: string): string => exampleNamed(name)?.program ?? '';

const texts = (parts: readonly JaxprText[] | null): string[] => (parts ?? []).map(({ text }) => text);

describe('the text is that of JAX, at the width of the pane', () => {
	for (const { name, program, row, batched } of goldens)
		it(name, () => {
			const jaxprs = loopJaxprs(liveOf(program ?? programOf(name))[0]);
			if (row) expect(texts(jaxprs.row)).toEqual(row);
			expect(texts(jaxprs.batched)).toEqual(batched);
		});
});

const written = ({ text }: JaxprText, { from, to }: PlacedEquation): string =>
	text.slice(from, to).replace(/\s+/g, ' ');

describe('an equation knows what it was written for', () => {
	it('in the order of the rows, several for one', () => {
		const { row, batched } = loopJaxprs(liveOf(programOf('rnn-cell'))[0]);
		const [after] = batched ?? [];
		const add = row[0].equations.find((eqn) => written(row[0], eqn).includes('= add f g'));
		const written4 = after.equations.filter(({ origin }) => origin === add?.origin);
		expect(written4.map((eqn) => written(after, eqn))).toEqual([
			'j:f32[3,4] = transpose[ permutation=(1, 0) ] f',
			'k:f32[3,4] = add j i'
		]);
		expect(new Set(written4.map(({ eqn }) => eqn))).toEqual(new Set([add?.eqn]));
	});

	it('inside a branch that became a part of the body', () => {
		const { program } = goldens.find(({ name }) => name === 'cond per row') ?? {};
		const { row, batched } = loopJaxprs(liveOf(program ?? '')[0]);
		const [after] = batched ?? [];
		const inBranch = row[0].equations.find((eqn) => /^.:f32\[\] = mul . 2.0:/.test(written(row[0], eqn)));
		expect(inBranch?.depth).toBe(1);
		const now = after.equations.filter(({ origin }) => origin === inBranch?.origin);
		expect(now).toHaveLength(1);
		expect(written(after, now[0])).toMatch(/f32\[3\] = mul . 2\.0:/);
		expect(now[0].depth).toBe(0);
		expect(now[0].eqn).toBe(inBranch?.eqn);
	});
});

describe('a variable knows its role, its name and its rows', () => {
	it('of a scan', () => {
		const [after] = loopJaxprs(liveOf(programOf('rnn-cell'))[0]).batched ?? [];
		const told = after.variables.map(({ letter, name, role, lanes }) => [letter, name, role, lanes]);
		expect(told.slice(0, 6)).toEqual([
			['a', 'W', 'closed', [null]],
			['b', 'U', 'closed', [null]],
			['c', 'b', 'closed', [null]],
			['d', 'h', 'carry', [0]],
			['e', 'x', 'x', [0]],
			['f', null, null, [1]]
		]);
	});

	it('of two vmaps, outermost first', () => {
		const { program } = goldens.find(({ name }) => name === 'two vmaps') ?? {};
		const [after] = loopJaxprs(liveOf(program ?? '')[0]).batched ?? [];
		const lanes = Object.fromEntries(after.variables.map(({ letter, lanes }) => [letter, lanes]));
		expect(lanes).toMatchObject({ a: [null, 0], b: [0, 1], c: [0, null], h: [0, 1] });
	});

	it('of a while loop and its condition', () => {
		const { program } = goldens.find(({ name }) => name === 'while per row') ?? {};
		const { row } = loopJaxprs(liveOf(program ?? '')[0]);
		expect(row.map(({ part }) => part)).toEqual(['cond', 'body']);
		expect(row[0].variables.slice(0, 3).map(({ role, name }) => [role, name])).toEqual([
			['closed', 'n'],
			['carry', 'i'],
			['carry', 'total']
		]);
	});
});

const files = ['scan', 'vmap-scan', 'nested', 'control', 'applied', 'pytree', 'grad'];
const programs = files.flatMap((file) =>
	readFileSync(`tests/conformance/${file}.jsonl`, 'utf8')
		.trim()
		.split('\n')
		.map((line) => JSON.parse(line) as { name: string; source: string })
);

describe('every loop of the conformance programs', () => {
	for (const { name, source } of programs)
		it(name, () => {
			for (const live of liveOf(source)) {
				const jaxprs = loopJaxprs(live);
				for (const text of [...jaxprs.row, ...(jaxprs.batched ?? [])]) checkPlaces(text);
				checkEqns(live, jaxprs);
				checkLanes(live, jaxprs);
			}
		});
});

/** Names stand where they are said to, and equations lie beside or inside one another. */
function checkPlaces({ text, equations, lets, mentions, variables }: JaxprText): void {
	for (const { from, to, variable, bound } of mentions) {
		const { letter, type } = variables[variable];
		const here = text.slice(from, to);
		if (letter !== '_') expect(here).toBe(bound ? `${letter}:${type}` : letter);
	}
	const around: PlacedEquation[] = [];
	for (const equation of equations) {
		while (around.length > 0 && around[around.length - 1].to <= equation.from) around.pop();
		const isInLet = lets.some(({ from, to }) => from <= equation.from && equation.to <= to);
		expect(equation.depth).toBe(around.length || Number(isInLet));
		if (around.length > 0) expect(equation.to).toBeLessThanOrEqual(around[around.length - 1].to);
		around.push(equation);
	}
}

/**
 * Every equation of the user's is in what ran, but a collective that has nothing to do; and every equation of a vmapped
 * loop was written for one of one row's, but those that bring the rows of results to where they belong.
 */
function checkEqns({ loop }: LiveLoop, { row, batched }: LoopJaxprs): void {
	const there = new Set((batched ?? row).flatMap(({ equations }) => equations.map(({ eqn }) => eqn)));
	for (const { index, primitive } of loop.eqns)
		if (primitive !== 'all_gather') expect(there.has(index), `${index} ${primitive} is nowhere`).toBe(true);
	for (const text of batched ?? [])
		for (const equation of text.equations)
			if (equation.origin === null)
				expect(written(text, equation)).toMatch(/ = (transpose|broadcast_in_dim)/);
}

/**
 * What an equation makes is, without its rows, what the equation it was written for makes: compared where just one was
 * written for it at the top of the body.
 */
function checkLanes({ loop }: LiveLoop, { row, batched }: LoopJaxprs): void {
	(batched ?? []).forEach((text, part) => {
		const before = row[part];
		for (const equation of before.equations.filter(({ depth }) => depth === 0)) {
			const twins = text.equations.filter(({ origin, depth }) => depth === 0 && origin === equation.origin);
			if (twins.length !== 1) continue;
			const [type, ...more] = typesBound(before, equation);
			const [now] = typesBound(text, twins[0]);
			if (!type || !now || more.length > 0) continue;
			const lanes = now.lanes ?? [];
			const own = dimensions(now.type).filter((_, axis) => !lanes.includes(axis));
			expect(own, text.text.slice(twins[0].from, twins[0].to)).toEqual(dimensions(type.type));
			lanes.forEach((axis, n) => {
				if (axis !== null) expect(dimensions(now.type)[axis]).toBe(String(loop.axes[n].size));
			});
		}
	});
}

const dimensions = (type: string): string[] => (type.match(/\[(.*)\]/)?.[1] ?? '').split(',').filter(Boolean);

/** The variables that the equation itself binds. */
function typesBound({ text, mentions, variables }: JaxprText, { from, to }: PlacedEquation) {
	const sign = from + text.slice(from, to).indexOf(' = ');
	return mentions
		.filter((mention) => mention.bound && mention.from >= from && mention.to <= sign)
		.map(({ variable }) => variables[variable]);
}
