import { part } from '$lib/parts/part';

/** Kernels that fewer programs need, and faster ones that every program can do without. */

export const rarer = part('kernels', () => import('./kernels/rarer'), null);

/** The same bits, several numbers at a time. */
export const vectors = part('vectors', () => import('./wasm/kernels'), null);
