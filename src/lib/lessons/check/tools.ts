import type { Span } from '$lib/core/source';
import type { Primitive } from '$lib/core/primitive';
import type { Loop } from '$lib/recording/recording';
import type { Exercise } from '../exercise';
import { messageOf, type Message } from './messages';
import type { Ran } from './run';
import { contains, type KnownTree } from './tree';

/**
 * Whether the answer was made with the tools that are asked for: judged from the loops that ran, in how many lanes, and
 * from what the answer was made of. Null where it was. The text only says what was used instead.
 */
export function missingTool(exercise: Exercise, ran: Ran, tree: KnownTree): Message | null {
	const scans = ran.loops.filter(hasScan);
	if (exercise.tools.includes('scan')) {
		if (scans.length === 0) return usedInstead(exercise, ran, tree);
		if (ran.fromScan === false) return messageOf('scan-unused', scans[0].call, {});
	}
	const inLanes = scans.some(({ axes }) => axes.length > 0);
	if (exercise.tools.includes('vmap') && !inLanes)
		return messageOf('not-by-vmap', scans[0]?.call ?? null, {});
	return null;
}

/** A scan, or a loop that runs one in its body. */
const hasScan = ({ kind, eqns }: Loop): boolean =>
	kind === 'scan' || eqns.some(({ loops }) => loops.some((inner) => inner.kind === 'scan'));

const cumulative: ReadonlySet<Primitive> = new Set<Primitive>([
	'cumsum',
	'cumprod',
	'cummax',
	'cummin',
	'cumlogsumexp'
]);

function usedInstead(exercise: Exercise, ran: Ran, tree: KnownTree): Message {
	const [name, span] = instrument(exercise, ran, tree);
	return messageOf('not-by-scan', span, { name });
}

function instrument({ fn }: Exercise, ran: Ran, tree: KnownTree): readonly [string, Span | null] {
	const [loop] = ran.loops;
	if (loop) return [`lax.${loop.kind}`, loop.call];
	const whole = ran.applied.find(({ primitive }) => cumulative.has(primitive));
	if (whole) return [`a whole \`${whole.primitive}\``, whole.span];
	const [associative] = tree.calls((callee) => tree.isLax(callee, 'associative_scan'));
	if (associative) return ['`lax.associative_scan`', associative.span];
	const home = [...tree.nodes].find((node) => node.kind === 'FunctionDef' && node.target.id === fn);
	for (const node of tree.nodes)
		if (node.kind === 'For' || node.kind === 'While' || node.kind === 'Comprehension')
			if (!home || contains(home.span, node.span)) return ['a Python loop', node.span];
	return ['other operations', null];
}
