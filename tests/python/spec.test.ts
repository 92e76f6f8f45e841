import { describe, expect, test } from 'vitest';
import { outcome, readSpecs } from './spec';

const specs = readSpecs();

for (const file of new Set(specs.map((spec) => spec.file)))
	describe(file, () => {
		for (const { title, source, expected } of specs.filter((spec) => spec.file === file))
			test(title, () => expect(outcome(source)).toBe(expected));
	});
