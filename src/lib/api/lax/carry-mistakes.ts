import { longText, sameType, type Aval } from '$lib/core/aval';
import { sameShape } from '$lib/array/shape';
import { ProgramError } from '$lib/core/errors';
import type { Jaxpr, Var } from '$lib/core/jaxpr';
import { leafPaths, treeText, type TreeDef } from '$lib/core/tree';
import { help } from '$lib/core/parts';
import { treeDifferences } from '../tree-differences';
import type { CarryContext } from './carry';
import { departureOf } from './departure';
import { leafNames } from './trace-body';

const { carryTree } = help.functions;

interface Difference {
	readonly path: string;
	readonly text: string;
}

/** JAX's TypeError of a carry that comes out with another structure than it went in with. */
export function treesDiffer(context: CarryContext, input: TreeDef, output: TreeDef): ProgramError {
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
	return new ProgramError(
		'TypeError',
		[head, middle, tail].join('\n\n'),
		carryTree(context.body, treeText(input), treeText(output))
	);
}

/** JAX's TypeError of a carry with a leaf that comes out with another type; adds where the first odd one departs from it. */
export function typesDiffer(
	context: CarryContext,
	def: TreeDef,
	carry: readonly Var[],
	jaxpr: Jaxpr
): ProgramError {
	const paths = leafPaths(def, context.name);
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
	return new ProgramError('TypeError', text, {}, departureOf(jaxpr, carry[odd], jaxpr.outs[odd], names));
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
