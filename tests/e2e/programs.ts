import { readFileSync } from 'node:fs';

/** An example of the menu as the editor shows it: without its title. */
export function exampleProgram(name: string): string {
	const file = readFileSync(new URL(`../../src/lib/examples/${name}.py`, import.meta.url), 'utf8');
	return file.slice(file.indexOf('\n') + 1).trimEnd();
}
