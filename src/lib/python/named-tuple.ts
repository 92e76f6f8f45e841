import { Dict, NamedTuple, Tuple } from '$lib/core/containers';
import type { Kwargs } from '$lib/core/fn';
import { NamedTupleClass, type ClassOptions, type PyClass } from './classes';
import { ClassMethod, StaticMethod } from './descriptors';
import { typeError, valueError } from './errors';
import { listOf } from './iterate';
import { builtin, method } from './native';
import { keywords } from './parse/tokens';
import { reprOf } from './repr';
import { absent, Signature } from './signature';
import { tupleClass } from './types';

/** A class of named tuples: fields in order, with the defaults of those that have one. */
export function namedTupleType(
	name: string,
	fields: readonly string[],
	defaults: ReadonlyMap<string, unknown> = new Map(),
	options: ClassOptions = {},
	bases: readonly PyClass[] = [tupleClass]
): NamedTupleClass {
	const signature = new Signature(
		fields.map((field) => ({ name: field, kind: 'normal' as const, required: !defaults.has(field) }))
	);
	const create = (cls: PyClass, args: readonly unknown[], kwargs: Kwargs): NamedTuple => {
		const values = bindFields(name, signature, args, kwargs);
		return new NamedTuple(
			cls as NamedTupleClass,
			values.map((value, i) => (value === absent ? defaults.get(fields[i]) : value))
		);
	};
	const cls = new NamedTupleClass(name, fields, bases, { module: '__main__', ...options, create });
	for (const [field, value] of defaults) cls.defaults.set(field, value);
	addMembers(cls);
	return cls;
}

function bindFields(name: string, signature: Signature, args: readonly unknown[], kwargs: Kwargs): unknown[] {
	try {
		return signature.bind(`${name}.__new__`, args, kwargs);
	} catch (error) {
		throw countingSelf(error, args.length);
	}
}

/** `__new__` has the class as its first argument, and CPython counts it. */
function countingSelf(error: unknown, given: number): unknown {
	if (!(error instanceof Error)) return error;
	const found = /takes (?:(\d+)|from (\d+) to (\d+)) positional arguments? but \d+/.exec(error.message);
	if (!found) return error;
	const [, exact, least, most] = found;
	const takes = exact ? `${Number(exact) + 1}` : `from ${Number(least) + 1} to ${Number(most) + 1}`;
	return typeError(
		`${error.message.slice(0, error.message.indexOf('('))}() takes ${takes} positional arguments but ${given + 1} were given`
	);
}

function addMembers(cls: NamedTupleClass): void {
	const { name } = cls;
	cls.dict.set('_fields', new Tuple(cls.fields));
	cls.dict.set('__match_args__', new Tuple(cls.fields));
	cls.dict.set('_field_defaults', new Dict(cls.defaults));
	cls.dict.set(
		'_replace',
		method(`${name}._replace(self, /, **kwargs)`, (self: NamedTuple, kwargs: Kwargs) =>
			replaced(self, kwargs)
		)
	);
	cls.dict.set(
		'_asdict',
		method(
			`${name}._asdict(self)`,
			(self: NamedTuple) => new Dict(cls.fields.map((field, i) => [field, self.items[i]]))
		)
	);
	cls.dict.set(
		'_make',
		new ClassMethod(
			builtin(`${name}._make(cls, iterable)`, (owner: NamedTupleClass, items: unknown) => made(owner, items))
		)
	);
	cls.dunders.set(
		'__new__',
		new StaticMethod(
			builtin(
				`${name}.__new__(cls, *args, **kwargs)`,
				(owner: NamedTupleClass, args: readonly unknown[], kwargs: Kwargs) => owner.createBare(args, kwargs)
			)
		)
	);
}

function replaced(self: NamedTuple, kwargs: Kwargs): NamedTuple {
	const { fields } = self.type;
	const unknown = [...kwargs.keys()].filter((key) => !fields.includes(key));
	if (unknown.length > 0) throw valueError(`Got unexpected field names: ${reprOf(unknown)}`);
	return new NamedTuple(
		self.type,
		fields.map((field, i) => (kwargs.has(field) ? kwargs.get(field) : self.items[i]))
	);
}

function made(cls: NamedTupleClass, items: unknown): NamedTuple {
	const values = listOf(items);
	if (values.length !== cls.fields.length)
		throw typeError(`Expected ${cls.fields.length} arguments, got ${values.length}`);
	return new NamedTuple(cls, values);
}

const reserved = new Set(['_replace', '_asdict', '_make', '_fields']);

/** Names of fields as `collections.namedtuple` takes them: a list, or a string with spaces or commas. */
export function fieldNames(given: unknown, rename: boolean): string[] {
	const names =
		typeof given === 'string'
			? given.replace(/,/g, ' ').split(/\s+/).filter(Boolean)
			: listOf(given).map(String);
	return names.map((name, i) => {
		const isKeyword = keywords.has(name);
		const bad =
			isKeyword || !/^[\p{L}_][\p{L}\p{N}_]*$/u.test(name) || name.startsWith('_') || reserved.has(name);
		if (!bad && names.indexOf(name) === i) return name;
		if (rename) return `_${i}`;
		if (bad && name.startsWith('_'))
			throw valueError(`Field names cannot start with an underscore: ${reprOf(name)}`);
		if (isKeyword) throw valueError(`Type names and field names cannot be a keyword: ${reprOf(name)}`);
		if (bad) throw valueError(`Type names and field names must be valid identifiers: ${reprOf(name)}`);
		throw valueError(`Encountered duplicate field name: ${reprOf(name)}`);
	});
}
