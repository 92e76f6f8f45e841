import { record } from '$lib/session/run';

/** A program of `equations` equations in its body, over `lanes` rows of `steps` steps. */
const programOf = (equations: number, lanes: number, steps: number): string => `import jax
import jax.numpy as jnp
from jax import lax

def per_row(row):
  def step(c, x):
${Array.from({ length: equations }, (_, i) => `    c = c ${i % 2 === 0 ? '* 0.5' : '+ x'}`).join('\n')}
    return c, c
  return lax.scan(step, 0., row)[1]

jax.vmap(per_row)(jnp.ones((${lanes}, ${steps})))
`;

const sizes = [
	{ equations: 1, lanes: 2, steps: 3 },
	{ equations: 3, lanes: 64, steps: 1563 },
	{ equations: 100, lanes: 64, steps: 1563 }
] as const;

export const title =
	'Keystroke: a program read, traced, batched, run and recorded, ms (best and median of 9)';

export function run(): string[] {
	return sizes.map(({ equations, lanes, steps }) => {
		const program = programOf(equations, lanes, steps);
		record(program);
		const times = Array.from({ length: 9 }, (_, i) => {
			const start = performance.now();
			record(`${program}# ${i}\n`);
			return performance.now() - start;
		}).sort((a, b) => a - b);
		const label = `${equations} equations × ${lanes} rows × ${steps} steps`;
		return `${label}: ${times[0].toFixed(1)}, ${times[4].toFixed(1)}`;
	});
}
