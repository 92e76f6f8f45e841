import type { Help } from '../errors';

/** What is told of values that are asked for their value while a function is traced. */

/** What a function is carried out for: `scan`, `while_loop`, `cond`, `switch`, `jit`, `vmap`, `checkpoint`. */
function once(purpose: string, rows: boolean): string {
	switch (purpose) {
		case 'scan':
		case 'while_loop':
			return `is traced once, for all steps${rows ? ' and rows' : ''}`;
		case 'cond':
		case 'switch':
			return 'is a branch, traced whether it will be taken or not';
		case 'vmap':
			return 'is carried out once, for all rows together';
		default:
			return 'is traced once, for all calls with arguments of these types';
	}
}

export interface TracedWords {
	/** What has none: `x > c` in backticks. */
	readonly what: string;
	/** The function that is traced, `step`. */
	readonly name: string;
	readonly purpose: string;
	readonly rows: boolean;
	/** `True in row 0, False in rows 1 and 2`; null where that cannot be known. */
	readonly now: string | null;
	/** `at step 0`, or empty. */
	readonly when: string;
	/** `bool[]`. */
	readonly type: string;
}

/** Why there is no value, and which it will be. */
export function noValueYet({ what, name, purpose, rows, now, when, type }: TracedWords): string {
	const head = `${what} has no value yet: ${name} ${once(purpose, rows)}.`;
	if (now === null) return `${head} All that is known of it is its type, ${type}.`;
	if (when !== '') return `${head} ${when[0].toUpperCase()}${when.slice(1)} it is ${now}.`;
	return `${head} ${purpose === 'vmap' || rows ? 'It is' : 'In this call it is'} ${now}.`;
}

/** What to write where no rewrite of the program's own code is at hand. */
export const decideLater = (jnp: string, lax: string): string =>
	`${jnp}.where(condition, a, b) picks elementwise; ${lax}.cond(condition, f, g, x) picks a branch.`;

export const checkOutside =
	'Check it outside of the function that is traced, on the values that come out; a traced value cannot stop a program.';

export const staticArgument = (fn: string, argument: string): string =>
	`jax.jit(${fn}, static_argnames='${argument}')   # traced anew for each ${argument}`;

export const maskDecidesShape: Help = {
	why: 'How many elements a mask selects would decide the shape, and shapes are fixed while tracing.',
	instead: 'Keep the shape with jnp.where(mask, x, 0).'
};

export const useJax = (jnp: string): string =>
	`Use ${jnp} instead of NumPy in functions that JAX transforms.`;

/** Shapes are fixed while tracing. */
export const largestShape = (jnp: string): string =>
	`Make the array as large as it can get, and leave out what is not wanted with ${jnp}.where.`;

/** A traced value is no key. */
export const notAKey = (jnp: string): string =>
	`Keep what is looked up in an array, and index that: ${jnp}.array(list(d.values()))[i].`;

/** A loop that ends inside its body. */
export const breakOut = (lax: string, test: string): string =>
	`${lax}.while_loop has its condition in front: end on \`${test}\` by going on while \`~(${test})\`.`;

export interface LeakWords {
	/** What the program calls the value, or the expression that made it. */
	readonly text: string;
	/** `y = c + x`: absent where the value is an argument. */
	readonly madeOn: number | null;
	readonly isArgument: boolean;
	readonly fn: string | null;
	readonly purpose: string;
	readonly usedOn: number | null;
}

/** Where a value that outlived its function was made, and where it is used. */
export function leaked({ text, madeOn, isArgument, fn, purpose, usedOn }: LeakWords): Help {
	const owner = fn ?? 'a function';
	const made = isArgument
		? `\`${text}\` is an argument of ${owner}`
		: `\`${text}\`${madeOn === null ? ' was made' : `, made on line ${madeOn},`} ${madeOn === null ? 'in' : 'belongs to'} ${owner}`;
	const ended = `${purpose === '' ? 'which had ended' : `whose ${purpose} had ended`}`;
	const used = usedOn === null ? 'when it was used' : `when line ${usedOn} used it`;
	return {
		why: `${made}, ${ended} ${used}: it stands for ${manyOf(purpose)}, not for one value.`,
		instead: wayOut(purpose, owner, text)
	};
}

function manyOf(purpose: string): string {
	if (purpose === 'scan' || purpose === 'while_loop') return 'the values of all steps';
	if (purpose === 'vmap') return 'the values of all rows';
	return 'whatever the function is called with';
}

function wayOut(purpose: string, owner: string, text: string): string {
	if (purpose === 'scan')
		return `Return it from ${owner}: as y (\`return carry, ${text}\`) scan stacks one for each step, as carry the last one comes out.`;
	if (purpose === 'while_loop')
		return `Make it a part of the carry of ${owner}, and take it from what the loop returns.`;
	return `Return it from ${owner}, and use what the call gives back.`;
}
