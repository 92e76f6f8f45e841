import { Dict, Tuple } from '$lib/core/containers';
import { Fn, type Kwargs } from '$lib/core/fn';
import { getAttribute } from './attributes';
import { setPlainAttribute } from './set-attribute';
import { call } from './call';
import { Instance, type PyClass } from './classes';
import { compare } from './compare';
import {
	allDataclassFields,
	dataclassFields,
	setDataclassFields,
	type DataclassField
} from './dataclass-fields';
import { Property } from './descriptors';
import { pyError, typeError, valueError } from './errors';
import { hashOf } from './hash';
import { methodInPython } from './native';
import { reprOf } from './repr';
import { absent, Signature } from './signature';
import { truth } from './truth';
import { typeName } from './types';
import { TypeForm } from './typing-values';
import { NotImplemented, PySet } from './values';

export interface DataclassOptions {
	readonly init?: boolean;
	readonly repr?: boolean;
	readonly eq?: boolean;
	readonly order?: boolean;
	readonly unsafeHash?: boolean;
	readonly frozen?: boolean;
	readonly kwOnly?: boolean;
	readonly slots?: boolean;
}

/** `dataclasses.KW_ONLY` */
export const kwOnly = new TypeForm('dataclasses.KW_ONLY');
/** `dataclasses.MISSING` */
export const missing = new TypeForm('<dataclasses._MISSING_TYPE object>');

/** What `field(...)` gives. */
export class FieldSpec {
	constructor(readonly given: Kwargs) {}

	get(name: string): unknown {
		return this.given.get(name);
	}
}

/** Makes a class a dataclass, in place. */
export function makeDataclass(cls: PyClass, options: DataclassOptions): PyClass {
	const fields = collect(cls, options);
	setDataclassFields(cls, fields);
	for (const field of fields) {
		if (field.default !== undefined) cls.set(field.name, field.default);
		else if (cls.dict.get(field.name) instanceof FieldSpec) cls.delete(field.name);
	}
	if (options.init !== false && !cls.dict.has('__init__'))
		cls.set('__init__', new DataclassInit(cls, fields));
	addMethod(cls, options.repr !== false, '__repr__(self)', (self: Instance) => reprOfFields(self));
	addMethod(cls, options.eq !== false, '__eq__(self, other)', (a: Instance, b: unknown) =>
		sameClass(a, b) ? compare('==', values(a, 'compare'), values(b, 'compare')) : NotImplemented
	);
	if (options.order) addOrder(cls);
	if (options.frozen) freeze(cls);
	addHash(cls, options);
	if (!cls.dict.has('__match_args__'))
		cls.set(
			'__match_args__',
			new Tuple(fields.filter((each) => each.init && !each.kwOnly).map(({ name }) => name))
		);
	return cls;
}

const sameClass = (a: Instance, b: unknown): b is Instance => b instanceof Instance && a.cls === b.cls;

function addMethod(
	cls: PyClass,
	wanted: boolean,
	signature: string,
	body: (...args: never[]) => unknown
): void {
	const name = signature.slice(0, signature.indexOf('('));
	if (wanted && !cls.dict.has(name)) cls.set(name, methodInPython(signature, body));
}

/** The fields of the bases, then those that the class annotates. */
function collect(cls: PyClass, options: DataclassOptions): DataclassField[] {
	const found = new Map<string, DataclassField>();
	for (const base of [...cls.mro].reverse()) {
		if (base === cls) continue;
		for (const field of allDataclassFields(base)) found.set(field.name, field);
	}
	const annotations = cls.dict.get('__annotations__');
	let onlyKeywords = options.kwOnly ?? false;
	for (const [key, type] of annotations instanceof Dict ? annotations.entries() : []) {
		const name = String(key);
		if (type === kwOnly) onlyKeywords = true;
		else if (!(type instanceof TypeForm && /^typing\.ClassVar\b/.test(type.text)))
			found.set(name, toField(cls, name, type, onlyKeywords));
	}
	const fields = [...found.values()];
	checkOrder(fields);
	return fields;
}

function toField(cls: PyClass, name: string, type: unknown, onlyKeywords: boolean): DataclassField {
	const given = cls.dict.get(name);
	const spec =
		given instanceof FieldSpec
			? given
			: new FieldSpec(given === undefined ? new Map() : new Map([['default', given]]));
	const value = spec.get('default');
	if (Array.isArray(value) || value instanceof Dict || value instanceof PySet)
		throw valueError(
			`mutable default <class '${typeName(value)}'> for field ${name} is not allowed: use default_factory`
		);
	return {
		name,
		type,
		default: value instanceof Property ? undefined : value,
		defaultFactory: spec.get('default_factory'),
		init: spec.get('init') !== false,
		repr: spec.get('repr') !== false,
		compare: spec.get('compare') !== false,
		hash: (spec.get('hash') as boolean | null | undefined) ?? null,
		kwOnly: (spec.get('kw_only') as boolean | undefined) ?? onlyKeywords,
		metadata: spec.get('metadata') ?? null,
		initOnly: type instanceof TypeForm && /^dataclasses\.InitVar\b/.test(type.text)
	};
}

