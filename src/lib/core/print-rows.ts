let rows: readonly number[] = [];

/** The rows whose print is being carried out, one a vmap that made one of it, outermost first. */
export const printingRows = (): readonly number[] => rows;

/** Prints for one row of a vmap. */
export function inRow(row: number, print: () => void): void {
	const before = rows;
	rows = [...before, row];
	try {
		print();
	} finally {
		rows = before;
	}
}
