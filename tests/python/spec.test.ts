import { describe, expect, test } from 'vitest';
import { outcome, readSpecs } from './spec';

const files = Map.groupBy(readSpecs(), ({ file }) => file);

for (const [file, specs] of files)
	describe(file, () => {
		for (const { title, source, expected } of specs)
			test(title, () => expect(outcome(source)).toBe(expected));
	});
