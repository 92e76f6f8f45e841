const surrogate = /[\uD800-\uDFFF]/;

/** Whether characters and UTF-16 units differ in number. */
export const hasAstral = (text: string): boolean => surrogate.test(text);

/** Python's `len` of a string: characters, not UTF-16 units. */
export const textLength = (text: string): number => (hasAstral(text) ? Array.from(text).length : text.length);

/** Characters from `start` to `stop`. */
export const textSlice = (text: string, start: number, stop: number): string =>
	hasAstral(text) ? Array.from(text).slice(start, stop).join('') : text.slice(start, stop);
