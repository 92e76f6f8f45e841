import { part } from '$lib/parts/part';

/** What is worked out when the page asks about a run. */
export const answers = part('answers', () => import('./answers/answers'), null);
/** What the page would have to go over every value of a big run for; the words are of programs that make many. */
export const facts = part('facts', () => import('./facts'), /\d{3}|\*\*|<</);
