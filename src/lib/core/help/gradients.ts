import type { Help } from '../errors';

/** What is told of derivatives. */

/** `pair`: the function returned two things. */
export const oneNumber = (pair: boolean): Help => ({
	why: 'A gradient tells how one number changes; the function returned something else.',
	instead: pair
		? 'jax.grad(f, has_aux=True) takes a function that returns (value, anything else).'
		: 'Return one scalar.'
});

export const severalNumbers: Help = {
	why: 'A gradient tells how one number changes, and the function returned several.',
	instead: 'Return output.sum() or output.mean(); or use jax.jacobian for all of them.'
};

export const noSmallChange: Help = {
	why: 'Only a number that can change by a little has a derivative.',
	instead: 'Pass a float: 3.0 instead of 3, or x.astype(float).'
};

export const tangentOf = (primal: string, wanted: string): Help => ({
	why: `A tangent is a small change of its primal, and a ${primal} takes a ${wanted}.`
});

export const closesOver = (value: string): Help => ({
	why: `The rule uses ${value}, which belongs to the function around it.`,
	instead: 'Pass the value to the function as an argument, and give it a derivative too.'
});

export const noWayBack: Help = {
	why: 'Going back takes what every step left behind, and nobody knows beforehand how many steps there will be.',
	instead: 'Use lax.scan over a fixed number of steps, or jax.jvp and jax.jacfwd, which go forward.'
};

export const onlyBackward: Help = {
	why: 'The function says how cotangents come back, not how tangents go forward.',
	instead: 'Use reverse mode (jax.grad, jax.vjp, jax.jacrev), or jax.custom_jvp for the function.'
};
