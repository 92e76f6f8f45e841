import type { Expression, NameTarget, Node } from '../ast';

/** Patterns of `match`. */
export type Pattern =
	| (Node & { readonly kind: 'ValuePattern'; readonly value: Expression })
	| (Node & { readonly kind: 'WildcardPattern' })
	| (Node & { readonly kind: 'CapturePattern'; readonly target: NameTarget })
	| (Node & { readonly kind: 'AsPattern'; readonly pattern: Pattern; readonly target: NameTarget })
	| (Node & { readonly kind: 'OrPattern'; readonly options: readonly Pattern[] })
	| (Node & { readonly kind: 'SequencePattern'; readonly items: readonly Pattern[] })
	/** `*rest` in a sequence; null for `*_`. */
	| (Node & { readonly kind: 'StarPattern'; readonly target: NameTarget | null })
	| (Node & {
			readonly kind: 'MappingPattern';
			readonly entries: readonly { readonly key: Expression; readonly pattern: Pattern }[];
			readonly rest: NameTarget | null;
	  })
	| (Node & {
			readonly kind: 'ClassPattern';
			readonly type: Expression;
			readonly items: readonly Pattern[];
			readonly keywords: readonly { readonly name: string; readonly pattern: Pattern }[];
	  });
