import { expect, it } from 'vitest';
import { scalarAt } from '$lib/recording/read';
import { lane } from '$lib/recording/moment';
import { LongLoops } from '$lib/session/long.svelte';
import { Player } from '$lib/session/player.svelte';
import type { QuestionKind, QuestionOf, Reply } from '$lib/session/protocol';
import { Responder } from '$lib/session/responder';
import { imports, littleRoom } from '../support/long';

const program = `${imports}lax.scan(lambda c, x: (c + x, None), 0., jnp.arange(6000.) % 7)\n`;

function opened(): { player: Player; long: LongLoops; windows: () => number } {
	const responder = new Responder({ room: littleRoom });
	const run = responder.answer({ kind: 'run', id: 0, program });
	if (run.kind !== 'recorded') throw new Error(`the answer is ${run.kind}`);
	let windows = 0;
	const ask = async <K extends QuestionKind>(question: QuestionOf<K>): Promise<Reply<K>> => {
		windows += Number('step' in question);
		const answer = responder.answer({ kind: 'ask', id: 1, question: question as never });
		return answer as unknown as Reply<K>;
	};
	const player = new Player(() => {});
	player.reduced = true;
	const long = new LongLoops({ player, ask }, () => true);
	player.fetch = long.fetch;
	player.enter(run.recording.loops[0], null);
	return { player, long, windows: () => windows };
}

const carryAt = ({ loop }: Player, step: number): number =>
	loop ? scalarAt(loop.carry[0].column, step + 1, lane(0), loop.axes) : NaN;

const sumTo = (step: number): number =>
	Array.from({ length: step + 1 }, (_, n) => n % 7).reduce((a, b) => a + b, 0);

it('has values at once where one was about to go', async () => {
	const { player, long, windows } = opened();
	if (!player.loop) throw new Error('there is no loop');
	await long.foresee(player.loop, 5000);
	expect(player.moment.step).toBe(0);
	const before = windows();
	player.seek(5000);
	expect(player.awaiting).toBe(false);
	expect([player.moment.step, carryAt(player, 5000)]).toEqual([5000, sumTo(5000)]);
	expect(windows()).toBe(before);
});

it('gets them from the engine elsewhere, and asks for nothing that is there', async () => {
	const { player, long, windows } = opened();
	if (!player.loop) throw new Error('there is no loop');
	await long.foresee(player.loop, 5000);
	player.seek(2000);
	expect(player.awaiting).toBe(true);
	await expect.poll(() => player.awaiting).toBe(false);
	expect([player.moment.step, carryAt(player, 2000)]).toEqual([2000, sumTo(2000)]);
	const before = windows();
	await long.foresee(player.loop, 2000);
	await long.foresee(player.loop, 5000);
	expect(windows()).toBe(before);
});
