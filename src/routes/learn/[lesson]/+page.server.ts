import { error } from '@sveltejs/kit';
import temml from 'temml';
import { lessonNamed, lessons } from '$lib/lessons/catalogue';
import { formulasOf } from '$lib/lessons/formulas';
import type { EntryGenerator, PageServerLoad } from './$types';

export const entries: EntryGenerator = () => lessons.map(({ name }) => ({ lesson: name }));

/** The lesson's name and its formulas as MathML. Only while the page is built. */
export const load: PageServerLoad = ({ params }) => {
	const lesson = lessonNamed(params.lesson);
	if (!lesson) error(404, `There is no lesson ${params.lesson}`);
	const { inline, display } = formulasOf(lesson);
	const mathml = (formulas: readonly string[], displayMode: boolean): Record<string, string> =>
		Object.fromEntries(
			formulas.map((tex) => [tex, temml.renderToString(tex, { displayMode, throwOnError: true })])
		);
	return { name: lesson.name, maths: { inline: mathml(inline, false), display: mathml(display, true) } };
};
