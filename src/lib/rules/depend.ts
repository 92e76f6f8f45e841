import {
	binaryNames,
	cumulativeNames,
	mapNames,
	reductionNames,
	scatterNames,
	unaryNames,
	type Primitive
} from '$lib/core/primitive';
import { bodiesBy, type BodyOn, type DependOn } from './depend/body';
import { branching, calling } from './depend/call';
import { wholly, type DependRule } from './depend/dependence';
import { binaryRule, clamping, elementwise, recasting, selecting, sourceless } from './depend/elementwise';
import { gathering, scatterRule } from './depend/indexed';
import { drawing } from './depend/keys';
import { cumulativeRule, placing, ranking, reductionRule, sorting } from './depend/lines';
import { matrixRules, multiplying } from './depend/matrices';
import { movingRules } from './depend/moved';
import { scanning } from './depend/scan';
import { specialNames } from './parts';
import { whiling } from './depend/while';

const bodyOn: BodyOn = bodiesBy((primitive, site) => dependenceOf(primitive, site));

/** What each element of a primitive's results is made of, and by what it was chosen. */
export const dependRules: { readonly [P in Primitive]: DependRule<P> } = {
	...mapNames(unaryNames, () => elementwise),
	...mapNames(binaryNames, binaryRule),
	...mapNames(reductionNames, reductionRule),
	...mapNames(cumulativeNames, cumulativeRule),
	...mapNames(scatterNames, scatterRule),
	...movingRules,
	...matrixRules,
	...mapNames(specialNames, () => elementwise),
	round: elementwise,
	integer_pow: elementwise,
	convert_element_type: elementwise,
	bitcast_convert_type: recasting,
	select_n: selecting,
	clamp: clamping,
	iota: sourceless,
	argmax: placing,
	argmin: placing,
	sort: sorting,
	top_k: ranking,
	dot_general: multiplying,
	gather: gathering,
	random_seed: elementwise,
	random_wrap: drawing,
	random_unwrap: drawing,
	random_bits: drawing,
	random_split: drawing,
	random_clone: elementwise,
	random_fold_in: elementwise,
	// Over the rows of a named axis, which a single row knows nothing of.
	psum: wholly,
	pmax: wholly,
	pmin: wholly,
	axis_index: sourceless,
	all_gather: wholly,
	ppermute: wholly,
	debug_print: sourceless,
	scan: scanning(bodyOn),
	while: whiling(bodyOn),
	cond: branching(bodyOn),
	jit: calling(bodyOn, ({ params }) => params.jaxpr),
	remat2: calling(bodyOn, ({ params }) => params.jaxpr),
	custom_jvp_call: calling(bodyOn, ({ params }) => params.call_jaxpr),
	custom_vjp_call: calling(bodyOn, ({ params }) => params.call_jaxpr),
	custom_lin: wholly
};

/** The dependence of an equation of a primitive chosen at run time. */
export const dependenceOf: DependOn = (primitive, site) => {
	// The site is of the primitive, which TypeScript cannot follow through the union.
	const rule = dependRules[primitive] as DependRule<never>;
	return rule(site as never);
};
