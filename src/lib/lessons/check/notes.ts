import type { NDArray } from '$lib/array/ndarray';
import type { Loop } from '$lib/recording/recording';
import type { Exercise } from '../exercise';
import { messageOf, type Message } from './messages';
import type { KnownTree } from './tree';

/** What may be said of the style of a right answer. */
export function styleNotes({ tools }: Exercise, loops: readonly Loop[], tree: KnownTree): Message[] {
	const direct = tools.includes('vmap') ? tree.vmapOfScan() : null;
	const notes = direct ? [messageOf('helper-preferred', direct.span, {})] : bodyOutside(loops, tree);
	return [...notes, ...unusedCarry(tree)];
}

/** A body that is defined at the top level, where rows are mapped. */
function bodyOutside(loops: readonly Loop[], tree: KnownTree): Message[] {
	const loop = loops.find(({ kind, axes }) => kind === 'scan' && axes.length > 0);
	const outside = tree.program.body.find(
		({ kind, span }) => kind === 'FunctionDef' && span.from === loop?.body?.from
	);
	return outside && loop ? [messageOf('body-outside-is-fine', outside.span, { name: loop.name })] : [];
}

/** The first of the pair a scan gives, where it has a name that nothing reads. */
function unusedCarry(tree: KnownTree): Message[] {
	const nodes = [...tree.nodes];
	const isRead = (id: string): boolean => nodes.some((node) => node.kind === 'Name' && node.id === id);
	return nodes.flatMap((node) => {
		if (node.kind !== 'Assign' || node.value.kind !== 'Call' || !tree.isLax(node.value.callee, 'scan'))
			return [];
		const [target] = node.targets;
		const first = target.kind === 'SequenceTarget' && target.items.length === 2 ? target.items[0] : null;
		if (first?.kind !== 'NameTarget' || first.id.startsWith('_') || isRead(first.id)) return [];
		return [messageOf('name-the-unused', first.span, { name: first.id })];
	});
}

/** A right answer in which NaN came into one row and stayed there. */
export function nanNote({ output }: Exercise, answer: NDArray): Message | null {
	if (output.join() !== 'N,T') return null;
	const [rows, steps] = answer.shape;
	const isNaNAt = (lane: number, step: number): boolean => Number.isNaN(answer.data[lane * steps + step]);
	for (let lane = 0; lane < rows; lane++)
		for (let step = 0; step < steps; step++)
			if (isNaNAt(lane, step)) return messageOf('nan-stays-in-its-row', null, { place: { lane, step } });
	return null;
}
