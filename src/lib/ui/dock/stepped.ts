const pixelsPerStep = 8;
/** The most that `toFixed` takes. */
const mostDecimals = 100;

/** A number as it is written, more by so much: with its decimals, and its point; null where the text is no finite number. */
export function stepped(text: string, by: number): string | null {
	const number = Number(text);
	if (text.trim() === '' || !Number.isFinite(number)) return null;
	if (by === 0) return text;
	const isWhole = Number.isInteger(by);
	const decimals = decimalsOf(text);
	const next = (number + by).toFixed(Math.min(mostDecimals, Math.max(decimals, isWhole ? 0 : 1)));
	return isWhole && /\.\s*$/.test(text) ? `${next}.` : next;
}

/** What stands for a number once its name was dragged by so many pixels. */
export const dragged = (text: string, pixels: number): string | null =>
	stepped(text, Math.round(pixels / pixelsPerStep));

/** Digits after the point: 2 of `0.25`, 4 of `1.5e-3`. */
function decimalsOf(text: string): number {
	const [, digits = '', exponent = '0'] = /(?:\.(\d*))?(?:e([+-]?\d+))?\s*$/i.exec(text) ?? [];
	return Math.max(0, digits.length - Number(exponent));
}
