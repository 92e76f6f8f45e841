/** One line of the table that `npm run bench` prints. */
export interface Figure {
	readonly what: string;
	readonly figure: string;
	/** What it should be; empty where nothing was promised. */
	readonly goal: string;
	readonly met: boolean;
}

/** How a number is written: digits after the point, and what stands behind it. */
export interface Unit {
	readonly digits: number;
	readonly name: string;
}

export const times: Unit = { digits: 2, name: '×' };
export const milliseconds: Unit = { digits: 2, name: 'ms' };

const written = (value: number, { digits, name }: Unit): string => `${value.toFixed(digits)} ${name}`;

const goalOf = (limit: number, { name }: Unit): string => `${limit.toLocaleString('en')} ${name}`;

export const atMost = (what: string, value: number, limit: number, unit: Unit): Figure => ({
	what,
	figure: written(value, unit),
	goal: `≤ ${goalOf(limit, unit)}`,
	met: value <= limit
});

export const atLeast = (what: string, value: number, limit: number, unit: Unit): Figure => ({
	what,
	figure: written(value, unit),
	goal: `≥ ${goalOf(limit, unit)}`,
	met: value >= limit
});

/** For comparison: nothing was promised. */
export const plain = (what: string, value: number, unit: Unit): Figure => ({
	what,
	figure: written(value, unit),
	goal: '',
	met: true
});

/** A Markdown table; a missed goal is marked. */
export function tableOf(figures: readonly Figure[]): string {
	const lines = figures.map(
		({ what, figure, goal, met }) => `| ${what} | ${figure} | ${goal}${met ? '' : ' **missed**'} |`
	);
	return ['| measured | figure | goal |', '| --- | --- | --- |', ...lines].join('\n');
}
