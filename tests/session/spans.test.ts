import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { record } from '$lib/session/run';

const files = ['scan', 'vmap-scan', 'nested', 'control', 'applied', 'pytree'];
const cases = files.flatMap((file) =>
	readFileSync(`tests/conformance/${file}.jsonl`, 'utf8')
		.trim()
		.split('\n')
		.map((line) => JSON.parse(line) as { name: string; source: string })
);

describe('every equation of every loop has its place in the program', () => {
	for (const { name, source } of cases)
		it(name, () => {
			for (const loop of record(source).recording.loops) {
				expect(loop.call).not.toBeNull();
				for (const { span, text, primitive } of loop.eqns) {
					expect(span, `${primitive} has no place`).not.toBeNull();
					if (!span) continue;
					expect(span.from).toBeGreaterThanOrEqual(0);
					expect(span.to).toBeGreaterThan(span.from);
					expect(span.to).toBeLessThanOrEqual(source.length);
					expect(source.slice(0, span.from).split('\n')).toHaveLength(span.line);
					expect(source.slice(span.from, span.to).replace(/\s+/g, ' ')).toBe(text);
				}
			}
		});
});
