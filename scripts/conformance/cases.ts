import { readFileSync } from 'node:fs';
import type { Case } from '../program/format';

/** The cases of a `.jsonl` file, one a line. */
export function casesOf(file: string): Case[] {
	return readFileSync(file, 'utf8')
		.split('\n')
		.filter((line) => line.trim() !== '')
		.map((line) => JSON.parse(line) as Case);
}
