import type { PyClass } from './classes';

/** A field of a dataclass. */
export interface DataclassField {
	readonly name: string;
	readonly type: unknown;
	/** undefined where there is none. */
	readonly default: unknown;
	readonly defaultFactory: unknown;
	readonly init: boolean;
	readonly repr: boolean;
	readonly compare: boolean;
	readonly hash: boolean | null;
	readonly kwOnly: boolean;
	readonly metadata: unknown;
	/** `InitVar`: an argument of `__init__` that is not kept. */
	readonly initOnly: boolean;
}

const fields = new WeakMap<PyClass, readonly DataclassField[]>();

export const setDataclassFields = (cls: PyClass, list: readonly DataclassField[]): void =>
	void fields.set(cls, list);

/** The fields of a dataclass (or of one derived from a dataclass), in order; null for other classes. */
export function dataclassFields(cls: PyClass): readonly DataclassField[] | null {
	for (const each of cls.mro) {
		const found = fields.get(each);
		if (found) return found.filter((field) => !field.initOnly);
	}
	return null;
}

/** With the arguments that are not kept. */
export function allDataclassFields(cls: PyClass): readonly DataclassField[] {
	for (const each of cls.mro) {
		const found = fields.get(each);
		if (found) return found;
	}
	return [];
}
