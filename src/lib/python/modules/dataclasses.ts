import { Dict, Tuple } from '$lib/core/containers';
import { Fn, type Kwargs } from '$lib/core/fn';
import { getAttribute } from '../attributes';
import { buildClass } from '../build-class';
import { call } from '../call';
import { Instance, PyClass } from '../classes';
import { dataclassFields, type DataclassField } from '../dataclass-fields';
import { makeDataclass, type DataclassOptions } from '../dataclass';
import { typeError, valueError } from '../errors';
import { defineException } from '../exceptions';
import { listOf } from '../iterate';
import { registerModule } from '../module';
import { native } from '../native';
import { truth } from '../truth';
import { objectClass } from '../types';
import { TypeForm } from '../typing-values';
import { FieldSpec, kwOnly, missing } from '../dataclass';

const optionNames = [
	'init',
	'repr',
	'eq',
	'order',
	'unsafe_hash',
	'frozen',
	'match_args',
	'kw_only',
	'slots',
	'weakref_slot'
];
const signature = `(cls=None, /, *, ${optionNames
	.map((name) => `${name}=${['init', 'repr', 'eq', 'match_args'].includes(name) ? 'True' : 'False'}`)
	.join(', ')})`;

const dataclass = native(`dataclass${signature}`, (cls: unknown, ...values: unknown[]) => {
	const given = Object.fromEntries(optionNames.map((name, i) => [name, truth(values[i])]));
	const options: DataclassOptions = {
		init: given.init,
		repr: given.repr,
		eq: given.eq,
		order: given.order,
		unsafeHash: given.unsafe_hash,
		frozen: given.frozen,
		kwOnly: given.kw_only,
		slots: given.slots
	};
	const apply = (target: unknown) => {
		if (!(target instanceof PyClass)) throw typeError('dataclass() should be used on classes only');
		return makeDataclass(target, options);
	};
	return cls === null ? native('wrap(cls)', apply) : apply(cls);
});

const field = native(
	'field(*, default=None, default_factory=None, init=True, repr=True, hash=None, compare=True, metadata=None, kw_only=None)',
	() => null
);

/** `field(...)`: keywords say which were given, so that a default of None is one. */
class FieldFunction extends Fn {
	readonly name = 'field';
	readonly params: readonly string[] = [];

	call(args: readonly unknown[], kwargs: Kwargs = new Map()): unknown {
		field.call(args, kwargs);
		if (kwargs.has('default') && kwargs.has('default_factory'))
			throw valueError('cannot specify both default and default_factory');
		return new FieldSpec(kwargs);
	}
}

const isDataclassInstance = (value: unknown): value is Instance =>
	value instanceof Instance && dataclassFields(value.cls) !== null;

const fieldsClass = new PyClass('Field', [objectClass], { module: 'dataclasses' });

/** A field as `fields(...)` shows it. */
function fieldObject(each: DataclassField): Instance {
	const object = new Instance(fieldsClass);
	const values = {
		name: each.name,
		type: each.type,
		default: each.default ?? missing,
		default_factory: each.defaultFactory ?? missing,
		init: each.init,
		repr: each.repr,
		compare: each.compare,
		hash: each.hash,
		metadata: each.metadata ?? new Dict(),
		kw_only: each.kwOnly
	};
	for (const [name, value] of Object.entries(values)) object.fields.set(name, value);
	return object;
}

const fields = native('fields(class_or_instance)', (value: unknown) => {
	const cls = value instanceof PyClass ? value : value instanceof Instance ? value.cls : null;
	const list = cls && dataclassFields(cls);
	if (!list) throw typeError('must be called with a dataclass type or instance');
	return new Tuple(list.map(fieldObject));
});

const replace = native('replace(obj, /, **changes)', (value: unknown, changes: Kwargs) => {
	if (!isDataclassInstance(value)) throw typeError('replace() should be called on dataclass instances');
	const kwargs = new Map(changes);
	for (const each of dataclassFields(value.cls) ?? []) {
		if (each.init) {
			if (!kwargs.has(each.name)) kwargs.set(each.name, getAttribute(value, each.name));
		} else if (kwargs.has(each.name))
			throw valueError(
				`field ${each.name} is declared with init=False, it cannot be specified with replace()`
			);
	}
	return call(value.cls, [], kwargs);
});

/** A copy with dataclasses turned into what `make` makes of their fields, containers copied on the way. */
function convert(value: unknown, make: (names: string[], values: unknown[]) => unknown): unknown {
	if (isDataclassInstance(value)) {
		const names = (dataclassFields(value.cls) ?? []).map(({ name }) => name);
		return make(
			names,
			names.map((name) => convert(getAttribute(value, name), make))
		);
	}
	if (Array.isArray(value)) return value.map((item) => convert(item, make));
	if (value instanceof Tuple && value.constructor === Tuple)
		return new Tuple(value.items.map((item) => convert(item, make)));
	if (value instanceof Dict)
		return new Dict(value.entries().map(([key, item]) => [key, convert(item, make)]));
	return value;
}

const converter = (name: string, make: (names: string[], values: unknown[]) => unknown) =>
	native(`${name}(obj)`, (value: unknown) => {
		if (!isDataclassInstance(value)) throw typeError(`${name}() should be called on dataclass instances`);
		return convert(value, make);
	});

const makeNew = native(
	'make_dataclass(cls_name, fields, *, bases=(), namespace=None, frozen=False, eq=True, order=False)',
	(
		name: string,
		list: unknown,
		bases: Tuple,
		namespace: unknown,
		frozen: unknown,
		eq: unknown,
		order: unknown
	) => {
		const names = new Map<string, unknown>();
		const annotations = new Dict();
		for (const each of listOf(list)) {
			const [key, type, value] = typeof each === 'string' ? [each, 'typing.Any'] : listOf(each);
			annotations.set(key, type);
			if (value !== undefined) names.set(String(key), value);
		}
		names.set('__annotations__', annotations);
		if (namespace instanceof Dict)
			for (const [key, value] of namespace.entries()) names.set(String(key), value);
		const cls = buildClass({
			name,
			qualname: name,
			bases: bases.items,
			names,
			kwargs: new Map(),
			span: null
		});
		if (!(cls instanceof PyClass)) throw typeError('the metaclass made no class');
		return makeDataclass(cls, { frozen: truth(frozen), eq: truth(eq), order: truth(order) });
	}
);

registerModule('dataclasses', {
	dataclass,
	field: new FieldFunction(),
	fields,
	replace,
	asdict: converter('asdict', (names, values) => new Dict(names.map((name, i) => [name, values[i]]))),
	astuple: converter('astuple', (_, values) => new Tuple(values)),
	is_dataclass: native('is_dataclass(obj)', (value: unknown) =>
		value instanceof PyClass ? dataclassFields(value) !== null : isDataclassInstance(value)
	),
	make_dataclass: makeNew,
	KW_ONLY: kwOnly,
	MISSING: missing,
	InitVar: new TypeForm('dataclasses.InitVar'),
	Field: fieldsClass,
	FrozenInstanceError: defineException('FrozenInstanceError', ['AttributeError'], 'dataclasses')
});
