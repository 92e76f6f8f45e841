import { describe, expect, it } from 'vitest';
import type { KeyReuse, KeyUse } from '$lib/recording/keys/key-reuse';
import type { Recording } from '$lib/recording/recording';
import { record } from '$lib/session/run';
import { notedUse, usedAgain, type Told } from '../support/key-oracle';
import { keyProgram } from '../support/key-programs';

/** All that a recording tells of keys that are used again, as the oracle puts it. */
function told({ loops, reusedKeys }: Recording): Told[] {
	const whereOf = ({ text, at }: KeyUse): string => {
		if (at === null) return text;
		const eqn = at.eqn === null ? null : loops[at.loop].eqns[at.eqn];
		const line = eqn === null ? -1 : (eqn.calls[0] ?? eqn).span?.line;
		return `${text} (line ${line}, step ${at.step}, lane ${at.lane})`;
	};
	const tell = ({ kind, use, earlier, count }: KeyReuse): Told => ({
		kind,
		inside: use.at !== null,
		use: whereOf(use),
		earlier: whereOf(earlier),
		count
	});
	return [...reusedKeys, ...loops.flatMap((loop) => loop.reusedKeys)].map(tell);
}

/** In any order, what lies outside the loop without rows. */
const comparable = (all: readonly Told[]): string[] => {
	const lines = all.map(({ kind, inside, use, earlier, count }) =>
		inside
			? `${kind} ${count} times: ${use}, before: ${earlier}`
			: `${kind}: ${use}, before: ${earlier.replace(/, lane \d+\)$/, ')')}`
	);
	return [...new Set(lines)].sort();
};

describe('keys that are used again', () => {
	it('are those that plain Python finds, row by row and step by step', () => {
		const kinds = new Map<string, number>();
		for (let seed = 1; seed <= 20; seed++) {
			const { traced, plain } = keyProgram(seed);
			const run = record(traced);
			expect(run.error, traced).toBeNull();
			const noted = record(plain);
			expect(noted.error, plain).toBeNull();
			const expected = comparable(usedAgain((noted.value as unknown[]).map(notedUse)));
			expect(comparable(told(run.recording)), `${seed}\n${traced}`).toEqual(expected);
			for (const [kind] of expected.map((line) => line.split(/[ :]/)))
				kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
		}
		expect(Math.min(kinds.get('reused-key') ?? 0, kinds.get('same-draw') ?? 0)).toBeGreaterThan(8);
	});
});
