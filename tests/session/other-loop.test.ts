import { describe, expect, it, vi } from 'vitest';
import type { Loop } from '$lib/recording/recording';
import type { OtherLoop as Answer } from '$lib/session/answers/other-run';
import { OtherLoop, type Compared } from '$lib/session/other-run.svelte';
import type { Reply } from '$lib/session/protocol';
import { record } from '$lib/session/run';

const program =
	'import jax.numpy as jnp\nfrom jax import lax\nlax.scan(lambda c, x: (c + x, c), 0.0, jnp.ones(4))';
const [loop] = record(program).recording.loops;

const beside = (text: string): Compared => ({ loop, other: { with: 'program', program: text } });

/** With its questions, to be answered by hand. */
function asking(): {
	run: OtherLoop;
	ask: ReturnType<typeof vi.fn>;
	answer: (n: number, other: Loop) => void;
} {
	const answers: ((reply: Reply<'other'>) => void)[] = [];
	const ask = vi.fn(() => new Promise((resolve) => answers.push(resolve)));
	const run = new OtherLoop(ask as never, () => true);
	const answer = (n: number, other: Loop): void =>
		answers[n]({
			kind: 'answered',
			answer: { kind: 'known', loop: other } satisfies Answer
		} as Reply<'other'>);
	return { run, ask, answer };
}

describe('the run that a loop is compared with', () => {
	it('is asked for once while one goes from step to step', async () => {
		const { run, ask, answer } = asking();
		const looks = [0, 1, 2].map((step) => run.look(beside('a'), step));
		expect(ask).toHaveBeenCalledTimes(1);
		answer(0, loop);
		await Promise.all(looks);
		expect(run.of(beside('a'))).toEqual({ kind: 'known', loop });
		await run.look(beside('a'), 3);
		expect(ask).toHaveBeenCalledTimes(1);
	});

	it('is what was asked for last, whichever answer comes first', async () => {
		const { run, ask, answer } = asking();
		const looks = ['a', 'b', 'a'].map((text) => run.look(beside(text), 0));
		expect(ask).toHaveBeenCalledTimes(3);
		answer(2, loop);
		answer(1, loop);
		answer(0, loop);
		await Promise.all(looks);
		expect(run.of(beside('a'))).toEqual({ kind: 'known', loop });
		expect(run.of(beside('b'))).toEqual({ kind: 'pending' });
	});
});
