import type { Activation } from '../activation';
import type { Scope } from '../scope';

/** An expression made ready to run: what it is worth in an activation. */
export type Evaluate = (activation: Activation) => unknown;

/** How a statement ended. */
export type Completion = 0 | 1 | 2 | 3;
export const normal = 0;
export const broke = 1;
export const continued = 2;
/** The value is in `activation.returned`. */
export const returned = 3;

/** A statement made ready to run. */
export type Execute = (activation: Activation) => Completion;

/** A name of the module; `value` is undefined while it is unbound. */
export interface Cell {
	value: unknown;
}

/** The names of the module that is being run. */
export class Globals {
	private readonly cells = new Map<string, Cell>();

	/** `from __future__ import annotations`: none are evaluated. */
	lazyAnnotations = false;

	cell(name: string): Cell {
		let cell = this.cells.get(name);
		if (!cell) this.cells.set(name, (cell = { value: undefined }));
		return cell;
	}

	names(): string[] {
		return [...this.cells].filter(([, cell]) => cell.value !== undefined).map(([name]) => name);
	}
}

/** Where code is being made ready: its scope, and the module's names. */
export interface Site {
	readonly scope: Scope;
	readonly globals: Globals;
}
