import { part } from '$lib/parts/part';

/** Kernels that fewer programs need, and faster ones that every program can do without. */

export const rarer = part(
	'kernels',
	() => import('./kernels/rarer'),
	/\b(nn|scipy|random|numpy as np|take|where|clip|concatenate|stack|append|pad|roll|sort|argsort|cum\w+|dynamic_\w+|erf\w*|log1p|expm1|sinh|cosh|arc\w+)\b|\bat\[|\[\s*[a-zA-Z_]/
);

/** The same bits, several numbers at a time. */
export const vectors = part('vectors', () => import('./wasm/kernels'), null);
