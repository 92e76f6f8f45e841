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
}

const initial: PrintOptions = { precision: 8, threshold: 1000, edgeitems: 3, linewidth: 75, suppress: false };

/** Those in force; a program begins with NumPy's own. */
export const printOptions: { current: PrintOptions } = { current: initial };

export const resetPrintOptions = (): void => {
	printOptions.current = initial;
};

export const changePrintOptions = (change: Partial<PrintOptions>): void => {
	printOptions.current = { ...printOptions.current, ...change };
};
