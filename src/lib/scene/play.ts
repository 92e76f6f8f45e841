import { equationBehind, leavesReached, type LeafRef } from '$lib/recording/query';
import type { Equation, Loop, Operand } from '$lib/recording/recording';

/**
 * How the making of one carry leaf is played: as itself where one simple equation makes it of what came in, else as
 * an operator's sign that takes the values in and gives the result out.
 */
export interface Play {
	/** contest: the loser fades. join: the parts meet. sign: an operator stands for the body. keep: handed on. */
	readonly kind: 'contest' | 'join' | 'sign' | 'keep';
	/** The leaves whose values come in, carries first; at most three. */
	readonly parts: readonly LeafRef[];
}

const kinds: { readonly [primitive: string]: 'contest' | 'join' } = {
	max: 'contest',
	min: 'contest',
	add: 'join',
	add_any: 'join'
};

const mostParts = 3;
const plays = new WeakMap<Loop, readonly Play[]>();

/** One a carry leaf. */
export function playsOf(loop: Loop): readonly Play[] {
	let kept = plays.get(loop);
	if (!kept) plays.set(loop, (kept = loop.carry.map((_, leaf) => playOf(loop, leaf))));
	return kept;
}

function playOf(loop: Loop, leaf: number): Play {
	const own: LeafRef = { kind: 'carry', leaf };
	const eqn = equationBehind(loop, 'carry', leaf);
	if (!eqn) {
		const [handed] = leafOf(loop.returns.carry[leaf]);
		return { kind: 'keep', parts: [handed ?? own] };
	}
	const simple = isSimple(eqn);
	const parts = simple ? eqn.operands.flatMap(leafOf) : leavesReached(loop, eqn);
	const kind = simple ? (kinds[eqn.primitive] ?? 'sign') : 'sign';
	return { kind, parts: inOrder(parts, own).slice(0, mostParts) };
}

/** Made of leaves and constants alone. */
const isSimple = (eqn: Equation): boolean => eqn.operands.every((operand) => operand.kind !== 'equation');

const leafOf = (operand: Operand): LeafRef[] =>
	operand.kind === 'carry' || operand.kind === 'x' ? [{ kind: operand.kind, leaf: operand.leaf }] : [];

/** The leaf's own carry, other carries, then xs; what the body closes over does not move. */
function inOrder(parts: readonly LeafRef[], own: LeafRef): LeafRef[] {
	const rank = (ref: LeafRef): number => (ref.kind === 'x' ? 2 : ref.leaf === own.leaf ? 0 : 1);
	return parts.filter((ref) => ref.kind !== 'closed').sort((a, b) => rank(a) - rank(b));
}
