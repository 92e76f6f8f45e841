import { ProgramError } from '$lib/core/errors';
import { avalOf, type Value } from '$lib/core/interpreter';
import { rev, transpose } from '$lib/core/ops';
import { Tuple, tuple } from '$lib/core/containers';
import { toValue } from '../values';
import { convDims, convGeneralDilated, type ConvOptions } from './convolution';
import { numbers } from './movement';

const usual: Readonly<Record<number, readonly string[]>> = {
	2: ['NC', 'IO', 'NC'],
	3: ['NHC', 'HIO', 'NHC'],
	4: ['NHWC', 'HWIO', 'NHWC'],
	5: ['NHWDC', 'HWDIO', 'NHWDC']
};

/** Widths that make the result as long as a transposed convolution's. */
function widths(size: number, stride: number, padding: string): Tuple {
	const same = padding === 'SAME';
	const all = size + stride - 2 + (same ? 0 : Math.max(size - stride, 0));
	const low = same && stride <= size - 1 ? Math.ceil(all / 2) : size - 1;
	return tuple(BigInt(low), BigInt(all - low));
}

/** `lax.conv_transpose`: the operand's elements drawn apart by the strides, then convolved. */
export function convTranspose(x: unknown, kernel: unknown, options: ConvOptions, turned: boolean): Value {
	const weights = toValue(kernel, 'conv_transpose', 1);
	const rank = avalOf(weights).shape.length;
	const names = options.dims ?? new Tuple([...(usual[rank] ?? [])]);
	const dims = convDims(names, rank);
	const strides = numbers(options.strides);
	const dilation = options.rhsDilation ? numbers(options.rhsDilation) : strides.map(() => 1);
	const space = dims.rhs.slice(2);
	const { padding } = options;
	if (typeof padding === 'string' && padding !== 'SAME' && padding !== 'VALID')
		throw new ProgramError('ValueError', `Invalid padding mode: ${padding}`);
	const pads =
		typeof padding === 'string'
			? new Tuple(
					space.map((axis, i) =>
						widths((avalOf(weights).shape[axis] - 1) * dilation[i] + 1, strides[i], padding)
					)
				)
			: padding;
	const [out, into] = dims.rhs;
	const swapped = dims.rhs.map((_, axis) => (axis === out ? into : axis === into ? out : axis));
	const used = turned ? transpose(rev(weights, space), swapped) : weights;
	return convGeneralDilated(x, used, {
		strides: null,
		padding: pads,
		lhsDilation: options.strides,
		rhsDilation: options.rhsDilation,
		dims: names
	});
}
