import { lane } from '$lib/recording/moment';
import type { Loop } from '$lib/recording/recording';
import { firstOf } from '$lib/recording/walk';
import { sceneAt } from '$lib/scene/stage';
import { bodyTable } from '$lib/scene/table';
import { profileOf } from '$lib/session/profile';
import type { Answer, Answerable } from '$lib/session/protocol';
import { Responder } from '$lib/session/responder';
import { atMost, milliseconds, type Figure } from '../measure/figure';
import { openWorker, type Serve } from '../measure/in-worker';
import { percentile } from '../measure/percentile';

/** A program of `equations` equations in its body, over `lanes` rows of `steps` steps. */
const programOf = (equations: number, lanes: number, steps: number): string => `import jax
import jax.numpy as jnp
from jax import lax

def per_row(row):
  def step(c, x):
${Array.from({ length: equations }, (_, i) => `    c = c ${i % 2 === 0 ? '* 0.5' : '+ x'}`).join('\n')}
    return c, c
  return lax.scan(step, 0., row)[1]

jax.vmap(per_row)(jnp.sin(jnp.arange(${lanes * steps}.)).reshape((${lanes}, ${steps})))
`;

/** In the worker: what the page's own worker does. */
export const serve: Serve<Answerable, Answer> = () => {
	const responder = new Responder();
	return (request) => responder.respond(request);
};

/** All that the page computes to show a recording first: lanes, body table, timeline. */
function picture(loop: Loop): void {
	const moment = firstOf(loop);
	const focusLane = lane(0);
	sceneAt(loop, moment, 1, { width: 1200, height: 700, focusLane, hover: null });
	bodyTable(loop, moment, 1, focusLane, null);
	profileOf(loop);
}

const runs = 41;

async function timed(equations: number, lanes: number, steps: number): Promise<number[]> {
	const worker = openWorker<Answerable, Answer>('keystroke');
	const program = programOf(equations, lanes, steps);
	const timesOf: number[] = [];
	/** What is on the page, and what was there before. */
	let [shown, spent]: (readonly ArrayBuffer[])[] = [[], []];
	for (let i = 0; i < runs; i++) {
		const start = performance.now();
		const answer = await worker.ask({ kind: 'run', id: i, program: `${program}# ${i}\n`, spent }, spent);
		if (answer.kind !== 'recorded') throw new Error(`the answer is ${answer.kind}`);
		[shown, spent] = [answer.storage ?? [], shown];
		picture(answer.recording.loops[0]);
		timesOf.push(performance.now() - start);
	}
	await worker.close();
	return timesOf;
}

export async function run(): Promise<Figure[]> {
	const figures: Figure[] = [];
	for (const equations of [3, 100]) {
		// Of the runs on a shared machine the less disturbed ones say most.
		const time = percentile(await timed(equations, 64, 1563), 0.25);
		const what =
			equations === 3
				? 'program to picture: read, traced, batched, run and recorded in a worker, sent, laid out'
				: 'the same';
		figures.push(
			atMost(`${what}; ${equations} equations × 10⁵ lane-steps, best quarter`, time, 50, {
				...milliseconds,
				digits: 0
			})
		);
	}
	return figures;
}
