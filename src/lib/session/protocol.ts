import type { Recording } from '$lib/recording/recording';

/** What the page asks of the worker. */
export interface Request {
	readonly kind: 'run';
	/** Answers carry it back, so that a late one is known. */
	readonly id: number;
	readonly program: string;
}

/** What the worker tells the page. */
export type Answer =
	| { readonly kind: 'recorded'; readonly id: number; readonly recording: Recording }
	/** A fault of ours, not of the program. */
	| { readonly kind: 'crashed'; readonly id: number; readonly message: string };
