import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { casesOf } from '../../scripts/conformance/cases';
import { differenceOf } from '../../scripts/conformance/compare';
import { observe } from '../../scripts/program/observe';

const folder = 'tests/conformance/found';

/** Programs tried against real JAX beside the given cases, with what it did. */
describe.each(readdirSync(folder))('%s', (file) => {
	test.each(casesOf(`${folder}/${file}`))('$name', ({ source, expect: wanted }) => {
		expect(differenceOf(observe(source).expect, wanted)).toBeNull();
	});
});
