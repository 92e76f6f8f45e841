import { examples } from '$lib/examples/catalogue';
import type { Walk } from './deck';
import type { DeckNamed } from './named-link';
import { noMarks } from './marks';
import type { Sight } from './payload';
import { plainView } from './view';

/** What a page shows when its address says nothing, and the lessons whose places its links may name. */
export interface Home {
	readonly sight: Sight;
	readonly walk: Walk | null;
	readonly lesson: DeckNamed;
}

/** The first example, on its own. */
export const plainHome: Home = {
	sight: {
		source: { kind: 'example', name: examples[0].name },
		moment: null,
		view: plainView,
		marks: noMarks
	},
	walk: null,
	lesson: () => null
};
