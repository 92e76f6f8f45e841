import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { casesOf } from '../../scripts/conformance/cases';
import { differenceOf } from '../../scripts/conformance/compare';
import type { Case } from '../../scripts/program/format';
import { observe } from '../../scripts/program/observe';

const folder = 'tests/conformance';
const names = readFileSync(`${folder}/first-light.txt`, 'utf8').split(/\s+/).filter(Boolean);
const cases = new Map<string, Case>(
	readdirSync(folder)
		.filter((file) => file.endsWith('.jsonl'))
		.flatMap((file) => casesOf(`${folder}/${file}`))
		.map((one) => [one.name, one])
);

describe('first light: what real JAX did', () => {
	test.each(names)('%s', (name) => {
		const one = cases.get(name);
		if (!one) throw new Error(`first-light.txt names ${name}, which no file has`);
		expect(differenceOf(observe(one.source).expect, one.expect)).toBeNull();
	});
});
