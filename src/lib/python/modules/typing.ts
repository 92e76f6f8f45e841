import { Dict, Tuple } from '$lib/core/containers';
import { classMakers, fill, type ClassSpec } from '../build-class';
import { isCallable } from '../call';
import { findAttribute } from '../attributes';
import { PyClass } from '../classes';
import { counterClass, defaultdictClass, dequeClass, orderedDictClass } from '../collections';
import { typeError } from '../errors';
import { listOf, tryIterate } from '../iterate';
import { registerModule } from '../module';
import { namedTupleType } from '../named-tuple';
import { native } from '../native';
import { dictClass, frozensetClass, listClass, objectClass, setClass, tupleClass, typeClass } from '../types';
import { TypeForm } from '../typing-values';
import { PyGenerator } from '../generator';
import { PyIterator, PySet, Range } from '../values';

/** The base that makes a class statement a named tuple; called, it makes one from a list. */
const namedTupleBase = new PyClass('NamedTuple', [objectClass], {
	module: 'typing',
	create: (_, [name, fields], kwargs) => {
		const pairs = fields === undefined ? [...kwargs] : listOf(fields).map(listOf);
		return namedTupleType(
			String(name),
			pairs.map(([field]) => String(field))
		);
	}
});

classMakers.set(namedTupleBase, (spec, bases) => {
	const annotations = spec.names.get('__annotations__');
	const fields = annotations instanceof Dict ? annotations.keys().map(String) : [];
	const defaults = new Map<string, unknown>();
	for (const field of fields) {
		const value = spec.names.get(field);
		if (value !== undefined) defaults.set(field, value);
		else if (defaults.size > 0)
			throw typeError(
				`non-default namedtuple field ${field} cannot follow default field${defaults.size === 1 ? '' : 's'} ${[...defaults.keys()].join(', ')}`
			);
	}
	const others = bases.filter((base) => base !== namedTupleBase && base !== objectClass);
	const cls = namedTupleType(spec.name, fields, defaults, { qualname: spec.qualname, span: spec.span }, [
		tupleClass,
		...others
	]);
	const own = new Map([...spec.names].filter(([name]) => !defaults.has(name)));
	fill(cls, own);
	cls.custom = [...own.keys()].some((name) => /^__(?!annotations__|doc__)/.test(name));
	return cls;
});

/** `TypedDict`: a dict that says what it holds. */
const typedDictBase = new PyClass('TypedDict', [dictClass], { module: 'typing' });
classMakers.set(typedDictBase, (spec: ClassSpec) => {
	const cls = new PyClass(spec.name, [dictClass], {
		module: '__main__',
		qualname: spec.qualname,
		span: spec.span,
		create: (_, args, kwargs) => dictClass.call(args, kwargs)
	});
	fill(cls, spec.names);
	return cls;
});

const form = (name: string): TypeForm => new TypeForm(`typing.${name}`);

const alias = (name: string, cls: PyClass): TypeForm => new TypeForm(`typing.${name}`, null, cls);

const plainForms = [
	...['Any', 'Optional', 'Union', 'Literal', 'Final', 'ClassVar', 'Annotated', 'Self', 'NoReturn', 'Never'],
	...[
		'TypeAlias',
		'Concatenate',
		'Unpack',
		'Required',
		'NotRequired',
		'TypeGuard',
		'LiteralString',
		'AnyStr',
		'Text'
	]
];

/** Kinds of values that `isinstance` knows by what they can do. */
const abstracts: Record<string, (value: unknown) => boolean> = {
	Callable: isCallable,
	Hashable: (value) =>
		!(Array.isArray(value) || value instanceof Dict || (value instanceof PySet && !value.frozen)),
	Iterable: (value) => tryIterate(value) !== null,
	Iterator: (value) => value instanceof PyIterator || findAttribute(value, '__next__') !== undefined,
	Generator: (value) => value instanceof PyGenerator,
	Sized: (value) => findAttribute(value, '__len__') !== undefined || isCollection(value),
	Container: isCollection,
	Collection: isCollection,
	Sequence: (value) =>
		typeof value === 'string' || Array.isArray(value) || value instanceof Tuple || value instanceof Range,
	MutableSequence: Array.isArray,
	Mapping: (value) => value instanceof Dict,
	MutableMapping: (value) => value instanceof Dict,
	MutableSet: (value) => value instanceof PySet && !value.frozen,
	Reversible: isCollection,
	Awaitable: () => false,
	Coroutine: () => false,
	AsyncIterator: () => false,
	AsyncIterable: () => false
};

