import type { MessageId } from './check/messages';
import type { Block } from './text';

/** What an axis of an argument or of the answer runs over: rows of the batch, or steps. */
export type Dim = 'N' | 'T';

/** A parameter of the function that is asked for. */
export interface Parameter {
	readonly name: string;
	/** Empty for a single number. */
	readonly dims: readonly Dim[];
}

/** An array as plain data, row-major. */
export interface Given {
	readonly dtype: 'float32' | 'int32';
	readonly shape: readonly number[];
	readonly values: readonly number[];
}

/** What the answer has to be made with. */
export type Tool = 'scan' | 'vmap';

/** Kinds of random data a program is tried on. `integers` are of an integer type. */
export type CaseKind =
	| 'signed'
	| 'fractions'
	| 'one-row'
	| 'one-step'
	| 'equal'
	| 'decreasing'
	| 'negative'
	| 'nan'
	| 'inf'
	| 'minus-inf'
	| 'large'
	| 'integers';

/** A wrong program that is recognised by what it computes. */
export interface Mistake {
	readonly id: MessageId;
	readonly program: string;
}

export interface Exercise {
	/** Part of links, for ever. */
	readonly name: string;
	readonly title: string;
	/** The function that is asked for. */
	readonly fn: string;
	readonly parameters: readonly Parameter[];
	/** What the axes of the answer are. */
	readonly output: readonly Dim[];
	readonly statement: readonly Block[];
	/** What the editor begins with: runs, and is not right. Says what is asked for, to whom only sees the program. */
	readonly starter: string;
	readonly solution: string;
	/** To be shown one at a time, in this order. */
	readonly hints: readonly (readonly Block[])[];
	/** The lesson's data: arguments, in the parameters' order. The first is the one that is shown. */
	readonly examples: readonly (readonly Given[])[];
	readonly tools: readonly Tool[];
	/** Random data to be tried, in this order. */
	readonly plan: readonly CaseKind[];
	readonly mistakes: readonly Mistake[];
}

/** A matrix of floats as an argument. */
export const floats = (rows: readonly (readonly number[])[]): Given => ({
	dtype: 'float32',
	shape: [rows.length, rows[0].length],
	values: rows.flat()
});

/** A matrix of integers as an argument. */
export const integers = (rows: readonly (readonly number[])[]): Given => ({
	...floats(rows),
	dtype: 'int32'
});

/** A row of floats, or a single one, as an argument. */
export const row = (...values: readonly number[]): Given => ({
	dtype: 'float32',
	shape: [values.length],
	values
});
export const single = (value: number): Given => ({ dtype: 'float32', shape: [], values: [value] });
