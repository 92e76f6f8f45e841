import type { Failure } from '$lib/recording/recording';

/** What became of the program in the editor. */
export type Status =
	/** There is no program. */
	| { readonly kind: 'empty' }
	/** `slow` once it takes long enough to be spoken of; `failure` is the last program's, shown until this one is done. */
	| { readonly kind: 'running'; readonly slow: boolean; readonly failure: Failure | null }
	| { readonly kind: 'ready' }
	| { readonly kind: 'failed'; readonly failure: Failure }
	| { readonly kind: 'cancelled' }
	/** A part of the engine that the program needs could not be fetched. */
	| { readonly kind: 'unreached'; readonly part: string }
	/** A fault of ours. */
	| { readonly kind: 'crashed'; readonly message: string };

/** A sentence over the picture that can be put away. */
export type Notice =
	| { readonly kind: 'damaged'; readonly reason: string }
	| { readonly kind: 'draft'; readonly id: number; readonly text: string }
	| { readonly kind: 'differs' };