function isCollection(value: unknown): boolean {
	const sequence = typeof value === 'string' || Array.isArray(value) || value instanceof Tuple;
	return sequence || value instanceof Dict || value instanceof PySet || value instanceof Range;
}

/** A class that classes of the program can derive from, and that `isinstance` takes. */
function abstractClass(name: string, test: (value: unknown) => boolean, module: string): PyClass {
	const cls = new PyClass(name, [objectClass], { module, create: objectClass.create ?? undefined });
	cls.accepts = (value) =>
		test(value) || (value !== null && typeof value === 'object' && derives(value, cls));
	return cls;
}

const derives = (value: object, cls: PyClass): boolean => {
	const own = (value as { cls?: unknown }).cls;
	return own instanceof PyClass && own.isSubclassOf(cls);
};

const abstractClasses = (module: string): Record<string, PyClass> =>
	Object.fromEntries(
		Object.entries(abstracts).map(([name, test]) => [name, abstractClass(name, test, module)])
	);

/** `TypeVar('T')` and the like. */
const variable = (kind: string) =>
	native(
		`${kind}(name, *args, **kwargs)`,
		(name: string) => new TypeForm(kind === 'TypeVar' ? `~${name}` : name)
	);

/** A base that adds nothing. */
const emptyBase = (name: string): PyClass =>
	new PyClass(name, [objectClass], { module: 'typing', create: objectClass.create ?? undefined });

const genericBase = emptyBase('Generic');
const protocolBase = emptyBase('Protocol');

/** Has `isinstance` ask whether a value has all that a protocol names. */
function checkable(cls: unknown): PyClass {
	if (!(cls instanceof PyClass))
		throw typeError('@runtime_checkable can be only applied to protocol classes');
	const inherited = new Set([objectClass, protocolBase, genericBase]);
	const wanted = new Set<string>();
	for (const each of cls.mro.filter((one) => !inherited.has(one))) {
		const noted = each.dict.get('__annotations__');
		for (const name of [...each.dict.keys(), ...(noted instanceof Dict ? noted.keys().map(String) : [])])
			if (!/^__(?!call__|len__|iter__|getitem__|enter__|exit__)/.test(name)) wanted.add(name);
	}
	cls.accepts = (value) =>
		[...wanted].every((name) =>
			name === '__call__' ? isCallable(value) : findAttribute(value, name) !== undefined
		);
	return cls;
}

const identity = native('decorator(arg)', (arg: unknown) => arg);

const typing = () => ({
	...Object.fromEntries(plainForms.map((name) => [name, form(name)])),
	...abstractClasses('typing'),
	List: alias('List', listClass),
	Tuple: alias('Tuple', tupleClass),
	Dict: alias('Dict', dictClass),
	Set: alias('Set', setClass),
	FrozenSet: alias('FrozenSet', frozensetClass),
	Type: alias('Type', typeClass),
	DefaultDict: alias('DefaultDict', defaultdictClass),
	Deque: alias('Deque', dequeClass),
	Counter: alias('Counter', counterClass),
	OrderedDict: alias('OrderedDict', orderedDictClass),
	NamedTuple: namedTupleBase,
	TypedDict: typedDictBase,
	Generic: genericBase,
	Protocol: protocolBase,
	SupportsFloat: form('SupportsFloat'),
	SupportsInt: form('SupportsInt'),
	TypeVar: variable('TypeVar'),
	TypeVarTuple: variable('TypeVarTuple'),
	ParamSpec: variable('ParamSpec'),
	NewType: native('NewType(name, tp)', () => identity),
	TYPE_CHECKING: false,
	cast: native('cast(typ, val)', (_: unknown, value: unknown) => value),
	overload: identity,
	final: identity,
	override: identity,
	no_type_check: identity,
	runtime_checkable: native('runtime_checkable(cls)', checkable),
	assert_type: native('assert_type(val, typ)', (value: unknown) => value),
	reveal_type: identity,
	get_type_hints: native(
		'get_type_hints(obj)',
		(object: unknown) => findAttribute(object, '__annotations__') ?? new Dict()
	)
});

registerModule('typing', typing);
registerModule('typing_extensions', typing);
registerModule('collections.abc', () => abstractClasses('collections.abc'));
