import { isValue, Tracer, type Value } from './interpreter';

/** A tracer that remembers what the user calls it. */
export interface Nameable {
	addName(name: string): void;
}

const isNameable = (value: Value): value is Value & Nameable =>
	value instanceof Tracer && 'addName' in value && typeof value.addName === 'function';

const firstNames = new WeakMap<Value, string>();

const containers = new WeakMap<object, string | null>();

/** Remembers from now on what a container (a dict, a tuple ...) is called first. */
export function awaitName(container: object): void {
	containers.set(container, null);
}

/** What a container has been called since its name was awaited. */
export const nameOfContainer = (container: object): string | null => containers.get(container) ?? null;

/** Tells an array, traced or not, or an awaited container the name it was assigned to. Anything else is left alone. */
export function nameValue(value: unknown, name: string): void {
	if (!isValue(value)) {
		if (typeof value === 'object' && value !== null && containers.get(value) === null)
			containers.set(value, name);
		return;
	}
	if (!firstNames.has(value)) firstNames.set(value, name);
	if (isNameable(value)) value.addName(name);
}

const paths = new WeakMap<Value, string>();

/** Tells an array where it was read: `params['w']`, `self.rate`. The first place counts. */
export function nameRead(value: unknown, path: string): void {
	if (isValue(value) && !paths.has(value)) paths.set(value, path);
}

/** The name a value was first assigned to. */
export const nameOf = (value: Value): string | null => firstNames.get(value) ?? null;

/** The same, or else where the value was first read. */
export const nameOrPathOf = (value: Value): string | null => nameOf(value) ?? paths.get(value) ?? null;
