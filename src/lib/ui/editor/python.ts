import { highlightTree, tagHighlighter, tags } from '@lezer/highlight';
import { parser } from '@lezer/python';
import type { RoleName } from '$lib/recording/recording';

/** A stretch of the program and the class it wears. */
export interface Mark {
	readonly from: number;
	readonly to: number;
	readonly class: string;
}

/** The classes of `code.css`, in the page's own code and in the editor alike. */
export const pythonColours = tagHighlighter([
	{ tag: tags.keyword, class: 'tok-keyword' },
	{ tag: [tags.string, tags.special(tags.string)], class: 'tok-text' },
	{ tag: tags.comment, class: 'tok-comment' },
	{
		tag: [tags.function(tags.definition(tags.variableName)), tags.definition(tags.className)],
		class: 'tok-definition'
	}
]);

/** Keywords, texts, comments and definitions, in order and without overlap. */
export function syntaxMarks(program: string): Mark[] {
	const marks: Mark[] = [];
	highlightTree(parser.parse(program), pythonColours, (from, to, name) =>
		marks.push({ from, to, class: name })
	);
	return marks;
}

/** The user's names in the colours of what they are; the innermost stretch that gives a name a role decides. */
export function roleMarks(program: string, roles: readonly RoleName[]): Mark[] {
	const marks: Mark[] = [];
	if (roles.length === 0) return marks;
	parser.parse(program).iterate({
		enter({ name, from, to }) {
			if (name !== 'VariableName') return;
			const role = roleAt(program.slice(from, to), from, to, roles);
			if (role) marks.push({ from, to, class: `role ${role.role}` });
		}
	});
	return marks;
}

function roleAt(name: string, from: number, to: number, roles: readonly RoleName[]): RoleName | null {
	let best: RoleName | null = null;
	for (const role of roles) {
		const { within } = role;
		if (role.name !== name || from < within.from || to > within.to) continue;
		if (best === null || within.to - within.from < best.within.to - best.within.from) best = role;
	}
	return best;
}
