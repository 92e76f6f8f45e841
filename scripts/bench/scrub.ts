import { lane } from '$lib/recording/moment';
import type { Loop } from '$lib/recording/recording';
import { restAt } from '$lib/recording/walk';
import { sceneAt } from '$lib/scene/stage';
import { bodyTable } from '$lib/scene/table';
import { record } from '$lib/session/run';
import { atMost, milliseconds, type Figure } from '../measure/figure';
import { percentile } from '../measure/percentile';

const programOf = (lanes: number, steps: number): string => `import jax
import jax.numpy as jnp
from jax import lax

def per_row(row):
  def step(c, x):
    c = 0.9 * c + 0.1 * x
    return c, c
  return lax.scan(step, 0., row)

jax.vmap(per_row)(jnp.sin(jnp.arange(${lanes * steps}.)).reshape((${lanes}, ${steps})))
`;

const frames = 200;
const rounds = 5;

/** Milliseconds of the pictures at many moments all over the loop, between steps too. */
function timesOf(loop: Loop): number[] {
	return Array.from({ length: frames }, (_, i) => {
		const moment = { ...restAt(loop, (i * 7919) % loop.recorded), beat: 'combine' as const };
		const t = (i % 16) / 16;
		const start = performance.now();
		sceneAt(loop, moment, t, { width: 1200, height: 700, focusLane: lane(0), hover: null });
		bodyTable(loop, moment, t, lane(0), null);
		return performance.now() - start;
	});
}

/** p95 of the least disturbed of several rounds. */
function scrubbed(lanes: number, steps: number): number {
	const [loop] = record(programOf(lanes, steps)).recording.loops;
	timesOf(loop);
	return Math.min(...Array.from({ length: rounds }, () => percentile(timesOf(loop), 0.95)));
}

export const run = (): Figure[] => [
	atMost('scrubbing 64 rows × 16 steps: laying a frame out, p95', scrubbed(64, 16), 4, milliseconds),
	atMost('the same at 64 rows × 1,563 steps', scrubbed(64, 1563), 4, milliseconds)
];
