import type { Help, ProgramError } from '$lib/core/errors';
import { axesDiffer } from '$lib/core/help/axes';
import type { Mapping } from '$lib/core/subject';
import type { AnyNode } from '../ast';
import type { ProgramText } from './text';

/** A call of a vmapped function whose arguments do not fit together, with what the program calls the function. */
export function mappingHelp(error: ProgramError, mapping: Mapping, text: ProgramText): Help {
	const path = error.span ? text.pathTo(error.span) : [];
	const call = path.findLast((node) => node.kind === 'Call');
	const vmapped = call?.kind === 'Call' ? call.callee : undefined;
	return { ...error.help, ...axesDiffer({ ...mapping, name: functionText(vmapped, text) ?? mapping.name }) };
}

/** The `f` of `jax.vmap(f, ...)(...)`. */
function functionText(callee: AnyNode | undefined, text: ProgramText): string | null {
	if (callee?.kind !== 'Call' || callee.args.length === 0) return null;
	return text.of(callee.callee).endsWith('vmap') ? text.of(callee.args[0]) : null;
}
