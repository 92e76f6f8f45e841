import type { Help } from '../errors';

/** What is told of values that a function cannot take, or that are too large. */

export const keyFirst: Help = {
	why: 'The first argument of every function of jax.random is a key.',
	instead: 'key = jax.random.key(0)'
};

export const integerPlaces: Help = { instead: 'i.astype(int)' };

export const moreThan32Bits = (x: bigint): Help => ({
	why: `The integer ${x} does not fit into 32 bits, and 64-bit types are off.`,
	instead: 'An array of uint32 holds up to 2**32 - 1: jnp.uint32(n).'
});

export const arrayFirst: Help = { instead: 'Make an array of it first: jnp.array(...).' };

export const noComplex: Help = { instead: 'Keep the real and the imaginary part in two arrays.' };

export const nameTheAxis = (name: string): Help => ({
	instead: `Name the axis where you map: jax.vmap(f, axis_name='${name}').`
});

export const keysHaveOrder = (a: string, b: string): Help => ({
	why: `JAX sorts the keys of a dict, and ${a} and ${b} have no order.`
});

export const tooLarge = (type: string): Help => ({
	why: `A result of type ${type} is more than a page can hold.`,
	instead: 'Use fewer steps or rows; a y that is None takes no room.'
});

export const tooMuchWork: Help = {
	why: 'The program did not end within the amount of work a page may do.',
	instead: 'Use fewer steps or rows, or make sure that every loop ends.'
};
