import type { Equation, Loop, Operand } from '$lib/recording/recording';

/** What a body hands back, read off what its equations become; other carries are handed on, other ys are the x. */
export function returnsOf(eqns: readonly Equation[], carries: number, ys: number): Loop['returns'] {
	const made = (role: 'carry' | 'y', leaf: number): Operand | null => {
		const eqn = eqns.find(({ becomes }) => becomes.some((to) => to.role === role && to.leaf === leaf));
		return eqn ? { kind: 'equation', eqn: eqn.index, result: 0 } : null;
	};
	return {
		carry: Array.from({ length: carries }, (_, leaf) => made('carry', leaf) ?? { kind: 'carry', leaf }),
		ys: Array.from({ length: ys }, (_, leaf) => made('y', leaf) ?? { kind: 'x', leaf: 0 })
	};
}
