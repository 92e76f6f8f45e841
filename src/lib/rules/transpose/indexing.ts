import { avalOf, bind1 } from '$lib/core/interpreter';
import type { Params, Scatter } from '$lib/core/primitive';
import { isLinear, operandType, zerosOf, type Transpose } from '../differentiating';
import { gatherOf, scatterOf } from '../scatter-dims';
import { notLinear, ofFirst, soleCt, valueOf } from './families';

/** What was read at indices goes back to them; what was written there is read again. */

export const transposeGather: Transpose<Params['gather']> = (_, cts, [x, indices], params) => [
	isLinear(x)
		? bind1('scatter_add', [zerosOf(x.aval), valueOf(indices), soleCt(cts)], scatterOf(params))
		: null,
	null
];

export const transposeDynamicSlice: Transpose<Params['dynamic_slice']> = (_, cts, [x, ...starts]) => [
	isLinear(x)
		? bind1('dynamic_update_slice', [zerosOf(x.aval), soleCt(cts), ...starts.map(valueOf)], {})
		: null,
	...starts.map(() => null)
];

export const transposeDynamicUpdateSlice: Transpose<Params['dynamic_update_slice']> = (
	_,
	cts,
	[x, update, ...starts]
) => {
	const ct = soleCt(cts);
	const at = starts.map(valueOf);
	const type = operandType(update);
	return [
		isLinear(x) ? bind1('dynamic_update_slice', [ct, zerosOf(type), ...at], {}) : null,
		isLinear(update) ? bind1('dynamic_slice', [ct, ...at], { slice_sizes: type.shape }) : null,
		...starts.map(() => null)
	];
};

type ScatterTranspose = Transpose<Params[Scatter]>;

const adding: ScatterTranspose = (_, cts, [x, indices, updates], params) => {
	const ct = soleCt(cts);
	const reading = gatherOf(params, avalOf(ct).shape, operandType(updates).shape);
	return [
		isLinear(x) ? ct : null,
		null,
		isLinear(updates) ? bind1('gather', [ct, valueOf(indices)], reading) : null
	];
};

/** Linear where every place is written once: what is overwritten has no say. */
const setting: ScatterTranspose = (_, cts, [x, indices, updates], params) => {
	if (!params.unique_indices) return notLinear('scatter')();
	const ct = soleCt(cts);
	const type = operandType(updates);
	const reading = gatherOf(params, avalOf(ct).shape, type.shape);
	const at = valueOf(indices);
	return [
		isLinear(x) ? bind1('scatter', [ct, at, zerosOf(type)], params) : null,
		null,
		isLinear(updates) ? bind1('gather', [ct, at], reading) : null
	];
};

export const scatterTransposes: { readonly [P in Scatter]: Transpose<Params[P]> } = {
	scatter: setting,
	scatter_add: adding,
	scatter_mul: ofFirst((ct, _, params, [indices, updates]) =>
		bind1('scatter_mul', [ct, indices, updates], params)
	),
	scatter_min: notLinear('scatter_min'),
	scatter_max: notLinear('scatter_max')
};
