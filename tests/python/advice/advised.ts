import type { Failure } from '$lib/recording/recording';
import { record } from '$lib/session/run';

/** Programs of these tests begin with the usual imports: their first line is line 4. */
export const head = 'import jax\nimport jax.numpy as jnp\nfrom jax import lax\n';

/** How a program fails, with what is told of it. */
export function failureOf(program: string): Failure {
	const { outcome } = record(head + program).recording;
	if (outcome.kind !== 'error') throw new Error(`it did not fail: ${outcome.text}`);
	return outcome.error;
}

export const why = (program: string): string | undefined => failureOf(program).why;
export const instead = (program: string): string | undefined => failureOf(program).instead;

/** `repr` of what a program ends in, which has to run. */
export function valueOf(program: string): string | null {
	const { recording, error } = record(head + program);
	if (error) throw error;
	return recording.outcome.kind === 'value' ? recording.outcome.text : null;
}
