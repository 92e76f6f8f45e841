import { part } from '$lib/parts/part';

/** What fewer runs need. */
export const whiles = part(
	'recorded while loops',
	() => import('./keep-while'),
	/\b(while_loop|fori_loop)\b/
);
export const keys = part('keys', () => import('./keys/reused-keys'), /\brandom\b/);
/** Where loops index. */
export const indexing = part(
	'indexing in loops',
	() => import('./indexing'),
	/\bat\[|\btake|dynamic_|[\w)\]]\[\s*[a-zA-Z_]/
);
export const longLoops = part('long loops', () => import('./record-long'), null);
/** Functions that bodies call as one equation. */
export const calls = part('calls in loops', () => import('./open-calls'), /\b(p?jit|checkpoint|remat)\b/);
/** What is special about loops of gradients. */
export const gradients = part(
	'loops of gradients',
	() => import('./gradients'),
	/\b(value_and_)?grad\b|vjp|jac(fwd|rev|obian)|hessian/
);
