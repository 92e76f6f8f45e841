import { ProgramError } from '$lib/core/errors';
import { sizeOf } from '$lib/array/shape';
import { axesIn, axisIn, linesAlong, range } from './axes';
import { asHost } from './convert';
import { HostArray, result } from './host-array';
import { isReal, isWhole, kindOf, rounderOf, type HostDType } from './host-dtype';

/** Arguments that reductions share. */
export interface Over {
	readonly axis?: unknown;
	readonly keepdims?: boolean;
	readonly dtype?: HostDType | null;
}

type Fold = (values: readonly number[], round: (x: number) => number) => number;

/**
 * The sum as NumPy orders it: one after another below 8, eight sums side by side up to 128, halves above; rounded to
 * the type at every step.
 */
function pairwiseSum(
	values: readonly number[],
	round: (x: number) => number,
	from = 0,
	n = values.length
): number {
	if (n < 8) {
		let sum = n === 0 ? 0 : values[from];
		for (let i = 1; i < n; i++) sum = round(sum + values[from + i]);
		return sum;
	}
	if (n <= 128) {
		const r = values.slice(from, from + 8);
		let i = 8;
		for (; i + 8 <= n; i += 8) for (let j = 0; j < 8; j++) r[j] = round(r[j] + values[from + i + j]);
		const halves = [
			round(round(r[0] + r[1]) + round(r[2] + r[3])),
			round(round(r[4] + r[5]) + round(r[6] + r[7]))
		];
		let sum = round(halves[0] + halves[1]);
		for (; i < n; i++) sum = round(sum + values[from + i]);
		return sum;
	}
	const half = Math.floor(n / 2) - (Math.floor(n / 2) % 8);
	return round(pairwiseSum(values, round, from, half) + pairwiseSum(values, round, from + half, n - half));
}

/** One after another: along an axis that is not the last one, NumPy adds row to row. */
function plainSum(values: readonly number[], round: (x: number) => number): number {
	return values.reduce((sum, x) => round(sum + x));
}

/** Integers and booleans are summed as int64. */
function sumType(name: string, host: HostDType): HostDType {
	if (kindOf(host) === 'u')
		throw new ProgramError('NotImplementedError', `Lockstep's np.${name} does not take ${host}.`);
	return isReal(host) ? host : 'int64';
}

function fold(x: HostArray, over: Over, out: HostDType, f: Fold): HostArray {
	const axes = axesIn(over.axis, x.shape.length);
	const { shape, lines } = linesAlong(x.shape, axes, over.keepdims);
	const round = rounderOf(out);
	const values = lines.map((line) =>
		f(
			line.map((i) => round(x.exact[i])),
			round
		)
	);
	return result(out, shape, values);
}

/** Whether the axes summed over are the last ones, so that NumPy sums lines and not rows. */
const summedInside = (x: HostArray, axes: readonly number[]): boolean =>
	axes.includes(x.shape.length - 1) || x.shape.length === 0;

export function sum(a: unknown, over: Over = {}): HostArray {
	const x = asHost(a);
	const add = summedInside(x, axesIn(over.axis, x.shape.length)) ? pairwiseSum : plainSum;
	return fold(x, over, over.dtype ?? sumType('sum', x.host), (values, round) =>
		values.length === 0 ? 0 : add(values, round)
	);
}

export function prod(a: unknown, over: Over = {}): HostArray {
	const x = asHost(a);
	return fold(x, over, over.dtype ?? sumType('prod', x.host), (values, round) =>
		values.reduce((product, v) => round(product * v), 1)
	);
}

const realType = (host: HostDType): HostDType => (isReal(host) ? host : 'float64');

export function mean(a: unknown, over: Over = {}): HostArray {
	const x = asHost(a);
	const add = summedInside(x, axesIn(over.axis, x.shape.length)) ? pairwiseSum : plainSum;
	return fold(x, over, over.dtype ?? realType(x.host), (values, round) =>
		values.length === 0 ? NaN : add(values, round) / values.length
	);
}

function squaredDeviations(values: readonly number[], round: (x: number) => number, ddof: number): number {
	const middle = round(pairwiseSum(values, round) / values.length);
	const squares = values.map((v) => round(round(v - middle) ** 2));
	return pairwiseSum(squares, round) / Math.max(values.length - ddof, 0);
}

export const variance = (a: unknown, over: Over = {}, ddof = 0): HostArray => {
	const x = asHost(a);
	return fold(x, over, realType(x.host), (values, round) => squaredDeviations(values, round, ddof));
};

export const std = (a: unknown, over: Over = {}, ddof = 0): HostArray => {
	const x = asHost(a);
	return fold(x, over, realType(x.host), (values, round) =>
		Math.sqrt(round(squaredDeviations(values, round, ddof)))
	);
};

