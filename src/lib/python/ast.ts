import type { Span } from '$lib/core/source';

/**
 * The syntax tree of a program. Fields that hold children stand in the order in which they are evaluated, which
 * `children` and the lifting of `yield` rely on.
 */
export type Expression =
	| Constant
	| Name
	| FormattedString
	| Binary
	| Unary
	| Logical
	| Compare
	| Call
	| Attribute
	| Subscript
	| SliceExpression
	| Lambda
	| Conditional
	| Walrus
	| TupleExpression
	| ListExpression
	| SetExpression
	| DictExpression
	| Comprehension
	| Yield
	| YieldFrom
	| Starred
	| Kept;

export type BinaryOp = '+' | '-' | '*' | '/' | '//' | '%' | '**' | '@' | '<<' | '>>' | '&' | '|' | '^';
export type UnaryOp = '-' | '+' | '~' | 'not';
export type CompareOp = '<' | '<=' | '>' | '>=' | '==' | '!=' | 'in' | 'not in' | 'is' | 'is not';

interface Node {
	readonly span: Span;
}

export interface Constant extends Node {
	readonly kind: 'Constant';
	readonly value: unknown;
}
export interface Name extends Node {
	readonly kind: 'Name';
	readonly id: string;
}
export interface FormattedString extends Node {
	readonly kind: 'FormattedString';
	readonly parts: readonly (string | Replacement)[];
}
/** `{value=!r:spec}` of an f-string. */
export interface Replacement {
	readonly value: Expression;
	/** The text before the value, with its `=`; null without one. */
	readonly label: string | null;
	readonly conversion: 'r' | 's' | 'a' | null;
	readonly spec: FormattedString | null;
}
export interface Binary extends Node {
	readonly kind: 'Binary';
	readonly op: BinaryOp;
	readonly left: Expression;
	readonly right: Expression;
}
export interface Unary extends Node {
	readonly kind: 'Unary';
	readonly op: UnaryOp;
	readonly operand: Expression;
}
export interface Logical extends Node {
	readonly kind: 'Logical';
	readonly op: 'and' | 'or';
	readonly values: readonly Expression[];
}
export interface Compare extends Node {
	readonly kind: 'Compare';
	readonly operands: readonly Expression[];
	/** One fewer than operands. */
	readonly ops: readonly CompareOp[];
}
export interface Keyword {
	/** null for `**value`. */
	readonly name: string | null;
	readonly value: Expression;
}
export interface Call extends Node {
	readonly kind: 'Call';
	readonly callee: Expression;
	readonly args: readonly Expression[];
	readonly keywords: readonly Keyword[];
}
export interface Attribute extends Node {
	readonly kind: 'Attribute';
	readonly object: Expression;
	readonly name: string;
}
export interface Subscript extends Node {
	readonly kind: 'Subscript';
	readonly object: Expression;
	readonly index: Expression;
}
export interface SliceExpression extends Node {
	readonly kind: 'Slice';
	readonly start: Expression | null;
	readonly stop: Expression | null;
	readonly step: Expression | null;
}
export interface Lambda extends Node {
	readonly kind: 'Lambda';
	readonly params: Parameters;
	readonly body: Expression;
}
export interface Conditional extends Node {
	readonly kind: 'Conditional';
	readonly test: Expression;
	readonly then: Expression;
	readonly otherwise: Expression;
}
export interface Walrus extends Node {
	readonly kind: 'Walrus';
	readonly target: NameTarget;
	readonly value: Expression;
}
export interface TupleExpression extends Node {
	readonly kind: 'Tuple';
	readonly items: readonly Expression[];
}
export interface ListExpression extends Node {
	readonly kind: 'List';
	readonly items: readonly Expression[];
}
export interface SetExpression extends Node {
	readonly kind: 'Set';
	readonly items: readonly Expression[];
}
export interface DictExpression extends Node {
	readonly kind: 'Dict';
	/** A null key stands for `**value`. */
	readonly entries: readonly { readonly key: Expression | null; readonly value: Expression }[];
}
export interface Clause {
	readonly target: Target;
	readonly iterable: Expression;
	readonly conditions: readonly Expression[];
}
export interface Comprehension extends Node {
	readonly kind: 'Comprehension';
	readonly type: 'list' | 'set' | 'dict' | 'generator';
	readonly clauses: readonly Clause[];
	readonly element: Expression;
	/** Of a dict's entries; `element` is the key. */
	readonly value: Expression | null;
}
export interface Yield extends Node {
	readonly kind: 'Yield';
	readonly value: Expression | null;
}
export interface YieldFrom extends Node {
	readonly kind: 'YieldFrom';
	readonly value: Expression;
}
export interface Starred extends Node {
	readonly kind: 'Starred';
	readonly value: Expression;
}

/** A value that was put by in a nameless slot while a generator waited; no program contains one. */
export interface Kept extends Node {
	readonly kind: 'Kept';
	readonly slot: number;
}

/** What can stand left of `=`. */
export type Target = NameTarget | AttributeTarget | SubscriptTarget | SequenceTarget | StarTarget;

/** A place where a name gets bound. */
export interface NameTarget extends Node {
	readonly kind: 'NameTarget';
	readonly id: string;
}
export interface AttributeTarget extends Node {
	readonly kind: 'AttributeTarget';
	readonly object: Expression;
	readonly name: string;
}
export interface SubscriptTarget extends Node {
	readonly kind: 'SubscriptTarget';
	readonly object: Expression;
	readonly index: Expression;
}
export interface SequenceTarget extends Node {
	readonly kind: 'SequenceTarget';
	readonly items: readonly Target[];
}
export interface StarTarget extends Node {
	readonly kind: 'StarTarget';
	readonly target: Target;
}

export type ParameterKind = 'positional' | 'normal' | 'star' | 'keyword' | 'doublestar';

export interface Parameter extends Node {
	readonly name: string;
	readonly kind: ParameterKind;
	readonly default: Expression | null;
	readonly annotation: Expression | null;
}
export type Parameters = readonly Parameter[];

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

export interface Program {
	readonly body: Block;
}

/** Anything in the tree with a span. */
export type AnyNode = Expression | Target | Statement | Pattern;
