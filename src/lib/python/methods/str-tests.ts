import { strClass } from '../types';
import { addMethods, type Methods } from './add';

/** `text.isdigit()` and the like: true where there are characters and all of them are of the kind. */
const kinds: Record<string, RegExp> = {
	isalpha: /^\p{L}+$/u,
	isalnum: /^[\p{L}\p{N}]+$/u,
	isdecimal: /^\p{Nd}+$/u,
	isdigit: /^[\p{Nd}²³¹⁰⁴-⁹₀-₉]+$/u,
	isnumeric: /^\p{N}+$/u,
	isspace: /^[\s\x1c-\x1f\x85]+$/u,
	isidentifier: /^[\p{L}\p{Nl}_][\p{L}\p{Nl}\p{Mn}\p{Mc}\p{Nd}\p{Pc}]*$/u
};

const methods: Methods = {
	'isascii(self, /)': (text: string) => /^[\x00-\x7f]*$/.test(text),
	'isprintable(self, /)': (text: string) => /^[\p{L}\p{M}\p{N}\p{P}\p{S} ]*$/u.test(text),
	'islower(self, /)': (text: string) => text === text.toLowerCase() && text !== text.toUpperCase(),
	'isupper(self, /)': (text: string) => text === text.toUpperCase() && text !== text.toLowerCase(),
	'istitle(self, /)': isTitle
};
for (const [name, pattern] of Object.entries(kinds))
	methods[`${name}(self, /)`] = (text: string) => pattern.test(text);
addMethods(strClass, methods);

function isTitle(text: string): boolean {
	let cased = false;
	let inWord = false;
	for (const char of text) {
		const upper = char !== char.toLowerCase();
		const lower = char !== char.toUpperCase();
		if ((upper && inWord) || (lower && !inWord)) return false;
		inWord = upper || lower;
		cased ||= inWord;
	}
	return cased;
}
