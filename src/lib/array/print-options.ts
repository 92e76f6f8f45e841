/** NumPy's print options, as far as `np.set_printoptions` can change them here. */
export interface PrintOptions {
	/** Digits after the decimal point, at most. */
	readonly precision: number;
	/** Arrays of more elements are summarised. */
	readonly threshold: number;
	/** Elements shown at each end of a summarised axis. */
	readonly edgeitems: number;
	readonly linewidth: number;
	/** Small numbers are written as 0 instead of with exponents. */
	readonly suppress: boolean;
	/** Stands before numbers that are not negative: '-' for nothing. */
	readonly sign: '-' | '+' | ' ';
	/** How many digits there are: `precision` exactly, as many as tell the number apart, those but no more than `precision`. */
	readonly floatmode: FloatMode;
	readonly nanstr: string;
	readonly infstr: string;
	/** The program's own text of an element of that type; null for the usual one. */
	readonly formatter: ((type: string) => ((x: number) => string) | null) | null;
}

export type FloatMode = 'fixed' | 'unique' | 'maxprec' | 'maxprec_equal';

const initial: PrintOptions = {
	precision: 8,
	threshold: 1000,
	edgeitems: 3,
	linewidth: 75,
	suppress: false,
	sign: '-',
	floatmode: 'maxprec',
	nanstr: 'nan',
	infstr: 'inf',
	formatter: null
};

/** Those in force; a program begins with NumPy's own. */
export const printOptions: { current: PrintOptions } = { current: initial };

export const resetPrintOptions = (): void => {
	printOptions.current = initial;
};

export const changePrintOptions = (change: Partial<PrintOptions>): void => {
	printOptions.current = { ...printOptions.current, ...change };
};

/** What `body` gives with some options changed. */
export function withPrintOptions<T>(change: Partial<PrintOptions>, body: () => T): T {
	const before = printOptions.current;
	changePrintOptions(change);
	try {
		return body();
	} finally {
		printOptions.current = before;
	}
}
