import type { Lesson } from './lesson';
import type { Block, Inline } from './text';

/** The TeX of a lesson, each formula once: in the run of the text, and on lines of their own. */
export interface Formulas {
	readonly inline: readonly string[];
	readonly display: readonly string[];
}

export function formulasOf(lesson: Lesson): Formulas {
	const blocks = lesson.sections.flatMap(blocksOf);
	const inline = blocks.flatMap(runsOf).flatMap((piece) => (piece.kind === 'maths' ? [piece.tex] : []));
	const display = blocks.flatMap((block) => (block.kind === 'maths' ? [block.tex] : []));
	return { inline: [...new Set(inline)], display: [...new Set(display)] };
}

function blocksOf(section: Lesson['sections'][number]): readonly Block[] {
	if (section.kind === 'text') return section.blocks;
	if (section.kind === 'scene') return [...section.before, ...section.after];
	if (section.kind === 'pitfall') return [...section.before, ...section.happens, ...section.instead];
	const { statement, hints } = section.exercise;
	return [...statement, ...hints.flat(), ...section.after];
}

function runsOf(block: Block): readonly Inline[] {
	if (block.kind === 'paragraph' || block.kind === 'callout') return block.text;
	return block.kind === 'list' ? block.items.flat() : [];
}