const extreme =
	(name: 'maximum' | 'minimum', better: (a: number, b: number) => boolean) =>
	(a: unknown, over: Over = {}): HostArray => {
		const x = asHost(a);
		return fold(x, over, x.host, (values) => {
			if (values.length === 0)
				throw new ProgramError(
					'ValueError',
					`zero-size array to reduction operation ${name} which has no identity`
				);
			return values.reduce((best, v) => (Number.isNaN(best) || better(best, v) ? best : v));
		});
	};

export const max = extreme('maximum', (a, b) => a >= b);
export const min = extreme('minimum', (a, b) => a <= b);

export function ptp(a: unknown, over: Over = {}): HostArray {
	const [high, low] = [max(a, over), min(a, over)];
	return result(
		high.host,
		high.shape,
		high.exact.map((x, i) => x - low.exact[i])
	);
}

const argExtreme =
	(name: 'argmax' | 'argmin', better: (a: number, b: number) => boolean) =>
	(a: unknown, axis: unknown = null, keepdims = false): HostArray => {
		const x = asHost(a);
		if (x.size === 0) throw new ProgramError('ValueError', `attempt to get ${name} of an empty sequence`);
		const { shape, lines } = linesAlong(x.shape, axesIn(axis, x.shape.length), keepdims);
		const first = (line: readonly number[]): number => {
			let best = 0;
			line.forEach((at, i) => {
				const [v, held] = [x.exact[at], x.exact[line[best]]];
				if (!Number.isNaN(held) && (Number.isNaN(v) || better(v, held))) best = i;
			});
			return best;
		};
		return result('int64', shape, lines.map(first));
	};

export const argmax = argExtreme('argmax', (a, b) => a > b);
export const argmin = argExtreme('argmin', (a, b) => a < b);

export const all = (a: unknown, over: Over = {}): HostArray =>
	fold(asHost(a), over, 'bool', (values) => Number(values.every((v) => v !== 0)));
export const any = (a: unknown, over: Over = {}): HostArray =>
	fold(asHost(a), over, 'bool', (values) => Number(values.some((v) => v !== 0)));

export const countNonzero = (a: unknown, over: Over = {}): HostArray => {
	const x = asHost(a);
	const truth = new HostArray(
		'bool',
		x.shape,
		x.exact.map((v) => Number(v !== 0))
	);
	return sum(truth, over);
};

/** `np.median`: the middle, or the mean of the two middle values. */
export const median = (a: unknown, over: Over = {}): HostArray => quantile(a, 0.5, over);

/** `np.quantile` by linear interpolation, of one `q` in [0, 1]. */
export function quantile(a: unknown, q: number, over: Over = {}): HostArray {
	const x = asHost(a);
	return fold(x, over, realType(x.host), (values, round) => {
		if (values.some(Number.isNaN) || values.length === 0) return NaN;
		const sorted = values.slice().sort((p, r) => p - r);
		const at = q * (sorted.length - 1);
		const low = Math.floor(at);
		const next = sorted[Math.min(low + 1, sorted.length - 1)];
		return round(sorted[low] + (next - sorted[low]) * (at - low));
	});
}

const running =
	(name: string, f: (a: number, b: number) => number) =>
	(a: unknown, axis: unknown = null): HostArray => {
		const given = asHost(a);
		const flat = axis === null || axis === undefined;
		const x = flat ? given.pick([given.size], range(given.size)) : given;
		const out = isWhole(x.host) || x.host === 'bool' ? sumType(name, x.host) : x.host;
		const round = rounderOf(out);
		const { lines } = linesAlong(x.shape, [flat ? 0 : axisIn(axis, x.shape.length)]);
		const values = new Float64Array(sizeOf(x.shape));
		for (const line of lines)
			line.forEach((at, i) => {
				values[at] = i === 0 ? x.exact[at] : round(f(values[line[i - 1]], x.exact[at]));
			});
		return result(out, x.shape, values);
	};

export const cumsum = running('cumsum', (a, b) => a + b);
export const cumprod = running('cumprod', (a, b) => a * b);

/** `f` of the elements of each line that are no NaN. */
export function overNumbers(a: unknown, over: Over, f: (x: unknown, over: Over) => HostArray): HostArray {
	const x = asHost(a);
	const out = f(new HostArray(x.host, [1], new Float64Array(1)), {}).host;
	return fold(x, over, out, (values) => {
		const numbers = values.filter((v) => !Number.isNaN(v));
		return f(new HostArray(out, [numbers.length], Float64Array.from(numbers)), {}).exact[0];
	});
}
