/** A program in the menu. */
export interface Example {
	/** The file's name without `.py`: part of links, for ever. */
	readonly name: string;
	/** The file's first line, a comment, which is not part of the program. */
	readonly title: string;
	readonly program: string;
}

const files: Readonly<Record<string, string>> = import.meta.glob('./*.py', {
	query: '?raw',
	import: 'default',
	eager: true
});

/** The order of the menu; the first is what a plain address opens. */
const order = [
	'running-max',
	'running-sum',
	'ema',
	'running-mean',
	'fibonacci',
	'linear-recurrence',
	'bracket-matching',
	'logistic-map',
	'trapped-water',
	'rnn-cell'
] as const;

export const examples: readonly Example[] = order.map(readExample);

export const exampleNames: ReadonlySet<string> = new Set(order);

/** The example of that name; null where there is none. */
export const exampleNamed = (name: string): Example | null =>
	examples.find((example) => example.name === name) ?? null;

function readExample(name: string): Example {
	const file = files[`./${name}.py`];
	if (file === undefined) throw new Error(`internal: no example file ${name}.py`);
	const end = file.indexOf('\n');
	return { name, title: file.slice(1, end).trim(), program: file.slice(end + 1).trimEnd() };
}
