import { exactText } from '$lib/recording/number-format';
import { idleWork } from '$lib/recording/idle-work';
import type { BranchEqn, Branching } from '$lib/recording/branches';
import type { EqnIndex, Lane, Moment } from '$lib/recording/moment';
import type { Loop } from '$lib/recording/recording';
import { count, laneName } from '$lib/recording/words';

/** A `cond` at a step: each branch's equations by lane, what is kept and what is dropped. */
export interface BranchTable {
	readonly eqn: EqnIndex;
	readonly title: string;
	readonly lanes: readonly { readonly lane: Lane; readonly name: string; readonly taken: string }[];
	readonly branches: readonly {
		/** `True`, `False`; of a switch `branch 2`. */
		readonly name: string;
		readonly rows: readonly { readonly text: string; readonly cells: readonly BranchCell[] }[];
	}[];
	/** `NaN in the branch not taken: row 1, jnp.log(v)`. */
	readonly notes: readonly string[];
}

export interface BranchCell {
	readonly text: string;
	readonly kept: boolean;
	readonly strange: boolean;
}

const mostElements = 4;

/** What each branch of the `cond`s of a step computed, lane by lane, also those that were not taken. */
export function branchTables(
	loop: Loop,
	branchings: readonly Branching[],
	lanes: readonly Lane[]
): BranchTable[] {
	return branchings.map(({ eqn, taken, branches }) => {
		const nameOf = (branch: number): string =>
			branches.length === 2 ? (branch === 1 ? 'True' : 'False') : `branch ${branch}`;
		return {
			eqn,
			title: loop.eqns[eqn].text,
			lanes: lanes.map((lane, k) => ({ lane, name: laneName(loop, lane), taken: nameOf(taken[k]) })),
			branches: branches.map((eqns, branch) => ({
				name: nameOf(branch),
				rows: eqns.map((made) => ({
					text: made.name === null ? made.text : `${made.name} = ${made.text}`,
					cells: made.elements.map((elements, k) => ({
						text: elementsText(elements, made),
						kept: taken[k] === branch,
						strange: elements.some(Number.isNaN)
					}))
				}))
			})),
			notes: branches.flatMap((eqns, branch) => notesOf(loop, eqns, lanes, (k) => taken[k] !== branch))
		};
	});
}

function elementsText(elements: readonly number[], { dtype, shape }: BranchEqn): string {
	const texts = elements.slice(0, mostElements).map((value) => exactText(value, dtype));
	if (shape.length === 0) return texts[0] ?? '';
	return `[${texts.join(' ')}${elements.length > mostElements ? ' …' : ''}]`;
}

/** A NaN that is dropped does no harm to the value; to the gradient it does. */
function notesOf(
	loop: Loop,
	eqns: readonly BranchEqn[],
	lanes: readonly Lane[],
	dropped: (k: number) => boolean
): string[] {
	return lanes.flatMap((lane, k) => {
		const born = dropped(k) && eqns.find(({ elements }) => elements[k].some(Number.isNaN));
		return born
			? [`NaN in the branch not taken: ${laneName(loop, lane)}, ${born.text}. A gradient would be NaN.`]
			: [];
	});
}

/** How far the rows of a batched while loop go, and what is computed for those that have ended. */
export interface IdleNote {
	readonly summary: string;
	/** `row 0 goes on`, `row 1 ended after 3 steps`. */
	readonly rows: readonly { readonly lane: Lane; readonly text: string; readonly ended: boolean }[];
}

/** What a `while_loop` computes for rows that have done; null for a loop in which all rows go together. */
export function idleNote(loop: Loop, { step }: Moment, lanes: readonly Lane[]): IdleNote | null {
	const work = idleWork(loop);
	if (work === null) return null;
	const { idle, total, steps, unended } = work;
	const share = total === 0 ? 0 : Math.round((100 * idle) / total);
	return {
		summary: `${idle.toLocaleString('en')} of ${count(total, 'row-step')} (${share} %) were computed for rows that had ended, and dropped.`,
		rows: lanes.map((lane) => {
			const ended = step + 1 >= steps[lane] && !unended[lane];
			const text = ended ? `ended after ${count(steps[lane], 'step')}` : 'goes on';
			return { lane, text: `${laneName(loop, lane)} ${text}`, ended };
		})
	};
}
