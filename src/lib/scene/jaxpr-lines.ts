import type { Hover } from '$lib/recording/hover';
import type { JaxprText, Mention, PlacedEquation, TracedVariable } from '$lib/recording/loop-jaxprs';
import { equationsOf } from '$lib/recording/query';
import type { EqnIndex } from '$lib/recording/moment';
import type { LaneAxis, Loop } from '$lib/recording/recording';

/** A jaxpr's text as it is shown: line by line, each piece with what it stands for. */
export interface JaxprLine {
	/** From 0, counted without folding. */
	readonly number: number;
	readonly tokens: readonly JaxprToken[];
	/** Places of the equations it lies in, outermost first. */
	readonly within: readonly number[];
	/** The outermost equation that begins here: the line stands for it. */
	readonly begins: number | null;
	/** What begins here and can be folded: the first and the last of its lines stay. */
	readonly fold: { readonly at: number; readonly lines: number; readonly folded: boolean } | null;
}

export interface JaxprToken {
	readonly text: string;
	readonly role: TracedVariable['role'];
	/** `rows`: the size of the axis along which the rows lie; `shared`: of a value that all rows share. */
	readonly lane: 'rows' | 'shared' | null;
	/** In words: `new, the carry: rows along axis 0`. */
	readonly title: string;
}

/** Parts with more lines than this are folded unasked. */
const longest = 14;

interface Fold {
	readonly from: number;
	readonly to: number;
}

/** Inner jaxprs, and equations of the body that hold some. */
const foldsOf = (text: JaxprText): readonly Fold[] => [
	...text.lets,
	...text.equations.filter(({ depth }, place) => depth === 0 && (text.equations[place + 1]?.depth ?? 0) > 0)
];

/** What is folded unasked, by where it begins in the text. */
export const foldedAtFirst = (text: JaxprText): ReadonlySet<number> =>
	new Set(foldsOf(text).flatMap((fold) => (linesOf(text, fold) > longest ? [fold.from] : [])));

const linesOf = ({ text }: JaxprText, { from, to }: Fold): number => text.slice(from, to).split('\n').length;

/** With something folded that was not, or the other way about. */
export const toggled = (folded: ReadonlySet<number>, at: number): ReadonlySet<number> =>
	new Set(folded.has(at) ? [...folded].filter((one) => one !== at) : [...folded, at]);

/** The lines of a jaxpr, but those that are folded away. */
export function jaxprLines(
	text: JaxprText,
	axes: readonly LaneAxis[],
	folded: ReadonlySet<number>
): JaxprLine[] {
	const folds = foldsOf(text);
	const lines: JaxprLine[] = [];
	let from = 0;
	let next = 0;
	text.text.split('\n').forEach((written, number) => {
		const to = from + written.length;
		const start = to - written.trimStart().length;
		const first = next;
		while (next < text.mentions.length && text.mentions[next].from < to) next++;
		const hidden = folds.some((fold) => folded.has(fold.from) && isInner(text, fold, from, to));
		if (!hidden) {
			const within = text.equations.flatMap((one, place) =>
				one.from <= start && start < one.to ? [place] : []
			);
			const fold = folds.find((one) => one.from >= from && one.from < to);
			const inside = fold ? linesOf(text, fold) - 2 : 0;
			lines.push({
				number,
				tokens: tokensOf(text, axes, text.mentions.slice(first, next), from, to),
				within,
				begins: within.find((place) => text.equations[place].from === start) ?? null,
				fold: fold && inside > 0 ? { at: fold.from, lines: inside, folded: folded.has(fold.from) } : null
			});
		}
		from = to + 1;
	});
	return lines;
}

/** Neither the first line of something nor its last. */
const isInner = ({ text }: JaxprText, fold: Fold, from: number, to: number): boolean =>
	fold.from < from && to < fold.to && text.slice(to, fold.to).includes('\n');

