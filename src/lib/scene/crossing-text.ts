import type { Crossing } from '$lib/recording/crossing';
import { count } from '$lib/recording/words';

/** Whether values cross rows, as a sentence before and after the expression where they do; null where there is one row. */
export function crossingText(
	crossing: Crossing
): { before: string; expression: string; after: string } | null {
	const rows = (of: { kind: string }): string => (of.kind === 'vmap' ? 'rows' : 'rows of the leading axis');
	switch (crossing.kind) {
		case 'single':
			return null;
		case 'too large':
			return { before: 'Too large to prove whether values cross rows.', expression: '', after: '' };
		case 'apart': {
			const checked = `${count(crossing.equations, 'equation')} checked`;
			return {
				before: `No value crosses ${rows(crossing.rows)}: ${checked}, for every step and any numbers.`,
				expression: '',
				after: ''
			};
		}
		case 'meet':
			return crossing.text === ''
				? { before: `Values cross ${rows(crossing.rows)} in the carry.`, expression: '', after: '' }
				: { before: `Values cross ${rows(crossing.rows)} at `, expression: crossing.text, after: '.' };
	}
}
