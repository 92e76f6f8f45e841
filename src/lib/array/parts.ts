import { part } from '$lib/parts/part';

/** Kernels that fewer programs need, and faster ones that every program can do without. */

export const rarer = part(
	'kernels',
	() => import('./kernels/rarer'),
	/\/\/|%|<<|>>|\bat\[|[\w)\]]\[\s*[a-zA-Z_]|\b(nn|scipy|random|linalg|np|arange|linspace|where|clip|round|take\w*|concat\w*|[hv]?stack|append|pad|roll|tile|arg\w+|sort\w*|top_k|cum\w+|dynamic_\w+|erf\w*|log1p|expm1|sinh|cosh|arc\w+)\b/
);

/** The same bits, several numbers at a time. */
export const vectors = part('vectors', () => import('./wasm/kernels'), null);
