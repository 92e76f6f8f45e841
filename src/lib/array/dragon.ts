/** The floating types that have decimal text by digits of their own (bfloat16 is shown with six, see float-text). */
export type DigitType = 'float16' | 'float32' | 'float64' | 'bfloat16';

/** Digits d1 d2 d3 ... standing for d1.d2d3... x 10^exponent. */
export interface Decimal {
	readonly digits: string;
	readonly exponent: number;
}

/**
 * How many digits: as few as tell the number from its neighbours (`unique`) or as many as asked; none below the
 * decimal place `last`, and at least down to the place `atLeast` (places are powers of ten, 0 the units).
 */
export interface DigitRule {
	readonly unique: boolean;
	readonly last: (exponent: number) => number;
	readonly atLeast: (exponent: number) => number;
}

/** The shortest digits that read back as the same number. */
export const shortest: DigitRule = { unique: true, last: () => -Infinity, atLeast: () => Infinity };

const formats: { readonly [K in DigitType]: { readonly bits: number; readonly least: number } } = {
	float16: { bits: 11, least: -24 },
	bfloat16: { bits: 8, least: -133 },
	float32: { bits: 24, least: -149 },
	float64: { bits: 53, least: -1074 }
};

const scratch = new DataView(new ArrayBuffer(8));

/** x = mantissa * 2^exponent as the type stores it. x is positive, finite and exact in the type. */
function split(x: number, type: DigitType): [mantissa: bigint, exponent: number] {
	scratch.setFloat64(0, x);
	const bits = scratch.getBigUint64(0);
	const biased = Number(bits >> 52n);
	const fraction = bits & 0xfffffffffffffn;
	const mantissa = biased === 0 ? fraction : fraction | 0x10000000000000n;
	const power = Math.max(biased, 1) - 1075;
	const exponent = Math.max(power + 53 - formats[type].bits, formats[type].least);
	return [mantissa >> BigInt(exponent - power), exponent];
}

/** A number as value / scale with exact distances to the middle of the gaps below and above. */
interface Scaled {
	value: bigint;
	scale: bigint;
	below: bigint;
	above: bigint;
	readonly even: boolean;
}

function scaled(x: number, type: DigitType): Scaled {
	const [mantissa, exponent] = split(x, type);
	const { bits, least } = formats[type];
	// The gap below a power of two is half the gap above it.
	const extra = mantissa === 1n << BigInt(bits - 1) && exponent > least ? 1n : 0n;
	const unit = exponent > 0 ? 1n << BigInt(exponent) : 1n;
	return {
		value: (mantissa * unit) << (1n + extra),
		scale: (exponent < 0 ? 1n << BigInt(-exponent) : 1n) << (1n + extra),
		below: unit,
		above: unit << extra,
		even: mantissa % 2n === 0n
	};
}

/** Scales so that 1 <= value / scale < 10; gives the power of ten taken out. */
function normalise(s: Scaled, x: number): number {
	const exponent = Math.floor(Math.log10(x));
	const power = 10n ** BigInt(Math.abs(exponent));
	if (exponent > 0) s.scale *= power;
	else multiply(s, power);
	if (s.value >= 10n * s.scale) {
		s.scale *= 10n;
		return exponent + 1;
	}
	if (s.value >= s.scale) return exponent;
	multiply(s, 10n);
	return exponent - 1;
}

function multiply(s: Scaled, by: bigint): void {
	s.value *= by;
	s.below *= by;
	s.above *= by;
}

/** One more unit in the last place, carried through nines. */
function roundUp(digits: number[], exponent: number): number {
	while (digits.at(-1) === 9) digits.pop();
	const last = digits.pop();
	digits.push(last === undefined ? 1 : last + 1);
	return last === undefined ? exponent + 1 : exponent;
}

/**
 * Decimal digits of a positive finite number, by the free-format algorithm of Steele and White as R. Juckett's
 * "Dragon4" gives it and NumPy uses it: digits of the exact value until the rule says stop, the last one rounded, a tie to even.
 */
export function decimal(x: number, type: DigitType, rule: DigitRule): Decimal {
	const s = scaled(x, type);
	const exponent = normalise(s, x);
	const [last, atLeast] = [rule.last(exponent), rule.atLeast(exponent)];
	const digits: number[] = [];
	for (let place = exponent; ; place--) {
		const digit = s.value / s.scale;
		s.value -= digit * s.scale;
		digits.push(Number(digit));
		const [low, high] = rule.unique ? near(s) : [false, false];
		const enough = (low || high) && place <= atLeast;
		if (!enough && place !== last && (rule.unique || s.value > 0n)) {
			multiply(s, 10n);
			continue;
		}
		const up = low === high ? aboveHalf(s, digit) : high;
		return { exponent: up ? roundUp(digits, exponent) : exponent, digits: digits.join('') };
	}
}

/** Whether the digits so far, or the next number up, already stand for the number. */
function near({ value, scale, below, above, even }: Scaled): [low: boolean, high: boolean] {
	const upper = value + above;
	return even ? [value <= below, upper >= scale] : [value < below, upper > scale];
}

function aboveHalf({ value, scale }: Scaled, digit: bigint): boolean {
	const twice = 2n * value;
	return twice === scale ? digit % 2n === 1n : twice > scale;
}
