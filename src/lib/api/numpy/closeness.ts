import { ProgramError } from '$lib/core/errors';
import { sizeOf, shapeText, stridesOf } from '$lib/array/shape';
import { numpyRepr, numpyStr } from '$lib/array/text';
import { asHost } from './convert';
import { commonType, elementwise } from './elementwise';
import { type HostArray } from './host-array';
import { all } from './reductions';

/** `np.isclose`. */
export function isclose(a: unknown, b: unknown, rtol = 1e-5, atol = 1e-8, equalNan = false): HostArray {
	const near = (x: number, y: number): boolean => {
		if (Number.isNaN(x) || Number.isNaN(y)) return equalNan && Number.isNaN(x) && Number.isNaN(y);
		if (!Number.isFinite(x) || !Number.isFinite(y)) return x === y;
		return Math.abs(x - y) <= atol + rtol * Math.abs(y);
	};
	return elementwise([asHost(a), asHost(b)], 'float64', (x, y) => Number(near(x, y)), 'bool');
}

/** `np.allclose`, a Python bool. */
export const allclose = (a: unknown, b: unknown, rtol = 1e-5, atol = 1e-8, equalNan = false): boolean =>
	all(isclose(a, b, rtol, atol, equalNan)).exact[0] !== 0;

/** `np.array_equal`, a Python bool. */
export function arrayEqual(a: unknown, b: unknown, equalNan = false): boolean {
	const [x, y] = [asHost(a), asHost(b)];
	if (String(x.shape) !== String(y.shape)) return false;
	return x.exact.every(
		(v, i) => v === y.exact[i] || (equalNan && Number.isNaN(v) && Number.isNaN(y.exact[i]))
	);
}

const few = 5;

/** Where the first mismatches are: NumPy lists them where there are few. */
function placesText(x: HostArray, y: HostArray, wrong: readonly number[]): string[] {
	const shape = x.shape.length >= y.shape.length ? x.shape : y.shape;
	if (shape.length === 0) return [];
	const strides = stridesOf(shape);
	const value = (a: HostArray, i: number): string => {
		const at = a.size === 1 ? 0 : i;
		return numpyStr({ ...a.text, shape: [], data: [a.exact[at]] });
	};
	const lines = wrong.slice(0, few).map((i) => {
		const place = shape.map((n, axis) => Math.floor(i / strides[axis]) % n);
		return ` [${place.join(', ')}]: ${value(x, i)} (ACTUAL), ${value(y, i)} (DESIRED)`;
	});
	const head =
		wrong.length === 1
			? 'Mismatch at index:'
			: wrong.length > few
				? `First ${few} mismatches are at indices:`
				: 'Mismatch at indices:';
	return [head, ...lines];
}

/** The largest differences among what does not agree. */
function differenceText(x: HostArray, y: HostArray, wrong: readonly number[]): string[] {
	const pick = (a: HostArray, i: number): number => a.exact[a.size === 1 ? 0 : i];
	const gaps = wrong.map((i) => Math.abs(pick(x, i) - pick(y, i)));
	const shares = wrong.map((i, k) => gaps[k] / Math.abs(pick(y, i))).filter((v) => !Number.isNaN(v));
	const host = commonType([x, y]);
	const absolute = numpyStr({
		dtype: host === 'bool' ? 'int64' : host,
		shape: [],
		data: [Math.max(...gaps)]
	});
	const relative =
		shares.length === 0 ? 'nan' : shares.includes(Infinity) ? 'inf' : shortened(Math.max(...shares));
	return [
		`Max absolute difference among violations: ${host.startsWith('float') ? shortened(Number(absolute)) : absolute}`,
		`Max relative difference among violations: ${relative}`
	];
}

/** A number as an array of it would show it, to eight digits. */
const shortened = (x: number): string =>
	numpyStr({ dtype: 'float64', shape: [1], data: [x] })
		.slice(1, -1)
		.replace(/\.$/, '.');

/** What `np.testing` says of two arrays that are not as they should be. */
function failure(header: string, x: HostArray, y: HostArray, wrong: readonly number[]): ProgramError {
	const total = sizeOf(x.shape.length >= y.shape.length ? x.shape : y.shape);
	const lines = [
		'',
		header,
		'',
		`Mismatched elements: ${wrong.length} / ${total} (${percent(wrong.length / total)}%)`,
		...placesText(x, y, wrong),
		...differenceText(x, y, wrong),
		` ACTUAL: ${numpyRepr(x.text)}`,
		` DESIRED: ${numpyRepr(y.text)}`
	];
	return new ProgramError('AssertionError', lines.join('\n'));
}

/** Three significant digits, as `%.3g` writes them. */
const percent = (share: number): string => String(Number((100 * share).toPrecision(3)));

function shapesDiffer(header: string, x: HostArray, y: HostArray): ProgramError {
	return new ProgramError(
		'AssertionError',
		`\n${header}\n\n(shapes ${shapeText(x.shape)}, ${shapeText(y.shape)} mismatch)\n ACTUAL: ${numpyRepr(x.text)}\n DESIRED: ${numpyRepr(y.text)}`
	);
}

/** Raises AssertionError where `bad` says so of an element pair; scalars are compared with every element. */
export function assertAll(
	header: string,
	actual: unknown,
	desired: unknown,
	good: (x: number, y: number) => boolean
): null {
	const [x, y] = [asHost(actual), asHost(desired)];
	if (x.shape.length > 0 && y.shape.length > 0 && String(x.shape) !== String(y.shape))
		throw shapesDiffer(header, x, y);
	const agree = elementwise(
		[x, y],
		'float64',
		(a, b) => Number(good(a, b) || (Number.isNaN(a) && Number.isNaN(b))),
		'bool'
	);
	const wrong = [...agree.exact].flatMap((v, i) => (v === 0 ? [i] : []));
	if (wrong.length > 0) throw failure(header, x, y, wrong);
	return null;
}
