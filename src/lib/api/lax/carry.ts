import { longText, sameType, type Aval } from '$lib/core/aval';
import { sameShape } from '$lib/array/shape';
import { ProgramError } from '$lib/core/errors';
import type { Value } from '$lib/core/interpreter';
import { convert } from '$lib/core/ops';
import { promote } from '$lib/core/promote';
import { leafPaths, sameTree, treeText, type TreeDef } from '$lib/core/tree';
import { leafNames, type TracedBody } from './trace-body';
import { help } from '$lib/core/parts';
import { departures } from '../parts';

const { departureOf } = departures.functions;
const { treeDifferences } = departures.functions;
const { carryTree } = help.functions;

/** What a loop says of its carry in messages. */
export interface CarryContext {
	/** `scan body function`, `while_loop body`. */
	readonly body: string;
	/** The body's own name for the carry: its first parameter. */
	readonly name: string;
}

interface Difference {
	readonly path: string;
	readonly text: string;
}

/** Throws JAX's TypeError unless the carry comes out with the structure it went in with. */
export function checkCarryTree(context: CarryContext, input: TreeDef, output: TreeDef): void {
	if (sameTree(input, output)) return;
	const head = `${context.body} carry input and carry output must have the same pytree structure, but they differ:`;
	const tail =
		'Revise the function so that the carry output has the same pytree structure as the carry input.';
	const found = treeDifferences(input, output, context.name).map(({ path, things: [a, b], why }) => ({
		path,
		text: ` is a ${a} but the corresponding component of the carry output is a ${b}, so ${why}`
	}));
	const middle =
		found.length === 0 || output.kind === 'none'
			? `the input tree structure is:\n${treeText(input)}\nthe output tree structure is:\n${treeText(output)}`
			: listed(found, ({ path }) =>
					path === context.name ? `the input carry ${path}` : `the input carry component ${path}`
				);
	throw new ProgramError(
		'TypeError',
		[head, middle, tail].join('\n\n'),
		carryTree(context.body, treeText(input), treeText(output))
	);
}

/**
 * Throws JAX's TypeError unless every leaf comes out with its type, weakness aside; adds where the first odd one
 * departs from it.
 */
export function checkCarryTypes(context: CarryContext, def: TreeDef, { jaxpr, consts }: TracedBody): void {
	const paths = leafPaths(def, context.name);
	const carry = jaxpr.invars.slice(consts.length, consts.length + paths.length);
	const input = carry.map(({ aval }) => aval);
	const output = jaxpr.outs.map(({ aval }) => aval);
	const odd = input.findIndex((type, i) => !sameType(type, output[i]));
	const found = input.flatMap((type, i) =>
		sameType(type, output[i])
			? []
			: [
					{
						path: paths[i],
						text: ` has type ${longText(type)} but the corresponding output carry component has type ${longText(output[i])}, so ${why(type, output[i])}`
					}
				]
	);
	if (odd < 0) return;
	const head = `${context.body} carry input and carry output must have equal types, but they differ:`;
	const tail = 'Revise the function so that all output types match the corresponding input types.';
	const subject = ({ path }: Difference): string =>
		def.kind === 'leaf' ? `the input carry ${path}` : `the input carry component ${path}`;
	const text = [head, listed(found, subject), tail].join('\n\n');
	const leaves = leafNames(carry, paths);
	const names = {
		carry: leaves[odd],
		path: paths[odd].slice(context.name.length),
		body: context.body,
		leaves: leaves.map((name, i) => ({ name, from: input[i], to: output[i] }))
	};
	throw new ProgramError('TypeError', text, {}, departureOf(jaxpr, carry[odd], jaxpr.outs[odd], names));
}

function why(a: Aval, b: Aval): string {
	const reasons = [
		...(a.dtype === b.dtype ? [] : ['the dtypes do not match']),
		...(sameShape(a.shape, b.shape) ? [] : ['the shapes do not match'])
	];
	return reasons.join(', and ');
}

/** One difference is a sentence, several are bullets. */
function listed(found: readonly Difference[], subject: (difference: Difference) => string): string {
	const lines = found.map((difference) => `${subject(difference)}${difference.text}`);
	if (lines.length === 1) return `${lines[0][0].toUpperCase()}${lines[0].slice(1)}.`;
	return lines.map((line, i) => `  * ${line}${i === lines.length - 1 ? '.' : ';'}`).join('\n');
}

/**
 * One round of JAX's `_promote_weak_typed_inputs`: a weak init that the body returns as another type is converted to
 * the type the two meet in. `promoted` tells whether any had to be.
 */
export function promoteWeak(
	init: readonly Value[],
	input: readonly Aval[],
	output: readonly Aval[]
): { init: Value[]; promoted: boolean } {
	let promoted = false;
	const values = init.map((value, i) => {
		if (!input[i].weak || sameType(input[i], output[i])) return value;
		promoted = true;
		return convert(value, promote([input[i], output[i]]).dtype);
	});
	return { init: values, promoted };
}
