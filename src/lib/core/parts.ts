import { part } from '$lib/parts/part';

/** What is said about mistakes in loops, axes, gradients and traced values. */
export const help = part('help', () => import('./help/rarer'), null, 'errors');
