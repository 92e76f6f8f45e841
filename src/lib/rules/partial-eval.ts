import type { Params, Primitive } from '$lib/core/primitive';
import { partialCond } from './cond/derivatives';
import type { PartialEval } from './differentiating';
import { partialJit } from './jit';
import { partialRemat } from './remat';
import { partialScan } from './scan/partial-eval';
import { partialWhile } from './while/derivatives';

/** Primitives of which a part can be carried out when only some operands are known. All others wait as a whole. */
const partialEvalRules: { readonly [P in Primitive]?: PartialEval<Params[P]> } = {
	scan: partialScan,
	while: partialWhile,
	cond: partialCond,
	jit: partialJit,
	remat2: partialRemat
};

export const partialEvalRule = <P extends Primitive>(primitive: P): PartialEval<Params[P]> | undefined =>
	partialEvalRules[primitive] as PartialEval<Params[P]> | undefined;
