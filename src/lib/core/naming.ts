import { isValue, Tracer, type Value } from './interpreter';

/** A tracer that remembers what the user calls it. */
export interface Nameable {
	addName(name: string): void;
}

const isNameable = (value: Value): value is Value & Nameable =>
	value instanceof Tracer && 'addName' in value && typeof value.addName === 'function';

const firstNames = new WeakMap<Value, string>();

/** Tells an array, traced or not, the name it was assigned to. Anything else is left alone. */
export function nameValue(value: unknown, name: string): void {
	if (!isValue(value)) return;
	if (!firstNames.has(value)) firstNames.set(value, name);
	if (isNameable(value)) value.addName(name);
}

/** The name a value was first assigned to. */
export const nameOf = (value: Value): string | null => firstNames.get(value) ?? null;
