import type { Params, Primitive } from '$lib/core/primitive';
import type { PartialEval } from './differentiating';
import { partialScan } from './scan/partial-eval';

/** Primitives of which a part can be carried out when only some operands are known. All others wait as a whole. */
const partialEvalRules: { readonly [P in Primitive]?: PartialEval<Params[P]> } = {
	scan: partialScan
};

export const partialEvalRule = <P extends Primitive>(primitive: P): PartialEval<Params[P]> | undefined =>
	partialEvalRules[primitive] as PartialEval<Params[P]> | undefined;
