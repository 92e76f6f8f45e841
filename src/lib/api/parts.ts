import { part } from '$lib/parts/part';

/** Functions that fewer programs need. */

export const joining = part(
	'joining',
	() => import('./jnp/joining'),
	/\b(split|[hv]?stack|concat\w*|append)\b|jnp\.array\(\[+\s*[a-zA-Z_]/
);
export const concrete = part(
	'concrete values',
	() => import('./concrete'),
	/\b(int|float|bool|if|while|and|or|not)\b/
);
export const gathering = part(
	'gathering',
	() => import('./indexing/dynamic-take'),
	/\bat\[|\btake|[\w)\]]\[\s*[a-zA-Z_]/
);
/** Words about carries, axes and sizes that do not fit. */
export const mistakes = part('mistakes', () => import('./mistakes'), null, 'errors');
export const operators = part(
	'operators of arrays',
	() => import('./jnp/rarer-arithmetic'),
	/\/\/|%|\*\*|<<|>>|round/
);
export const bits = part('bits', () => import('./jnp/rarer-ufuncs'), /[&|^~]|<<|>>/);
export const statistics = part('statistics', () => import('./jnp/statistics'), /\.(std|var|argm|ptp)/);
export const masks = part('masks', () => import('./indexing/masks'), /\[[^\]]*[<>=~]/);
export const keys = part('random keys', () => import('./random/keys'), /\brandom\b/);