const hasDefault = (field: DataclassField): boolean =>
	field.default !== undefined || field.defaultFactory !== undefined;

function checkOrder(fields: readonly DataclassField[]): void {
	let last: DataclassField | null = null;
	for (const field of fields) {
		if (!field.init || field.kwOnly) continue;
		if (hasDefault(field)) last = field;
		else if (last)
			throw typeError(`non-default argument '${field.name}' follows default argument`, {
				why: `'${last.name}' before it has a default.`
			});
	}
}

/** The `__init__` of a dataclass. */
class DataclassInit extends Fn {
	readonly name = '__init__';
	readonly params: readonly string[];
	private readonly signature: Signature;
	private readonly order: readonly DataclassField[];

	constructor(
		private readonly cls: PyClass,
		private readonly fields: readonly DataclassField[]
	) {
		super();
		const inInit = fields.filter((field) => field.init);
		this.order = [...inInit.filter((field) => !field.kwOnly), ...inInit.filter((field) => field.kwOnly)];
		this.params = ['self', ...this.order.map(({ name }) => name)];
		this.signature = new Signature([
			{ name: 'self', kind: 'normal', required: true },
			...this.order.map((field) => ({
				name: field.name,
				kind: field.kwOnly ? ('keyword' as const) : ('normal' as const),
				required: !hasDefault(field)
			}))
		]);
	}

	call(args: readonly unknown[], kwargs: Kwargs = new Map()): null {
		const [self, ...given] = this.signature.bind(`${this.cls.qualname}.__init__`, args, kwargs);
		const object = self as Instance;
		const byName = new Map(this.order.map((field, i) => [field.name, given[i]]));
		const initOnly: unknown[] = [];
		for (const field of this.fields) {
			const value = valueFor(field, byName.get(field.name) ?? absent);
			if (field.initOnly) initOnly.push(value);
			else if (value !== absent) this.assign(object, field.name, value);
		}
		if (object.cls.lookup('__post_init__') !== undefined)
			call(getAttribute(object, '__post_init__'), initOnly);
		return null;
	}

	/** Past a `__setattr__` that refuses, as frozen classes have. */
	private assign(object: Instance, name: string, value: unknown): void {
		if (object.cls.lookup(name) instanceof Property) setPlainAttribute(object, name, value);
		else object.fields.set(name, value);
	}
}

function valueFor(field: DataclassField, given: unknown): unknown {
	if (given !== absent) return given;
	if (field.defaultFactory !== undefined) return call(field.defaultFactory, []);
	return field.default === undefined ? absent : field.default;
}

function reprOfFields(self: Instance): string {
	const shown = (dataclassFields(self.cls) ?? []).filter((field) => field.repr);
	return `${self.cls.qualname}(${shown.map(({ name }) => `${name}=${reprOf(getAttribute(self, name))}`).join(', ')})`;
}

function values(self: Instance, kind: 'compare' | 'hash'): Tuple {
	const fields = (dataclassFields(self.cls) ?? []).filter((field) =>
		kind === 'hash' ? (field.hash ?? field.compare) : field.compare
	);
	return new Tuple(fields.map(({ name }) => getAttribute(self, name)));
}

const orders = { __lt__: '<', __le__: '<=', __gt__: '>', __ge__: '>=' } as const;

function addOrder(cls: PyClass): void {
	for (const [name, op] of Object.entries(orders)) {
		if (cls.dict.has(name))
			throw typeError(
				`Cannot overwrite attribute ${name} in class ${cls.name}. Consider using functools.total_ordering`
			);
		addMethod(cls, true, `${name}(self, other)`, (a: Instance, b: unknown) =>
			sameClass(a, b) ? truth(compare(op, values(a, 'compare'), values(b, 'compare'))) : NotImplemented
		);
	}
}

function freeze(cls: PyClass): void {
	const refuse = (verb: string) => (_: unknown, name: string) => {
		throw pyError('FrozenInstanceError', `cannot ${verb} field '${name}'`, {
			instead:
				verb === 'assign to' ? `Make a changed copy: dataclasses.replace(obj, ${name}=...).` : undefined
		});
	};
	addMethod(cls, true, '__setattr__(self, name, value)', refuse('assign to'));
	addMethod(cls, true, '__delattr__(self, name)', refuse('delete'));
}

function addHash(cls: PyClass, options: DataclassOptions): void {
	const own = cls.dict.has('__hash__') && cls.dict.get('__hash__') !== null;
	if (own || options.eq === false) return;
	if (options.unsafeHash || options.frozen) {
		cls.delete('__hash__');
		addMethod(cls, true, '__hash__(self)', (self: Instance) => hashOf(values(self, 'hash')));
	} else cls.set('__hash__', null);
}
