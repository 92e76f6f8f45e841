import type {
	AttributeTarget,
	BinaryOp,
	Expression,
	Keyword,
	NameTarget,
	Node,
	Parameters,
	SubscriptTarget,
	Target
} from '../ast';
import type { Pattern } from './patterns';

/** Statements of the syntax tree. */
export type Statement =
	| ExpressionStatement
	| Assign
	| AugmentedAssign
	| AnnotatedAssign
	| Return
	| Delete
	| Pass
	| Break
	| Continue
	| Raise
	| Import
	| ImportFrom
	| ScopeStatement
	| Assert
	| If
	| While
	| For
	| Try
	| With
	| FunctionDef
	| ClassDef
	| Match
	| TypeAlias;

export type Block = readonly Statement[];

export interface ExpressionStatement extends Node {
	readonly kind: 'Expression';
	readonly value: Expression;
}
export interface Assign extends Node {
	readonly kind: 'Assign';
	readonly value: Expression;
	readonly targets: readonly Target[];
}
export interface AugmentedAssign extends Node {
	readonly kind: 'AugmentedAssign';
	readonly target: NameTarget | AttributeTarget | SubscriptTarget;
	readonly op: BinaryOp;
	readonly value: Expression;
}
export interface AnnotatedAssign extends Node {
	readonly kind: 'AnnotatedAssign';
	readonly value: Expression | null;
	readonly target: NameTarget | AttributeTarget | SubscriptTarget;
	readonly annotation: Expression;
}
export interface Return extends Node {
	readonly kind: 'Return';
	readonly value: Expression | null;
}
export interface Delete extends Node {
	readonly kind: 'Delete';
	readonly targets: readonly Target[];
}
export interface Pass extends Node {
	readonly kind: 'Pass';
}
export interface Break extends Node {
	readonly kind: 'Break';
}
export interface Continue extends Node {
	readonly kind: 'Continue';
}
export interface Raise extends Node {
	readonly kind: 'Raise';
	readonly exception: Expression | null;
	readonly cause: Expression | null;
}
export interface Alias extends Node {
	/** `jax.numpy`, or the name imported from a module. */
	readonly path: string;
	/** The name that is bound: that after `as`, or the first of the path. */
	readonly target: NameTarget;
	readonly renamed: boolean;
}
export interface Import extends Node {
	readonly kind: 'Import';
	readonly aliases: readonly Alias[];
}
export interface ImportFrom extends Node {
	readonly kind: 'ImportFrom';
	/** With its leading dots. */
	readonly module: string;
	/** null for `*`. */
	readonly aliases: readonly Alias[] | null;
}
export interface ScopeStatement extends Node {
	readonly kind: 'Global' | 'Nonlocal';
	readonly names: readonly string[];
}
export interface Assert extends Node {
	readonly kind: 'Assert';
	readonly test: Expression;
	readonly message: Expression | null;
}
export interface If extends Node {
	readonly kind: 'If';
	readonly test: Expression;
	readonly body: Block;
	readonly otherwise: Block;
}
export interface While extends Node {
	readonly kind: 'While';
	readonly test: Expression;
	readonly body: Block;
	readonly otherwise: Block;
}
export interface For extends Node {
	readonly kind: 'For';
	readonly iterable: Expression;
	readonly target: Target;
	readonly body: Block;
	readonly otherwise: Block;
}
export interface Handler extends Node {
	/** null for a bare `except:`. */
	readonly type: Expression | null;
	readonly target: NameTarget | null;
	readonly body: Block;
}
export interface Try extends Node {
	readonly kind: 'Try';
	readonly body: Block;
	readonly handlers: readonly Handler[];
	readonly otherwise: Block;
	readonly finalizer: Block;
}
export interface WithItem extends Node {
	readonly context: Expression;
	readonly target: Target | null;
}
export interface With extends Node {
	readonly kind: 'With';
	readonly items: readonly WithItem[];
	readonly body: Block;
}
export interface FunctionDef extends Node {
	readonly kind: 'FunctionDef';
	readonly decorators: readonly Expression[];
	readonly params: Parameters;
	readonly returns: Expression | null;
	readonly target: NameTarget;
	readonly body: Block;
	readonly typeParams: readonly string[];
}
export interface ClassDef extends Node {
	readonly kind: 'ClassDef';
	readonly decorators: readonly Expression[];
	readonly bases: readonly Expression[];
	readonly keywords: readonly Keyword[];
	readonly target: NameTarget;
	readonly body: Block;
	readonly typeParams: readonly string[];
}
export interface Case extends Node {
	readonly pattern: Pattern;
	readonly guard: Expression | null;
	readonly body: Block;
}
export interface Match extends Node {
	readonly kind: 'Match';
	readonly subject: Expression;
	readonly cases: readonly Case[];
}
export interface TypeAlias extends Node {
	readonly kind: 'TypeAlias';
	readonly target: NameTarget;
	readonly value: Expression;
}
