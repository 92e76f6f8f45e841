import { Fn } from '$lib/core/fn';
import { call, callMethod } from '../call';
import { classMakers, fill, makePlain, type ClassSpec } from '../build-class';
import { Instance, PyClass, ScalarInstance } from '../classes';
import { ClassMethod, Property, StaticMethod } from '../descriptors';
import { EnumClass, valueOf } from '../enum-class';
import { typeError } from '../errors';
import { same } from '../compare';
import { registerModule } from '../module';
import { method, native } from '../native';
import { reprOf, strOf } from '../repr';
import { formatValue } from '../format';
import { intClass, objectClass, strClass } from '../types';
import { Dict, Tuple } from '$lib/core/containers';
import { listOf } from '../iterate';
import { TypeForm } from '../typing-values';
import { addFlagMethods, Auto, flagAuto, flagOf, nextFlag } from './flags';

const enumClass = new PyClass('Enum', [objectClass], { module: 'enum' });
const intEnumClass = new PyClass('IntEnum', [intClass, enumClass], { module: 'enum' });
const strEnumClass = new PyClass('StrEnum', [strClass, enumClass], { module: 'enum' });

const flagClass = new PyClass('Flag', [enumClass], { module: 'enum' });
const intFlagClass = new PyClass('IntFlag', [intClass, flagClass], { module: 'enum' });

const isScalar = (cls: PyClass): boolean => cls.isSubclassOf(intClass) || cls.isSubclassOf(strClass);

classMakers.set(enumClass, (spec, bases) => {
	const withMembers = bases.find((base) => base instanceof EnumClass && base.members.size > 0);
	if (withMembers) throw typeError(`<enum '${spec.name}'> cannot extend ${reprOf(withMembers)}`);
	const entries = [...spec.names].filter(([name, value]) => isMember(name, value));
	if (entries.length === 0) return makePlain({ ...spec, kwargs: new Map() }, bases);
	return makeEnum(spec, bases, entries);
});

function isMember(name: string, value: unknown): boolean {
	if (name.startsWith('_')) return false;
	const isFunction = value instanceof Fn && !(value instanceof PyClass);
	return !(
		isFunction ||
		value instanceof Property ||
		value instanceof StaticMethod ||
		value instanceof ClassMethod ||
		value instanceof PyClass
	);
}

function makeEnum(
	spec: ClassSpec,
	bases: readonly PyClass[],
	entries: readonly [string, unknown][]
): EnumClass {
	const cls = new EnumClass(spec.name, bases, spec);
	const names = new Set(entries.map(([name]) => name));
	fill(cls, new Map([...spec.names].filter(([name]) => !names.has(name))));
	if (cls.isSubclassOf(flagClass)) cls.combined = (value) => flagOf(cls, value);
	const values: unknown[] = [];
	for (const [name, given] of entries) {
		const value = given instanceof Auto ? given.valueAfter(() => nextValue(cls, name, values)) : given;
		values.push(value);
		const known = cls.list.find((member) => same(valueOf(member), value));
		const member = known ?? makeMember(cls, name, value);
		cls.members.set(name, member);
		cls.set(name, member);
	}
	return cls;
}

/** One more than the last value, unless the class says how it goes on. */
function nextValue(cls: PyClass, name: string, values: readonly unknown[]): unknown {
	const own = cls.lookup('_generate_next_value_');
	const last = values.at(-1);
	if (own !== undefined)
		return call(own instanceof StaticMethod ? own.fn : own, [name, 1n, BigInt(values.length), [...values]]);
	if (cls.isSubclassOf(strEnumClass)) return name.toLowerCase();
	if (cls.isSubclassOf(flagClass)) return nextFlag(values);
	return typeof last === 'bigint' ? last + 1n : 1n;
}

function makeMember(cls: EnumClass, name: string, value: unknown): Instance {
	const member = isScalar(cls) ? new ScalarInstance(cls, value) : new Instance(cls);
	member.fields.set('_name_', name);
	member.fields.set('_value_', value);
	const init = cls.lookup('__init__');
	if (init !== undefined) callMethod(init, member, value instanceof Tuple ? value.items : [value]);
	return member;
}

const property = (name: string, getter: (self: Instance) => unknown): void => {
	const made = new Property(method(`${name}(self)`, getter));
	made.name = name;
	enumClass.dict.set(name, made);
};
property('name', (self) => self.fields.get('_name_'));
property('value', (self) => self.fields.get('_value_'));

const shown = (self: Instance): string => `${self.cls.name}.${String(self.fields.get('_name_'))}`;
enumClass.set(
	'__repr__',
	method('__repr__(self)', (self: Instance) => `<${shown(self)}: ${reprOf(valueOf(self))}>`)
);
enumClass.set(
	'__str__',
	method('__str__(self)', (self: Instance) => shown(self))
);
for (const cls of [intEnumClass, strEnumClass]) {
	cls.set(
		'__str__',
		method('__str__(self)', (self: ScalarInstance) => strOf(self.payload))
	);
	cls.set(
		'__format__',
		method('__format__(self, spec)', (self: ScalarInstance, spec: string) => formatValue(self.payload, spec))
	);
}

/** `Enum('Color', ['RED', 'GREEN'])` */
enumClass.create = (cls, args) => {
	const [name, given] = args;
	if (typeof name !== 'string' || given === undefined)
		throw typeError(`${cls.name}() takes a name and members`);
	const list =
		typeof given === 'string'
			? given.replace(/,/g, ' ').split(/\s+/).filter(Boolean)
			: given instanceof Dict
				? given
				: listOf(given);
	const entries: [string, unknown][] =
		list instanceof Dict
			? list.entries().map(([key, value]) => [String(key), value])
			: list.map((each, i) =>
					each instanceof Tuple ? [String(each.items[0]), each.items[1]] : [String(each), BigInt(i + 1)]
				);
	return makeEnum(
		{ name, qualname: name, bases: [cls], names: new Map(), kwargs: new Map(), span: null },
		[cls],
		entries
	);
};

addFlagMethods(flagClass);
intFlagClass.set('__str__', intEnumClass.dict.get('__str__'));
intFlagClass.set('__format__', intEnumClass.dict.get('__format__'));

registerModule('enum', {
	Enum: enumClass,
	IntEnum: intEnumClass,
	StrEnum: strEnumClass,
	Flag: flagClass,
	IntFlag: intFlagClass,
	auto: flagAuto,
	unique: native('unique(enumeration)', (cls: EnumClass) => cls),
	EnumMeta: new TypeForm('enum.EnumMeta'),
	EnumType: new TypeForm('enum.EnumType')
});
