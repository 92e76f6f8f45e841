import { Tracer } from './interpreter';

/** A tracer that remembers what the user calls it. */
export interface Nameable {
	addName(name: string): void;
}

const isNameable = (value: unknown): value is Nameable =>
	value instanceof Tracer && typeof (value as Partial<Nameable>).addName === 'function';

/** Tells a traced value the name it was assigned to. Anything else is left alone. */
export function nameValue(value: unknown, name: string): void {
	if (isNameable(value)) value.addName(name);
}
