/** A use of a key, as the plain form of a program takes it down. */
export interface NotedUse {
	readonly how: string;
	readonly text: string;
	readonly words: string;
	/** Lines of the call that runs the rows, and in it of the statement or the loop. */
	readonly call: number;
	readonly place: number;
	/** -1 outside the loop. */
	readonly step: number;
	/** Of the statement in the body; -1 for the condition. */
	readonly line: number;
	/** Of the equations on that line, from 1. */
	readonly eqn: number;
	readonly lane: number;
}

export function notedUse(noted: unknown): NotedUse {
	const [how, text, high, low, ...where] = noted as [string, string, ...bigint[]];
	const [call, place, step, line, eqn, lane] = where.map(Number);
	return { how, text, words: `${high} ${low}`, call, place, step, line, eqn, lane };
}

/** What is told of a key that is used again. */
export interface Told {
	readonly kind: string;
	/** Of a use in the loop; the row of one outside it is not told, as rows that share a value compute it once. */
	readonly inside: boolean;
	readonly use: string;
	readonly earlier: string;
	readonly count: number;
}

/**
 * Keys used again, told by going through all uses in the order of the batched run: all rows at an equation, then the next
 * one, then the next step.
 */
export function usedAgain(noted: readonly NotedUse[]): Told[] {
	const uses = [...noted].sort(inOrder);
	const isSame = sameOccasions(uses);
	const found = new Map<string, Told & { count: number }>();
	const tell = (kind: string, use: NotedUse, earlier: NotedUse): void => {
		const own = JSON.stringify([kind, siteOf(use), use.lane]);
		const known = found.get(own);
		if (known) known.count++;
		else
			found.set(own, { kind, inside: use.step >= 0, use: whereOf(use), earlier: whereOf(earlier), count: 1 });
	};
	uses.forEach((use, n) => {
		if (use.how === 'clone') return;
		const before = sinceClone(uses.slice(0, n).filter(({ words }) => words === use.words));
		if (before.length === 0) return;
		const [first] = before;
		const together = before.filter((one) => isSame(one, first));
		if (isSame(use, first)) {
			if (use.how !== 'split' && use.step >= 0 && use.lane !== first.lane) tell('same-draw', use, first);
		} else tell('reused-key', use, together.find(({ lane }) => lane === use.lane) ?? first);
	});
	return [...found.values()];
}

const inOrder = (a: NotedUse, b: NotedUse): number =>
	a.call - b.call ||
	a.place - b.place ||
	a.step - b.step ||
	a.line - b.line ||
	a.eqn - b.eqn ||
	a.lane - b.lane;

function sinceClone(uses: readonly NotedUse[]): readonly NotedUse[] {
	return uses.slice(uses.findLastIndex(({ how }) => how === 'clone') + 1);
}

/** The place in the program. */
const siteOf = ({ call, place, line, text }: NotedUse): string => JSON.stringify([call, place, line, text]);

/** Are they one and the same thing that rows do together: at one place, in one step, the same time they come to that place? */
function sameOccasions(uses: readonly NotedUse[]): (a: NotedUse, b: NotedUse) => boolean {
	const times = new Map<string, number>();
	const occasions = new Map<NotedUse, string>();
	for (const use of uses) {
		const place = `${siteOf(use)} ${use.step}`;
		const time = times.get(`${place} ${use.lane}`) ?? 0;
		times.set(`${place} ${use.lane}`, time + 1);
		occasions.set(use, `${place} ${time}`);
	}
	return (a, b) => occasions.get(a) === occasions.get(b);
}

const whereOf = ({ text, step, line, lane }: NotedUse): string =>
	step < 0 ? text : `${text} (line ${line}, step ${step}, lane ${lane})`;
