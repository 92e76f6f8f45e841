import type { Lock } from '$lib/session/marks';

interface LockWords {
	/** In the scene's menu. */
	readonly name: string;
	/** To those who are locked out. */
	readonly says: string;
}

export const lockWords: { readonly [L in Lock]: LockWords } = {
	'read-only': { name: 'the program is read-only', says: 'This scene is read-only.' },
	'data-only': { name: 'only the data can be changed', says: 'In this scene only the data can be changed.' },
	'hidden-code': { name: 'the program is hidden', says: 'The program is hidden in this scene.' },
	'hidden-table': {
		name: 'tables and panels are hidden',
		says: 'Tables and panels are hidden in this scene.'
	}
};
