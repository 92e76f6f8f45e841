import type { Exercise, Given } from './exercise';

/** A number as Python writes it, for an array of the type. */
function numberText(value: number, dtype: Given['dtype']): string {
	if (Number.isNaN(value)) return 'jnp.nan';
	if (!Number.isFinite(value)) return value > 0 ? 'jnp.inf' : '-jnp.inf';
	if (dtype === 'int32') return String(value);
	if (Object.is(value, -0)) return '-0.0';
	return Number.isInteger(value) && Math.abs(value) < 1e16 ? value.toFixed(1) : String(value);
}

/** `jnp.array([[3.0, 1.0], [1.0, 5.0]])`; a single number as it is. */
function givenText({ dtype, shape, values }: Given): string {
	if (shape.length === 0) return numberText(values[0], dtype);
	if (values.length === 0)
		return `jnp.zeros((${shape.join(', ')}${shape.length === 1 ? ',' : ''}), '${dtype}')`;
	let parts = values.map((value) => numberText(value, dtype));
	for (const size of shape.toReversed()) {
		const rows: string[] = [];
		for (let from = 0; from < parts.length; from += size)
			rows.push(`[${parts.slice(from, from + size).join(', ')}]`);
		parts = rows;
	}
	return `jnp.array(${parts[0]})`;
}

/** The call of the exercise's function on the arguments. */
const callText = (exercise: Exercise, args: readonly Given[]): string =>
	`${exercise.fn}(${args.map(givenText).join(', ')})`;

/**
 * A program that ends with the function called on the arguments: what the stage is loaded with. Places in `program` stay
 * what they are.
 */
export const programOn = (exercise: Exercise, program: string, args: readonly Given[]): string =>
	`${program.trimEnd()}\n\nimport jax.numpy as jnp\n${callText(exercise, args)}\n`;
