import { avalOf, bind, bind1, type Value } from '$lib/core/interpreter';
import {
	binary,
	broadcastInDim,
	concatenate,
	cumulative,
	expandDims,
	pad,
	reduce,
	reshape,
	rev,
	scalar,
	slice,
	squeeze,
	transpose
} from '$lib/core/ops';
import { numpyInts } from '$lib/core/numpy-ints';
import type { Params } from '$lib/core/primitive';
import { isLinear, operandType, zerosOf, type Transpose } from '../differentiating';
import { ofFirst, soleCt, unbroadcast } from './families';

/** Transposes of primitives that move, stretch, cut and join. */

const axesOf = (x: Value): number[] => avalOf(x).shape.map((_, axis) => axis);

export const transposeBroadcast: Transpose<Params['broadcast_in_dim']> = ofFirst(
	(ct, shape, { broadcast_dimensions }) => {
		const summed = axesOf(ct).filter((axis) => !broadcast_dimensions.includes(axis));
		return unbroadcast(summed.length === 0 ? ct : reduce('reduce_sum', ct, summed), shape);
	}
);

export const transposeReshape: Transpose<Params['reshape']> = ofFirst((ct, shape) => reshape(ct, shape));

export const transposeSqueeze: Transpose<Params['squeeze']> = ofFirst((ct, _, { dimensions }) =>
	expandDims(ct, dimensions)
);

export const transposeTranspose: Transpose<Params['transpose']> = ofFirst((ct, _, { permutation }) =>
	transpose(
		ct,
		permutation.map((__, axis) => permutation.indexOf(axis))
	)
);

export const transposeRev: Transpose<Params['rev']> = ofFirst((ct, _, { dimensions }) => rev(ct, dimensions));

export const transposeReduceSum: Transpose<Params['reduce_sum']> = ofFirst((ct, shape, { axes }) =>
	broadcastInDim(ct, shape, numpyInts(shape.map((_, axis) => axis).filter((axis) => !axes.includes(axis))))
);

export const transposeCumsum: Transpose<Params['cumsum']> = ofFirst((ct, _, { axis, reverse }) =>
	cumulative('cumsum', ct, axis, !reverse)
);

/** Padded back to where the slice was; between its elements as many zeros as were left out. */
export const transposeSlice: Transpose<Params['slice']> = ofFirst((ct, shape, { start_indices, strides }) => {
	const sizes = avalOf(ct).shape;
	const config = shape.map((n, axis) => {
		const stride = strides?.[axis] ?? 1;
		const reached = start_indices[axis] + (sizes[axis] === 0 ? 0 : (sizes[axis] - 1) * stride + 1);
		const widths = [start_indices[axis], n - reached, stride - 1] as const;
		return numpyInts(widths, [false, true, strides?.some((step) => step !== 1) ?? false]);
	});
	return pad(ct, scalar(0, avalOf(ct).dtype), config);
});

/** The operand gets what is under it, the padding value the sum of all else. */
export const transposePad: Transpose<Params['pad']> = (_, cts, [x, value], { padding_config }) => {
	const ct = soleCt(cts);
	const zero = scalar(0, avalOf(ct).dtype);
	const cut = pad(
		ct,
		zero,
		padding_config.map(([low, high]) => numpyInts([-low, -high, 0] as const))
	);
	const { shape } = avalOf(cut);
	const own = slice(
		cut,
		numpyInts(shape.map(() => 0)),
		shape,
		numpyInts(padding_config.map(([, , interior]) => interior + 1))
	);
	const total = (v: Value): Value => reduce('reduce_sum', v, axesOf(v));
	return [isLinear(x) ? own : null, isLinear(value) ? binary('sub', total(ct), total(own)) : null];
};

export const transposeConcatenate: Transpose<Params['concatenate']> = (_, cts, args, { dimension }) => {
	const sizes = args.map((x) => operandType(x).shape[dimension]);
	const parts = bind('split', [soleCt(cts)], { sizes, axis: dimension });
	return parts.map((part, i) => (isLinear(args[i]) ? part : null));
};

export const transposeStack: Transpose<Params['stack']> = (_, cts, args, { axis }) => {
	const ct = soleCt(cts);
	const { shape } = avalOf(ct);
	return args.map((x, i) => {
		if (!isLinear(x)) return null;
		const part = slice(
			ct,
			shape.map((__, k) => (k === axis ? i : 0)),
			shape.map((n, k) => (k === axis ? i + 1 : n))
		);
		return squeeze(part, [axis]);
	});
};

export const transposeTile: Transpose<Params['tile']> = ofFirst((ct, shape, { reps }) => {
	const pairs = shape.flatMap((n, axis) => [reps[axis], n]);
	return reduce(
		'reduce_sum',
		reshape(ct, pairs),
		shape.map((_, axis) => 2 * axis)
	);
});

export const transposeSplit: Transpose<Params['split']> = (_, cts, [x], { sizes, axis }) => {
	if (!isLinear(x)) return [null];
	const parts = cts.map((ct, i) => {
		const shape = x.aval.shape.map((n, k) => (k === axis ? sizes[i] : n));
		return ct ?? zerosOf({ ...x.aval, shape });
	});
	return [concatenate(parts, axis)];
};

/** Every row gathered from this one: the sum of their cotangents, at this one's place. */
export const transposeAllGather: Transpose<Params['all_gather']> = ofFirst((ct, shape, params) => {
	const { axis_name, all_gather_dimension: at, tiled } = params;
	const sum = bind1('psum', [ct], { axes: [axis_name], axis_index_groups: null });
	const row = bind1('axis_index', [], { axis_name });
	const first = tiled ? binary('mul', row, scalar(shape[at], 'int32')) : row;
	const sizes = tiled ? shape : [...shape.slice(0, at), 1, ...shape.slice(at)];
	const starts = sizes.map((_, axis) => (axis === at ? first : scalar(0, 'int32')));
	return reshape(bind1('dynamic_slice', [sum, ...starts], { slice_sizes: sizes }), shape);
});

export const transposePermute: Transpose<Params['ppermute']> = ofFirst((ct, _, params) =>
	bind1('ppermute', [ct], { ...params, perm: params.perm.map(([from, to]) => [to, from] as const) })
);

export const transposePsum: Transpose<Params['psum']> = ofFirst((ct, _, params) =>
	bind1('psum', [ct], params)
);