function tokensOf(
	{ text, variables }: JaxprText,
	axes: readonly LaneAxis[],
	mentions: readonly Mention[],
	from: number,
	to: number
): JaxprToken[] {
	const tokens: JaxprToken[] = [];
	const plain = (until: number): void => {
		if (until > from) tokens.push({ text: text.slice(from, until), role: null, lane: null, title: '' });
		from = until;
	};
	for (const mention of mentions) {
		plain(mention.from);
		const variable = variables[mention.variable];
		const title = variableWords(variable, axes);
		const written = text.slice(mention.from, mention.to);
		for (const part of mention.bound ? typeParts(written, variable) : [{ text: written, lane: null }])
			tokens.push({ ...part, role: variable.role, title });
		from = mention.to;
	}
	plain(to);
	return tokens;
}

/** `e:f32[4,3]` cut so that the axes of the rows stand by themselves. */
function typeParts(written: string, { lanes }: TracedVariable): Pick<JaxprToken, 'text' | 'lane'>[] {
	if (!lanes) return [{ text: written, lane: null }];
	if (lanes.every((axis) => axis === null)) return [{ text: written, lane: 'shared' }];
	const open = written.indexOf('[') + 1;
	const sizes = written.slice(open, -1).split(',');
	const parts: Pick<JaxprToken, 'text' | 'lane'>[] = [{ text: written.slice(0, open), lane: null }];
	sizes.forEach((size, axis) => {
		if (axis > 0) parts.push({ text: ',', lane: null });
		parts.push({ text: size, lane: lanes.includes(axis) ? 'rows' : null });
	});
	return [...parts, { text: ']', lane: null }];
}

const roleWords: { readonly [R in NonNullable<TracedVariable['role']>]: string } = {
	closed: 'an outer value',
	carry: 'the carry',
	x: 'the x',
	y: 'the y'
};

/** `new, the carry: rows along axis 0`; empty where nothing is known of it. */
function variableWords({ name, role, lanes }: TracedVariable, axes: readonly LaneAxis[]): string {
	const what = [name, role && roleWords[role]].filter((word) => word !== null).join(', ');
	const where = lanes === null || axes.length === 0 ? '' : rowsWords(lanes, axes);
	return [what, where].filter((word) => word !== '').join(': ');
}

function rowsWords(lanes: readonly (number | null)[], axes: readonly LaneAxis[]): string {
	if (lanes.every((axis) => axis === null)) return 'one value for all rows';
	if (axes.length === 1) return `rows along axis ${lanes[0]}`;
	const each = lanes.map((axis, n) =>
		axis === null ? `shared by ${axes[n].name}` : `${axes[n].name} along axis ${axis}`
	);
	return each.join(', ');
}

/** What an equation makes, in words; one phrase a result. */
export function equationWords(text: JaxprText, place: number, axes: readonly LaneAxis[]): string[] {
	const { from, to, depth } = text.equations[place];
	const sign = text.text.indexOf(' = ', from);
	const until = sign < 0 || sign > to ? from : sign;
	return text.mentions
		.filter((mention) => mention.bound && mention.from >= from && mention.to <= until)
		.map(({ variable }) => {
			const { letter } = text.variables[variable];
			const words = variableWords(text.variables[variable], axes);
			return `${letter} is ${words === '' ? (depth > 0 ? 'a value inside' : 'a value on the way') : words}`;
		});
}

/** Places of the equations that a hover is about: those written for the same one, else those of the same of the user's. */
export function litEquations(text: JaxprText, loop: Loop, hover: Hover | null): ReadonlySet<number> {
	if (hover === null) return new Set();
	if (hover.kind === 'traced' && hover.origin !== null)
		return placesWhere(text, ({ origin }) => origin === hover.origin);
	const eqns = new Set(equationsOf(loop, hover).map(({ index }) => index));
	return placesWhere(text, ({ eqn, depth }) => depth === 0 && eqn !== null && eqns.has(eqn));
}

/** Places of the equations that are being carried out. */
export const activeEquations = (text: JaxprText, active: EqnIndex | null): ReadonlySet<number> =>
	placesWhere(text, ({ eqn, depth }) => depth === 0 && active !== null && eqn === active);

const placesWhere = (
	{ equations }: JaxprText,
	holds: (equation: PlacedEquation) => boolean
): ReadonlySet<number> => new Set(equations.flatMap((equation, place) => (holds(equation) ? [place] : [])));
