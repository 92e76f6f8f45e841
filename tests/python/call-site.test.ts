import { describe, expect, it } from 'vitest';
import { callSiteOf } from '$lib/python/call-site';
import { parse } from '$lib/python/parse/parse';

const program = `def per_row(row, h0):
  (h, n), ys = lax.scan(step, (h0, 0), row)
  return ys
final = lax.scan(step, init=start, xs=(a, b))[0]
`;

const spanOf = (text: string) => {
	const from = program.indexOf(text);
	return { from, to: from + text.length, line: 0, column: 0 };
};
const whole = { from: 0, to: program.length, line: 1, column: 0 };
const site = (text: string) => callSiteOf(parse(program), spanOf(text), whole);

describe('callSiteOf(program, call)', () => {
	it('reads the names of operands and results, tuples taken apart', () => {
		const names = { carry: ['h0', 'h', 'n'], xs: ['row'], ys: ['ys'] };
		expect(site('lax.scan(step, (h0, 0), row)')).toMatchObject(names);
	});

	it('says in which function they hold', () => {
		const within = site('lax.scan(step, (h0, 0), row)')?.within;
		expect(program.slice(within?.from, within?.to).trim()).toMatch(/^def per_row.*return ys$/s);
	});

	it('reads keywords, and no results where the pair is not unpacked', () => {
		const names = { carry: ['start'], xs: ['a', 'b'], ys: [] };
		expect(site('lax.scan(step, init=start, xs=(a, b))')).toMatchObject(names);
	});

	it('is null where no such call is', () => {
		expect(callSiteOf(parse(program), { from: 1, to: 2, line: 0, column: 0 }, whole)).toBeNull();
	});
});

describe('other loops', () => {
	const of = (text: string, kind: 'fori_loop' | 'map' | 'while_loop') => {
		const call = text.slice(text.indexOf('lax'));
		const span = { from: text.indexOf(call), to: text.length, line: 0, column: 0 };
		return callSiteOf(parse(text), span, span, kind);
	};

	it('take their operands and give their results elsewhere', () => {
		expect(of('end = lax.while_loop(test, body, start)', 'while_loop')).toMatchObject({
			carry: ['start', 'end'],
			xs: [],
			ys: []
		});
		expect(of('end = lax.fori_loop(0, 3, body, start)', 'fori_loop')).toMatchObject({
			carry: ['start', 'end'],
			xs: []
		});
		expect(of('ys = lax.map(f, rows)', 'map')).toMatchObject({ carry: [], xs: ['rows'], ys: ['ys'] });
	});
});
