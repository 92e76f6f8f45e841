import { Dict, Tuple } from '$lib/core/containers';
import { toIndex } from '../convert';
import { write } from '../host';
import { call } from '../call';
import { getAttribute } from '../attributes';
import { sortItems } from '../builtins/sequences';
import { setOrder } from '../set-order';
import { registerModule } from '../module';
import { native } from '../native';
import { reprOf } from '../repr';
import { truth } from '../truth';
import { typeError } from '../errors';
import { typeName } from '../types';
import { PySet } from '../values';

/** The blanks that every line with text begins with are taken away. */
function dedent(given: unknown): string {
	const text = textOf(given);
	const lines = text.split('\n').map((line) => (/^[ \t]*$/.test(line) ? '' : line));
	const margins = lines.filter((line) => line !== '').map((line) => /^[ \t]*/.exec(line)?.[0] ?? '');
	const margin = margins.reduce((a, b) => common(a, b), margins[0] ?? '');
	return lines.map((line) => line.slice(line === '' ? 0 : margin.length)).join('\n');
}

function textOf(given: unknown): string {
	if (typeof given === 'string') return given;
	throw typeError(`expected string or bytes-like object, got '${typeName(given)}'`);
}

function common(a: string, b: string): string {
	let length = 0;
	while (length < a.length && a[length] === b[length]) length++;
	return a.slice(0, length);
}

interface Wrapping {
	readonly width: number;
	readonly first: string;
	readonly rest: string;
}

/** Words on lines of at most `width` characters; a longer word is cut. */
function wrap(given: unknown, { width, first, rest }: Wrapping): string[] {
	const words = textOf(given).split(/\s+/).filter(Boolean);
	const lines: string[] = [];
	let line = '';
	const indent = (): string => (lines.length === 0 ? first : rest);
	const room = (): number => Math.max(1, width - indent().length);
	const close = (): void => {
		if (line !== '') lines.push(indent() + line);
		line = '';
	};
	for (let word of words) {
		if (line !== '' && line.length + 1 + word.length > room()) close();
		while (word.length > room()) {
			line = word.slice(0, room());
			word = word.slice(room());
			close();
		}
		line = line === '' ? word : `${line} ${word}`;
	}
	close();
	return lines;
}

function shorten(given: unknown, width: number, placeholder: string): string {
	const words = textOf(given).split(/\s+/).filter(Boolean);
	if (words.join(' ').length <= width) return words.join(' ');
	while (words.length > 0 && (words.join(' ') + placeholder).length > width) words.pop();
	return words.length > 0 ? words.join(' ') + placeholder : placeholder.trimStart();
}

const wrapping = "width=70, *, initial_indent='', subsequent_indent='', **kwargs";
const options = (width: unknown, first: string, rest: string): Wrapping => ({
	width: Number(toIndex(width)),
	first,
	rest
});

registerModule('textwrap', {
	dedent: native('dedent(text)', dedent),
	indent: native('indent(text, prefix, predicate=None)', (text: unknown, prefix: string, wanted: unknown) =>
		textOf(text)
			.split(/(?<=\n)/)
			.map((line) =>
				(wanted === null ? line.trim() !== '' : truth(call(wanted, [line]))) ? prefix + line : line
			)
			.join('')
	),
	wrap: native(`wrap(text, ${wrapping})`, (text: string, width: unknown, first: string, rest: string) =>
		wrap(text, options(width, first, rest))
	),
	fill: native(`fill(text, ${wrapping})`, (text: string, width: unknown, first: string, rest: string) =>
		wrap(text, options(width, first, rest)).join('\n')
	),
	shorten: native(
		"shorten(text, width, *, placeholder=' [...]', **kwargs)",
		(text: string, width: unknown, placeholder: string) => shorten(text, Number(toIndex(width)), placeholder)
	)
});

interface Printing {
	readonly width: number;
	readonly sorted: boolean;
	readonly step: number;
}

/** `pprint`: on one line where it fits, else an item a line. `indent` is where it begins, `allowance` what follows it. */
function pretty(value: unknown, how: Printing, indent: number, allowance: number): string {
	const flat = onOneLine(value, how);
	const parts = partsOf(value, how);
	if (!parts || indent + flat.length + allowance <= how.width) return flat;
	const { open, close, items } = parts;
	const at = indent + open.length + how.step - 1;
	const texts = items.map(({ key, value: item }, i) => {
		const label = key === null ? '' : `${onOneLine(key, how)}: `;
		const after = i === items.length - 1 ? allowance + close.length : 1;
		return label + pretty(item, how, at + label.length, after);
	});
	return open + ' '.repeat(how.step - 1) + texts.join(`,\n${' '.repeat(at)}`) + close;
}

interface Parts {
	readonly open: string;
	readonly close: string;
	readonly items: readonly { readonly key: unknown; readonly value: unknown }[];
}

const alone = (values: readonly unknown[]) => values.map((value) => ({ key: null, value }));

function partsOf(value: unknown, how: Printing): Parts | null {
	if (value instanceof Dict && value.constructor === Dict && value.size > 0)
		return {
			open: '{',
			close: '}',
			items: entriesOf(value, how).map(([key, each]) => ({ key, value: each }))
		};
	if (Array.isArray(value) && value.constructor === Array && value.length > 0)
		return { open: '[', close: ']', items: alone(value) };
	if (value instanceof Tuple && value.constructor === Tuple && value.length > 0)
		return { open: '(', close: value.length === 1 ? ',)' : ')', items: alone(value.items) };
	if (value instanceof PySet && value.constructor === PySet && value.size > 0 && !value.frozen)
		return { open: '{', close: '}', items: alone(sortItems([...setOrder(value)], null, false)) };
	return null;
}

function entriesOf(dict: Dict, { sorted }: Printing): (readonly [unknown, unknown])[] {
	const entries = dict.entries();
	if (!sorted) return [...entries];
	return sortItems(dict.keys(), null, false).map((key) => [key, dict.get(key)] as const);
}

function onOneLine(value: unknown, how: Printing): string {
	const parts = partsOf(value, how);
	if (!parts) return reprOf(value);
	const texts = parts.items.map(({ key, value: item }) =>
		key === null ? onOneLine(item, how) : `${onOneLine(key, how)}: ${onOneLine(item, how)}`
	);
	return parts.open + texts.join(', ') + parts.close;
}

const format = (object: unknown, indent: unknown, width: unknown, sorted: unknown): string =>
	pretty(
		object,
		{ width: Number(toIndex(width)), sorted: truth(sorted), step: Number(toIndex(indent)) },
		0,
		0
	);

function print(object: unknown, stream: unknown, indent: unknown, width: unknown, sorted: unknown): null {
	const text = `${format(object, indent, width, sorted)}\n`;
	if (stream === null) write(text);
	else call(getAttribute(stream, 'write'), [text]);
	return null;
}

const given = 'indent=1, width=80, depth=None, *, compact=False, sort_dicts';

/** `depth` and `compact` change nothing here. */
const printed = (
	object: unknown,
	stream: unknown,
	indent: unknown,
	width: unknown,
	_depth: unknown,
	_compact: unknown,
	sorted: unknown
): null => print(object, stream, indent, width, sorted);

registerModule('pprint', {
	pprint: native(`pprint(object, stream=None, ${given}=True)`, printed),
	pp: native(`pp(object, stream=None, ${given}=False)`, printed),
	pformat: native(
		`pformat(object, ${given}=True)`,
		(object: unknown, indent: unknown, width: unknown, _: unknown, __: unknown, sorted: unknown) =>
			format(object, indent, width, sorted)
	)
});
