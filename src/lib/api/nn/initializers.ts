import { ProgramError } from '$lib/core/errors';
import type { Value } from '$lib/core/interpreter';
import { full, moveAxis, mul, reshape } from '$lib/core/ops';
import { isFloat, type DType } from '$lib/array/dtype';
import { sizeOf, type Shape } from '$lib/array/shape';
import { normal as drawNormal, truncatedNormal as drawTruncated } from '../random/normal';
import { orthogonal as drawOrthogonal } from '../random/parametric';
import { constant, uniform as drawUniform, weak } from '../random/uniform';

/** Makes the first weights of a layer. */
export type Initializer = (key: Value, shape: Shape, dtype?: DType) => Value;

/** The same value everywhere; the key is not used. */
export const constantly =
	(value: number): Initializer =>
	(_, shape, dtype = 'float32') =>
		full(shape, value, dtype);

/** What is left of the standard deviation after cutting a normal distribution at two of them. */
const truncatedSpread = 0.87962566103423978;

const scaled = (x: Value, by: number, dtype: DType): Value => mul(x, constant(by, dtype));

export const normal =
	(stddev: number, own: DType = 'float32'): Initializer =>
	(key, shape, dtype = own) =>
		scaled(drawNormal(key, shape, dtype), stddev, dtype);

export const uniform =
	(scale: number, own: DType = 'float32'): Initializer =>
	(key, shape, dtype = own) =>
		scaled(drawUniform(key, shape, dtype), scale, dtype);

export const truncatedNormal =
	(stddev: number, own: DType = 'float32', lower = -2, upper = 2): Initializer =>
	(key, shape, dtype = own) =>
		scaled(drawTruncated(key, weak(lower), weak(upper), shape, dtype), stddev, dtype);

export type Mode = 'fan_in' | 'fan_out' | 'fan_avg';
export type Distribution = 'truncated_normal' | 'normal' | 'uniform';

export interface Axes {
	readonly inAxis: number;
	readonly outAxis: number;
}

/** Numbers of connections into and out of a weight's unit. */
function fans(shape: Shape, { inAxis, outAxis }: Axes): { fanIn: number; fanOut: number } {
	if (shape.length <= 1)
		throw new ProgramError(
			'ValueError',
			`Can't compute input and output sizes of a ${shape.length}-dimensional weights tensor. Must be at least 2D.`
		);
	const into = shape.at(inAxis) ?? 1;
	const out = shape.at(outAxis) ?? 1;
	const field = sizeOf(shape) / (into * out);
	return { fanIn: into * field, fanOut: out * field };
}

/** `variance_scaling`: a variance of scale / fan; Glorot's, He's and LeCun's are cases of it. */
export const varianceScaling =
	(
		scale: number,
		mode: Mode,
		distribution: Distribution,
		own: DType = 'float32',
		axes: Axes = { inAxis: -2, outAxis: -1 }
	): Initializer =>
	(key, shape, dtype = own) => {
		if (!isFloat(dtype)) throw new ProgramError('ValueError', `dtype must be a floating type, got ${dtype}`);
		const { fanIn, fanOut } = fans(shape, axes);
		const fan = { fan_in: fanIn, fan_out: fanOut, fan_avg: (fanIn + fanOut) / 2 }[mode];
		const variance = Math.fround(scale / fan);
		const root = Math.fround(Math.sqrt(variance));
		switch (distribution) {
			case 'truncated_normal':
				return scaled(
					drawTruncated(key, weak(-2), weak(2), shape, dtype),
					Math.fround(root / Math.fround(truncatedSpread)),
					dtype
				);
			case 'normal':
				return scaled(drawNormal(key, shape, dtype), root, dtype);
			case 'uniform':
				return scaled(
					drawUniform(key, shape, dtype, weak(-1)),
					Math.fround(Math.sqrt(Math.fround(3 * variance))),
					dtype
				);
		}
	};

/** `orthogonal`: rows of length `shape[columnAxis]` at right angles, times `scale`. */
export const orthogonal =
	(scale: number, columnAxis: number, own: DType = 'float32'): Initializer =>
	(key, shape, dtype = own) => {
		if (shape.length < 2)
			throw new ProgramError('ValueError', 'orthogonal initializer requires at least a 2D shape');
		const axis = columnAxis < 0 ? columnAxis + shape.length : columnAxis;
		const rows = shape[axis];
		const columns = sizeOf(shape) / rows;
		const matrix = drawOrthogonal(key, columns, rows, [], dtype);
		const rest = shape.filter((_, i) => i !== axis);
		return scaled(moveAxis(reshape(matrix, [...rest, rows]), rest.length, axis), scale, dtype);
	};
