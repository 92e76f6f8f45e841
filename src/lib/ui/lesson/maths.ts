/** MathML by its TeX, made when the page was built. */
export interface Maths {
	readonly inline: Readonly<Record<string, string>>;
	readonly display: Readonly<Record<string, string>>;
}

/** For texts without formulas. */
export const noMaths: Maths = { inline: {}, display: {} };
