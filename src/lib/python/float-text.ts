/** Text of floats as Python writes them. */

/** `repr(x)`: the shortest digits that read back as `x`. */
export function floatRepr(x: number): string {
	if (Number.isNaN(x)) return 'nan';
	if (!Number.isFinite(x)) return x > 0 ? 'inf' : '-inf';
	if (x === 0) return Object.is(x, -0) ? '-0.0' : '0.0';
	const { negative, digits, exponent } = shortest(x);
	const body =
		exponent < -4 || exponent >= 16 ? scientific(digits, exponent) : positional(digits, exponent, true);
	return negative ? `-${body}` : body;
}

export interface Decimal {
	readonly negative: boolean;
	/** Significant digits, the first one not 0 unless the number is. */
	readonly digits: string;
	/** Of the first digit: `1.23e4` has 4. */
	readonly exponent: number;
}

/** The shortest digits that read back as `x`. */
export function shortest(x: number): Decimal {
	const [mantissa, exponent] = Math.abs(x).toExponential().split('e');
	return {
		negative: x < 0 || Object.is(x, -0),
		digits: mantissa.replace('.', ''),
		exponent: Number(exponent)
	};
}

/** Without exponent; with `.0` where it would look like an int and `point` asks for it. */
export function positional(digits: string, exponent: number, point: boolean): string {
	if (exponent < 0) return `0.${'0'.repeat(-exponent - 1)}${digits}`;
	const whole = digits.slice(0, exponent + 1).padEnd(exponent + 1, '0');
	const rest = digits.slice(exponent + 1);
	return rest ? `${whole}.${rest}` : point ? `${whole}.0` : whole;
}

/** `1.5e+20`, at least two digits of exponent. */
export function scientific(digits: string, exponent: number): string {
	const mantissa = digits.length > 1 ? `${digits[0]}.${digits.slice(1)}` : digits;
	const size = String(Math.abs(exponent)).padStart(2, '0');
	return `${mantissa}e${exponent < 0 ? '-' : '+'}${size}`;
}

/** `|x|` as numerator / 2^power, exactly. */
function exact(x: number): { numerator: bigint; power: number } {
	let numerator = Math.abs(x);
	let power = 0;
	while (!Number.isInteger(numerator)) {
		numerator *= 2;
		power++;
	}
	return { numerator: BigInt(numerator), power };
}

/** numerator / denominator to the nearest whole number, ties to even. */
function divideToEven(numerator: bigint, denominator: bigint): bigint {
	const quotient = numerator / denominator;
	const twice = (numerator % denominator) * 2n;
	if (twice > denominator || (twice === denominator && quotient % 2n === 1n)) return quotient + 1n;
	return quotient;
}

/** `|x| * 10^places`, to the nearest whole number, exactly rounded. */
export function scaled(x: number, places: number): bigint {
	const { numerator, power } = exact(x);
	const ten = 10n ** BigInt(Math.abs(places));
	return places >= 0
		? divideToEven(numerator * ten, 1n << BigInt(power))
		: divideToEven(numerator, ten << BigInt(power));
}

/** `x` with `places` digits after the point, exactly rounded: `%.3f`. Without sign. */
export function fixed(x: number, places: number): string {
	const text = scaled(x, places)
		.toString()
		.padStart(places + 1, '0');
	return places === 0 ? text : `${text.slice(0, -places)}.${text.slice(-places)}`;
}

/** The first `count` significant digits, exactly rounded. */
export function significant(x: number, count: number): Decimal {
	const negative = x < 0 || Object.is(x, -0);
	if (x === 0) return { negative, digits: '0'.repeat(count), exponent: 0 };
	let { exponent } = shortest(x);
	let digits = scaled(x, count - 1 - exponent).toString();
	if (digits.length > count) {
		exponent++;
		digits = scaled(x, count - 1 - exponent).toString();
	}
	return { negative, digits, exponent };
}

/** `round(x, places)` */
export function roundTo(x: number, places: number): number {
	if (!Number.isFinite(x) || x === 0 || places > 323) return x;
	if (places < -308) return x < 0 ? -0 : 0;
	const whole = scaled(x, places);
	const text = places >= 0 ? `${whole}e-${places}` : `${whole}e${-places}`;
	return x < 0 || Object.is(x, -0) ? -Number(text) : Number(text);
}
