/** Things people mistype, and things nobody should be able to do. */
const strange = [
	'', '(', ')', ']', '[', '{', '}', ':', ',', '.', '=', '==', '**', '//', '@', '->', ':=', '*', '~', '!', '$', '?', '\\', '\n', '\n\t', '    ',
	'"', "'", '"""', '#', 'f"{', '}"', '0', '-1', '1e400', '10**9', '10**400', '9'.repeat(400), '0x', '1_000', '1j', '...', 'None', 'True',
	'lambda', 'lambda x:', 'def', 'class', 'return', 'yield', 'yield from', 'await', 'async', 'import', 'from', 'while True:', 'for', 'in', 'is', 'not',
	'if', 'else', 'try:', 'except', 'finally:', 'with', 'raise', 'del', 'global', 'nonlocal', 'match', 'case', 'pass', 'break', 'continue', 'assert',
	'__class__', '__dict__', '__proto__', 'constructor', 'prototype', '__init__', '__subclasses__', 'globals', 'eval', 'self', 'len', 'range(10**12)',
	'[0] * 10**10', "'a' * 10**10", 'jnp.zeros((10**6, 10**6))', 'jnp', 'lax.scan', 'jax.vmap', 'jnp.nan', '\u00e9', '\u{1f600}', '\0'
]; // prettier-ignore

const tokens = (program: string): string[] => program.match(/\w+|\s+|[^\w\s]/gu) ?? [];

const numbers = ['0', '1', '-1', '2', '3.5', '1e30', '10**6', '-0.0', 'True', 'None', "'a'", '[]', '()', '{}', '(1, 2)', 'x', 'jnp.nan', 'jnp.ones(3)']; // prettier-ignore

/** A word put in another word's place: still Python more often than not, and then wrong in what it says. */
function misspoken(parts: string[], random: () => number): void {
	const words = parts.flatMap((part, i) => (/^\w+$/.test(part) ? [i] : []));
	if (words.length === 0) return;
	const pick = (): number => words[Math.floor(random() * words.length)];
	const at = pick();
	parts[at] = /^\d/.test(parts[at]) ? numbers[Math.floor(random() * numbers.length)] : parts[pick()];
}

/** Up to four tokens deleted, doubled, swapped or put in. */
function mistyped(parts: string[], random: () => number): void {
	const pick = (): number => Math.floor(random() * parts.length);
	const at = pick();
	const other = pick();
	switch (Math.floor(random() * 5)) {
		case 0:
			parts.splice(at, 1);
			break;
		case 1:
			parts.splice(at, 0, parts[at]);
			break;
		case 2:
			[parts[at], parts[other]] = [parts[other], parts[at]];
			break;
		case 3:
			parts.splice(at, 0, strange[Math.floor(random() * strange.length)]);
			break;
		default:
			parts[at] = strange[Math.floor(random() * strange.length)];
	}
}

/** The program with one to three mistakes in it. */
export function mutated(program: string, random: () => number): string {
	const parts = tokens(program);
	const mistake = random() < 0.7 ? misspoken : mistyped;
	for (let i = 1 + Math.floor(random() * 3); i > 0 && parts.length > 0; i--) mistake(parts, random);
	return parts.join('');
}
