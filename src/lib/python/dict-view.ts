import { type Dict, Tuple } from '$lib/core/containers';
import type { PyClass } from './classes';
import { pyError } from './errors';
import { same } from './compare';
import { reprOf } from './repr';
import { PySet } from './values';
import { iteratorClass } from './types';

type ViewKind = 'keys' | 'values' | 'items';

/** `dict.keys()`, `.values()` or `.items()`: follows the dict as it changes. */
export class DictView {
	readonly cls: PyClass;
	constructor(
		readonly dict: Dict,
		readonly kind: ViewKind
	) {
		this.cls = iteratorClass(`dict_${kind}`);
	}

	get size(): number {
		return this.dict.size;
	}

	list(): unknown[] {
		if (this.kind === 'keys') return this.dict.keys();
		if (this.kind === 'values') return this.dict.values();
		return this.dict.entries().map((entry) => new Tuple(entry));
	}

	*[Symbol.iterator](): Iterator<unknown> {
		const { size } = this.dict;
		for (const item of this.list()) {
			if (this.dict.size !== size) throw pyError('RuntimeError', 'dictionary changed size during iteration');
			yield item;
		}
		if (this.dict.size !== size) throw pyError('RuntimeError', 'dictionary changed size during iteration');
	}

	has(item: unknown): boolean {
		if (this.kind === 'keys') return this.dict.has(item);
		if (this.kind === 'values') return this.dict.values().some((value) => same(value, item));
		if (!(item instanceof Tuple) || item.length !== 2) return false;
		const [key, value] = item.items;
		return this.dict.has(key) && same(this.dict.get(key), value);
	}

	/** As set operations take it. */
	toSet(): PySet {
		return new PySet(this.list());
	}

	repr(): string {
		return `dict_${this.kind}(${reprOf(this.list())})`;
	}
}
