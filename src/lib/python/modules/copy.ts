import { Dict, Tuple, NamedTuple } from '$lib/core/containers';
import { special } from '../call';
import { DictInstance, Instance, ListInstance } from '../classes';
import { Counter, DefaultDict, Deque, OrderedDict } from '../collections';
import { registerModule } from '../module';
import { native } from '../native';
import { ExceptionInstance } from '../exceptions';
import { ScalarInstance, TupleInstance } from '../classes';
import { PySet } from '../values';
import { EnumClass } from '../enum-class';

/** A dict of the same class with `each` applied to keys and values. */
function copyDict(dict: Dict, each: (value: unknown) => unknown): Dict {
	const entries = dict.entries().map(([key, value]) => [each(key), each(value)] as const);
	if (dict instanceof DefaultDict) return new DefaultDict(dict.factory, entries, dict.cls);
	if (dict instanceof OrderedDict) return new OrderedDict(entries, dict.cls);
	if (dict instanceof Counter) return new Counter(entries, dict.cls);
	return dict instanceof DictInstance ? new DictInstance(dict.cls, entries) : new Dict(entries);
}

function copyWith(value: unknown, each: (value: unknown) => unknown, keep: (made: unknown) => void): unknown {
	if (value instanceof ListInstance) return ListInstance.make(value.cls, value.map(each));
	if (Array.isArray(value)) {
		const list: unknown[] = [];
		keep(list);
		for (const item of value) list.push(each(item));
		return list;
	}
	if (value instanceof NamedTuple) return new NamedTuple(value.type, value.items.map(each));
	if (value instanceof TupleInstance) return new TupleInstance(value.cls, value.items.map(each));
	if (value instanceof Tuple) return new Tuple(value.items.map(each));
	if (value instanceof Dict) return copyDict(value, each);
	if (value instanceof PySet) return new PySet(value.values(), value.frozen);
	if (value instanceof Deque) return new Deque(value.items.map(each), value.limit);
	if (value instanceof Instance) return copyInstance(value, each, keep);
	return value;
}

function copyInstance(
	value: Instance,
	each: (value: unknown) => unknown,
	keep: (made: unknown) => void
): unknown {
	if (value instanceof ExceptionInstance || value instanceof ScalarInstance || value.cls instanceof EnumClass)
		return value;
	const made = new Instance(value.cls);
	keep(made);
	for (const [name, field] of value.fields) made.fields.set(name, each(field));
	return made;
}

function shallow(value: unknown): unknown {
	const own = special(value, '__copy__');
	return own !== undefined
		? own
		: copyWith(
				value,
				(item) => item,
				() => {}
			);
}

/** What is met twice is copied once. */
function deep(value: unknown, memo: Map<object, unknown>): unknown {
	if (typeof value !== 'object' || value === null) return value;
	if (memo.has(value)) return memo.get(value);
	const own = special(value, '__deepcopy__', new Dict());
	const made =
		own !== undefined
			? own
			: copyWith(
					value,
					(item) => deep(item, memo),
					(early) => memo.set(value, early)
				);
	memo.set(value, made);
	return made;
}

registerModule('copy', {
	copy: native('copy(x)', shallow),
	deepcopy: native('deepcopy(x, memo=None)', (value: unknown) => deep(value, new Map()))
});
