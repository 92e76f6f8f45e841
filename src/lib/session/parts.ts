import { part } from '$lib/parts/part';

/** What is worked out when the page asks about a run. */
export const answers = part('answers', () => import('./answers/answers'), null);
