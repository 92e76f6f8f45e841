import { ProgramError } from '$lib/core/errors';
import { avalOf, type Value } from '$lib/core/interpreter';
import * as ops from '$lib/core/ops';
import { shapeText, type Shape } from '$lib/array/shape';
import { isSequence, itemsOf, range } from '../arguments';
import { dtypeOf } from '../dtypes';
import { toValue } from '../values';
import { numbers } from './movement';
import { paddingOf, underWindow, type Window } from './window-slices';

/** Which axis of operand, kernel and result is what: batch (output) and feature (input) first, then those of space. */
export interface ConvDims {
	readonly lhs: readonly number[];
	readonly rhs: readonly number[];
	readonly out: readonly number[];
}

/** Dimension numbers as a program gives them: three strings such as NHWC, HWIO, NHWC; null for NCHW, OIHW, NCHW. */
export function convDims(given: unknown, rank: number): ConvDims {
	if (given === null || given === undefined) return { lhs: range(rank), rhs: range(rank), out: range(rank) };
	const parts = isSequence(given) ? itemsOf(given) : [];
	if (parts.length === 3 && parts.every(isSequence)) {
		const [lhs, rhs, out] = parts.map(numbers);
		return { lhs, rhs, out };
	}
	if (parts.length !== 3 || !parts.every((each) => typeof each === 'string'))
		throw new ProgramError('TypeError', 'convolution dimension_numbers must be tuple/list or None');
	const [lhs, rhs, out] = parts as string[];
	const space = [...rhs].filter((letter) => letter !== 'O' && letter !== 'I');
	const places = (letters: string, lead: readonly string[]): number[] =>
		[...lead, ...space].map((letter) => letters.indexOf(letter));
	return { lhs: places(lhs, ['N', 'C']), rhs: places(rhs, ['O', 'I']), out: places(out, ['N', 'C']) };
}

export interface ConvOptions {
	readonly strides: unknown;
	readonly padding: unknown;
	readonly lhsDilation?: unknown;
	readonly rhsDilation?: unknown;
	readonly dims?: unknown;
	readonly featureGroups?: number;
	readonly batchGroups?: number;
	readonly preferred?: unknown;
}

/**
 * `lax.conv_general_dilated`: for each place of the kernel the elements that lie under it, times the kernel's matrix
 * there from input to output features, summed.
 */
export function convGeneralDilated(x: unknown, kernel: unknown, options: ConvOptions): Value {
	const [given, weights] = [toValue(x, 'conv_general_dilated'), toValue(kernel, 'conv_general_dilated', 1)];
	checkConv(given, weights);
	const rank = avalOf(given).shape.length;
	const dims = convDims(options.dims ?? null, rank);
	const [lhs, rhs] = [ops.transpose(given, dims.lhs), ops.transpose(weights, dims.rhs)];
	const groups = options.featureGroups ?? 1;
	checkFeatures(avalOf(lhs).shape, avalOf(rhs).shape, groups);
	const window = windowOf(avalOf(lhs).shape.slice(2), avalOf(rhs).shape.slice(2), options);
	const parts = range(groups).map((group) => grouped(lhs, rhs, window, group, groups));
	const out = ops.convert(ops.concatenate(parts, 1), dtypeOf(options.preferred) ?? avalOf(lhs).dtype);
	const order = range(rank).map((axis) => dims.out.indexOf(axis));
	return ops.transpose(out, order);
}

function checkConv(x: Value, kernel: Value): void {
	const [lhs, rhs] = [avalOf(x), avalOf(kernel)];
	if (lhs.dtype !== rhs.dtype)
		throw new ProgramError(
			'TypeError',
			`lax.conv_general_dilated requires arguments to have the same dtypes, got ${lhs.dtype}, ${rhs.dtype}. (Tip: jnp.conv_general_dilated is a similar function that does automatic type promotion on inputs).`
		);
	if (lhs.shape.length !== rhs.shape.length)
		throw new ProgramError(
			'TypeError',
			`convolution requires lhs and rhs ndim to be equal, got ${lhs.shape.length} and ${rhs.shape.length}.`
		);
}

function checkFeatures(lhs: Shape, rhs: Shape, groups: number): void {
	if (lhs[1] === rhs[1] * groups) return;
	throw new ProgramError(
		'ValueError',
		`conv_general_dilated lhs feature dimension size divided by feature_group_count must equal the rhs input feature dimension size, but ${lhs[1]} // ${groups} != ${rhs[1]}.`
	);
}

const ones = (given: unknown, n: number): number[] =>
	given === null || given === undefined ? new Array<number>(n).fill(1) : numbers(given);

/** The window over the axes of space; that of the operand's features is as wide as they are. */
function windowOf(space: Shape, size: Shape, options: ConvOptions): Window {
	const [strides, base, wide] = [options.strides, options.lhsDilation, options.rhsDilation].map((each) =>
		ones(each, space.length)
	);
	if (strides.length !== space.length)
		throw new ProgramError(
			'TypeError',
			`conv_general_dilated window_strides has wrong length: expected ${space.length}, got ${shapeText(strides)}.`
		);
	const stretched = space.map((n, axis) => (n - 1) * base[axis] + 1);
	return {
		size,
		strides,
		padding: paddingOf(options.padding, stretched, size, strides, wide),
		baseDilation: base,
		dilation: wide
	};
}

/** Of one group of features: [batch, output features, ...space]. */
function grouped(lhs: Value, rhs: Value, window: Window, group: number, groups: number): Value {
	const [features, kernels] = [avalOf(rhs).shape[1], avalOf(rhs).shape[0] / groups];
	const own = along(lhs, 1, group * features, features);
	const weights = along(rhs, 0, group * kernels, kernels);
	const [one, none] = [
		[1, 1],
		[[0, 0] as const, [0, 0] as const]
	];
	const whole: Window = {
		size: [1, 1, ...window.size],
		strides: [...one, ...window.strides],
		padding: [...none, ...window.padding],
		baseDilation: [...one, ...window.baseDilation],
		dilation: [...one, ...window.dilation]
	};
	const products = underWindow(own, whole, 0).map(({ at, value }) => {
		const place = at.slice(2);
		const matrix = place.reduceRight(
			(part, n, axis) => ops.squeeze(along(part, axis + 2, n, 1), [axis + 2]),
			weights
		);
		const product = ops.dotGeneral(value, matrix, [
			[[1], [1]],
			[[], []]
		]);
		return ops.moveAxis(product, avalOf(product).shape.length - 1, 1);
	});
	return products.reduce(ops.add);
}

function along(x: Value, axis: number, start: number, size: number): Value {
	const { shape } = avalOf(x);
	if (start === 0 && size === shape[axis]) return x;
	return ops.slice(
		x,
		shape.map((_, i) => (i === axis ? start : 0)),
		shape.map((n, i) => (i === axis ? start + size : n))
	);
}
