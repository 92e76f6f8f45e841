import { lane } from '$lib/recording/moment';
import type { Exercise } from '$lib/lessons/exercise';
import type { Lesson, Scene } from '$lib/lessons/lesson';
import type { Deck, Slide } from './deck';
import type { Home } from './home';
import type { Marks } from './marks';
import { readMoment } from './moment-text';
import { plainView } from './view';

/** What of a lesson can be stood at, in the order of reading. */
export type Stand =
	| { readonly kind: 'scene'; readonly scene: Scene }
	| { readonly kind: 'exercise'; readonly exercise: Exercise };

/** The places of a lesson's deck, with the section each belongs to. */
export const standsOf = ({ sections }: Lesson): readonly (Stand & { readonly section: string })[] =>
	sections.flatMap((section): readonly (Stand & { readonly section: string })[] => {
		const at = section.name;
		if (section.kind === 'exercise') return [{ kind: 'exercise', exercise: section.exercise, section: at }];
		const scenes =
			section.kind === 'scene' ? [section.scene] : section.kind === 'pitfall' ? section.scenes : [];
		return scenes.map((scene) => ({ kind: 'scene', scene, section: at }));
	});

/** A lesson as a deck: its scenes, and its exercises as they begin. */
export const deckOfLesson = (lesson: Lesson): Deck => ({
	title: lesson.title,
	slides: standsOf(lesson).map((stand) =>
		stand.kind === 'scene' ? slideOfScene(stand.scene) : slideOfExercise(stand.exercise)
	)
});

function slideOfScene({
	title,
	note,
	program,
	moment,
	lane: row,
	caption,
	gates,
	hide,
	locks
}: Scene): Slide {
	const marks: Marks = {
		...(gates.length > 0 && { gates: [...gates] }),
		...(hide && { hide: true as const }),
		...(locks.length > 0 && { locks: [...locks] }),
		...(caption !== '' && { caption })
	};
	return {
		title,
		note,
		sight: {
			source: { kind: 'program', text: program },
			moment: moment === null ? null : readMoment(moment),
			view: { ...plainView, lane: row === null ? null : lane(row) },
			marks
		}
	};
}

const slideOfExercise = ({ title, starter }: Exercise): Slide => ({
	title,
	note: '',
	sight: { source: { kind: 'program', text: starter }, moment: null, view: plainView, marks: {} }
});

/** The page of a lesson opens at its first place. */
export function homeOfLesson(lesson: Lesson): Home {
	const deck = deckOfLesson(lesson);
	return {
		sight: deck.slides[0].sight,
		walk: { of: { kind: 'lesson', name: lesson.name }, at: 0 },
		lesson: (name) => (name === lesson.name ? deck : null)
	};
}
