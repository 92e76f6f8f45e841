/** The named vmap axes around what is being called, outermost first. */
interface NamedAxis {
	readonly name: string;
	readonly size: number;
}

let axes: readonly NamedAxis[] = [];

/** Runs `body` with one more named axis in force; a name that is null changes nothing. */
export function withAxis<T>(name: string | null, size: number, body: () => T): T {
	if (name === null) return body();
	const before = axes;
	axes = [...axes, { name, size }];
	try {
		return body();
	} finally {
		axes = before;
	}
}

/** Size of the innermost axis of that name; null where none is in force. */
export const axisSize = (name: string): number | null =>
	axes.findLast((axis) => axis.name === name)?.size ?? null;
