import type { ArrayRecord, Scalar, Value } from '../program/format';

/** The first difference in a few words, or null where `actual` is as `expected`. */
export type Difference = string | null;

/** Compares two trees; `at` names the place. `array` and `numpy` are one kind. */
export function valueDifference(actual: Value, expected: Value, at: string): Difference {
	const [got, wanted] = [kindOf(actual), kindOf(expected)];
	if (got !== wanted) return `${at} is ${got}; expected ${wanted}`;
	if (wanted === 'array' || wanted === 'key') return arrayDifference(arrayOf(actual), arrayOf(expected), at);
	if ('python' in expected && 'python' in actual)
		return scalarDifference(actual.value, expected.value, wanted, at);
	if ('repr' in expected && 'repr' in actual)
		return actual.repr === expected.repr ? null : `${at} is ${actual.repr}; expected ${expected.repr}`;
	return childrenDifference(childrenOf(actual), childrenOf(expected), at);
}

/** What has to be the same of two values before their contents are looked at. */
function kindOf(value: Value): string {
	if ('array' in value || 'numpy' in value) return 'array';
	if ('python' in value) return value.python;
	if ('namedtuple' in value) return `namedtuple ${value.namedtuple}`;
	if ('dataclass' in value) return `dataclass ${value.dataclass}`;
	return Object.keys(value)[0] ?? 'nothing';
}

function arrayOf(value: Value): ArrayRecord {
	if ('array' in value) return value.array;
	if ('numpy' in value) return value.numpy;
	if ('key' in value) return value.key;
	throw new Error('internal: not an array');
}

type Children = readonly (readonly [name: string, value: Value])[];

function childrenOf(value: Value): Children {
	if ('tuple' in value) return value.tuple.map((item, i) => [`[${i}]`, item]);
	if ('list' in value) return value.list.map((item, i) => [`[${i}]`, item]);
	if ('fields' in value) return Object.entries(value.fields).map(([name, field]) => [`.${name}`, field]);
	if ('dict' in value) return value.dict.map(([key, item]) => [`[${keyText(key)}]`, item]);
	return [];
}

const keyText = (key: Value): string => JSON.stringify('python' in key ? key.value : key);

function childrenDifference(actual: Children, expected: Children, at: string): Difference {
	if (actual.length !== expected.length)
		return `${at} has ${actual.length} items; expected ${expected.length}`;
	for (const [i, [name, wanted]] of expected.entries()) {
		const [gotName, got] = actual[i] ?? ['', wanted];
		if (gotName !== name) return `${at} has ${gotName} where ${name} is expected`;
		const difference = valueDifference(got, wanted, at + name);
		if (difference !== null) return difference;
	}
	return null;
}

/** Element type and shape equal, elements within the tolerance of the type. */
export function arrayDifference(actual: ArrayRecord, expected: ArrayRecord, at: string): Difference {
	const [got, wanted] = [typeText(actual), typeText(expected)];
	if (got !== wanted) return `${at} is ${got}; expected ${wanted}`;
	if (actual.data.length !== expected.data.length)
		return `${at} has ${actual.data.length} elements; expected ${expected.data.length}`;
	for (const [i, element] of expected.data.entries()) {
		const place = expected.data.length === 1 ? at : `${at}{${indices(i, expected.shape).join(',')}}`;
		const difference = scalarDifference(actual.data[i] ?? 'missing', element, expected.dtype, place);
		if (difference !== null) return difference;
	}
	return null;
}

const typeText = (array: ArrayRecord): string => `${array.dtype}[${array.shape.join(',')}]`;

function indices(flat: number, shape: readonly number[]): number[] {
	let rest = flat;
	return shape
		.toReversed()
		.map((size) => {
			const index = rest % size;
			rest = Math.floor(rest / size);
			return index;
		})
		.reverse();
}

/** How far apart two numbers may be: `atol + rtol * |expected|`. Integers and booleans are exact. */
const tolerances: Readonly<Record<string, { readonly rtol: number; readonly atol: number }>> = {
	float: { rtol: 1e-5, atol: 1e-6 },
	float32: { rtol: 1e-5, atol: 1e-6 },
	float16: { rtol: 1e-2, atol: 1e-2 },
	bfloat16: { rtol: 1e-2, atol: 1e-2 }
};

function scalarDifference(actual: Scalar, expected: Scalar, type: string, at: string): Difference {
	const tolerance = tolerances[type];
	const same = tolerance
		? isClose(numberOf(actual), numberOf(expected), tolerance.rtol, tolerance.atol)
		: actual === expected;
	return same ? null : `${at} is ${clipped(String(actual))}; expected ${clipped(String(expected))}`;
}

const words: Readonly<Record<string, number>> = { nan: NaN, inf: Infinity, '-inf': -Infinity, '-0': -0 };

/** Undefined for what stands for no number. */
const numberOf = (value: Scalar): number | undefined =>
	typeof value === 'number' ? value : typeof value === 'string' ? words[value] : undefined;

function isClose(
	actual: number | undefined,
	expected: number | undefined,
	rtol: number,
	atol: number
): boolean {
	if (actual === undefined || expected === undefined) return false;
	if (Number.isNaN(expected)) return Number.isNaN(actual);
	if (!Number.isFinite(expected)) return actual === expected;
	return Math.abs(actual - expected) <= atol + rtol * Math.abs(expected);
}

/** Short enough for a line of a report. */
export const clipped = (text: string): string => (text.length > 100 ? `${text.slice(0, 99)}…` : text);
