/** Text of a lesson as data: blocks of inline pieces, so that a page can lay it out without reading markup. */
export type Block =
	| { readonly kind: 'paragraph'; readonly text: readonly Inline[] }
	| { readonly kind: 'list'; readonly ordered: boolean; readonly items: readonly (readonly Inline[])[] }
	| { readonly kind: 'callout'; readonly tone: Tone; readonly text: readonly Inline[] }
	| { readonly kind: 'code'; readonly program: string }
	/** TeX, on lines of its own. `spoken` is the formula in words. */
	| { readonly kind: 'maths'; readonly tex: string; readonly spoken: string };

/** What a callout is for: the rule to take away, a trap, or something aside. */
export type Tone = 'key' | 'trap' | 'aside';

export type Inline =
	| { readonly kind: 'text'; readonly text: string }
	| { readonly kind: 'code'; readonly text: string }
	| { readonly kind: 'emphasis'; readonly text: string }
	| { readonly kind: 'maths'; readonly tex: string }
	| { readonly kind: 'link'; readonly text: string; readonly to: string };

const piece = /`([^`]+)`|\*([^*]+)\*|\$([^$]+)\$|\[([^\]]+)\]\(([^)]+)\)/g;

/** Reads `` `code` ``, `*emphasis*`, `$TeX$` and `[text](address)`. */
export function inline(source: string): Inline[] {
	const pieces: Inline[] = [];
	let from = 0;
	const plain = (to: number): void => {
		if (to > from) pieces.push({ kind: 'text', text: source.slice(from, to) });
	};
	for (const match of source.matchAll(piece)) {
		const [whole, code, emphasis, tex, text, to] = match;
		plain(match.index);
		if (code !== undefined) pieces.push({ kind: 'code', text: code });
		else if (emphasis !== undefined) pieces.push({ kind: 'emphasis', text: emphasis });
		else if (tex !== undefined) pieces.push({ kind: 'maths', tex });
		else pieces.push({ kind: 'link', text, to });
		from = match.index + whole.length;
	}
	plain(source.length);
	return pieces;
}

/** Reads `` `code` `` alone: messages quote programs, in which the other signs mean something else. */
export const codeSpans = (source: string): Inline[] =>
	source
		.split(/`([^`]+)`/)
		.map((text, n): Inline => ({ kind: n % 2 === 1 ? 'code' : 'text', text }))
		.filter((one) => one.kind === 'code' || (one.kind === 'text' && one.text !== ''));

/** Inline pieces as plain text, for titles, announcements and search. */
export const plainText = (text: readonly Inline[]): string =>
	text.map((one) => (one.kind === 'maths' ? one.tex : one.text)).join('');

export const p = (source: string): Block => ({ kind: 'paragraph', text: inline(source) });
export const list = (...items: readonly string[]): Block => ({
	kind: 'list',
	ordered: false,
	items: items.map(inline)
});
export const steps = (...items: readonly string[]): Block => ({
	kind: 'list',
	ordered: true,
	items: items.map(inline)
});
export const callout = (tone: Tone, source: string): Block => ({
	kind: 'callout',
	tone,
	text: inline(source)
});
export const maths = (tex: string, spoken: string): Block => ({ kind: 'maths', tex, spoken });
export const code = (program: string): Block => ({ kind: 'code', program });

/** A program in a template literal: without its first line break, its last blanks and its common indentation. */
export function py(parts: TemplateStringsArray, ...values: readonly string[]): string {
	const lines = String.raw({ raw: parts.raw }, ...values)
		.replace(/^\n/, '')
		.trimEnd()
		.split('\n');
	const indents = lines
		.filter((line) => line.trim() !== '')
		.map((line) => line.length - line.trimStart().length);
	const least = Math.min(...indents);
	return lines.map((line) => line.slice(least)).join('\n');
}
