import type { Span } from '$lib/core/source';
import type { Pattern } from './ast/patterns';
import type { Block, Statement } from './ast/statements';

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

/** What every node has: the stretch of the program it was read from. */
export interface Node {
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

export interface Program {
	readonly body: Block;
}

/** Anything in the tree with a span. */
export type AnyNode = Expression | Target | Statement | Pattern;
