import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { exampleNames } from '$lib/examples/catalogue';
import { decodeLink } from '$lib/session/link';

/**
 * Every form of link ever published: a file holds the fragment on its first line and below it, as JSON, the state it
 * stands for. Files are added, never changed: a link is a promise.
 */
const folder = import.meta.dirname;
const files = readdirSync(folder).filter((name) => name.endsWith('.txt'));

describe('links published once are read for ever', () => {
	it.each(files)('%s', (name) => {
		const text = readFileSync(join(folder, name), 'utf8');
		const end = text.indexOf('\n');
		const decoded = decodeLink(text.slice(0, end), exampleNames);
		expect(decoded).toEqual({ kind: 'state', state: JSON.parse(text.slice(end)) });
	});

	it('are of every form', () => {
		expect(files.length).toBeGreaterThanOrEqual(5);
	});
});
