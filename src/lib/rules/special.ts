import { besselI0e, besselI1e } from '$lib/array/kernels/special-functions/bessel';
import { betainc } from '$lib/array/kernels/special-functions/incomplete-beta';
import {
	igamma,
	igammac,
	igammaGradA,
	randomGammaGrad
} from '$lib/array/kernels/special-functions/incomplete-gamma';
import { polygamma, zeta } from '$lib/array/kernels/special-functions/zeta';
import { isFloat } from '$lib/array/dtype';
import type { Kernel } from '$lib/array/kernel';
import { rounded } from '$lib/array/rounding';
import { sameShape, shapeText, sizeOf } from '$lib/array/shape';
import { aval, type Aval } from '$lib/core/aval';
import { ProgramError } from '$lib/core/errors';
import { bind1 } from '$lib/core/interpreter';
import { batchAt } from '$lib/core/ops';
import { mapNames, type Special } from '$lib/core/primitive';
import type { Batch } from './batching';
import { specialNames } from './parts';

/** Functions of statistics, element by element on operands of one shape. */

const functions: { readonly [S in Special]: (...args: number[]) => number } = {
	zeta,
	polygamma,
	igamma,
	igammac,
	igamma_grad_a: igammaGradA,
	random_gamma_grad: randomGammaGrad,
	regularized_incomplete_beta: betainc,
	bessel_i0e: besselI0e,
	bessel_i1e: besselI1e
};

const shapeOf =
	(name: Special) =>
	(operands: readonly Aval[]): Aval[] => {
		const [{ dtype, shape }] = operands;
		if (!isFloat(dtype))
			throw new ProgramError(
				'TypeError',
				`${name} does not accept dtype ${dtype} at position 0. Accepted dtypes at position 0 are subtypes of floating.`
			);
		const other = operands.find((each) => each.dtype !== dtype || !sameShape(each.shape, shape));
		if (other)
			throw new ProgramError(
				'TypeError',
				`${name} got incompatible shapes for broadcasting: ${shapeText(shape)}, ${shapeText(other.shape)}.`
			);
		return [
			aval(
				dtype,
				shape,
				operands.every(({ weak }) => weak)
			)
		];
	};

const kernelOf =
	(name: Special) =>
	([x]: readonly Aval[]): Kernel => {
		const n = sizeOf(x.shape);
		const f = functions[name];
		return rounded(x.dtype, n, (ins, [out]) => {
			for (let i = 0; i < n; i++) out.data[out.at + i] = f(...ins.map(({ data, at }) => data[at + i]));
		});
	};

const batchOf =
	(name: Special): Batch<Readonly<Record<never, never>>> =>
	({ size }, args, dims, params) => ({
		outs: [
			bind1(
				name,
				args.map((x, i) => batchAt(x, dims[i], size)),
				params
			)
		],
		dims: [0]
	});

export const specialShapes = mapNames(specialNames, shapeOf);
export const specialKernels = mapNames(specialNames, kernelOf);
export const specialBatches = mapNames(specialNames, batchOf);
