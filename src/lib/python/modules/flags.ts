import type { BinaryOp } from '../ast';
import { HostObject, Instance, PyClass, ScalarInstance } from '../classes';
import { type EnumClass, valueOf } from '../enum-class';
import { typeError, valueError } from '../errors';
import { iteratorOf } from '../iterators';
import { method } from '../native';
import { binary } from '../operators';
import { reprOf } from '../repr';
import { intClass, objectClass, typeName } from '../types';
import { NotImplemented } from '../values';

/** `auto()`, and what a class body computes with it: known once the members before it are. */
export class Auto extends HostObject {
	readonly cls = autoClass;

	constructor(readonly resolve: (next: () => unknown) => unknown = (next) => next()) {
		super();
	}

	private value: unknown = undefined;

	/** Its value; `next` gives it where it is asked for the first time. */
	valueAfter(next: () => unknown): unknown {
		return (this.value ??= this.resolve(next));
	}

	override binary(op: string, other: unknown, reflected: boolean): Auto {
		const valueIn = (each: unknown, next: () => unknown) =>
			each instanceof Auto ? each.valueAfter(next) : each;
		return new Auto((next) => {
			const operands = [valueIn(this, next), valueIn(other, next)];
			if (reflected) operands.reverse();
			return binary(op as BinaryOp, operands[0], operands[1]);
		});
	}

	repr(): string {
		return 'auto(<object object>)';
	}
}

const autoClass: PyClass = new PyClass('auto', [objectClass], { module: 'enum', create: () => new Auto() });

export const flagAuto = autoClass;

/** The next power of two after the greatest value so far. */
export function nextFlag(values: readonly unknown[]): bigint {
	const greatest = values.reduce<bigint>(
		(most, value) => (typeof value === 'bigint' && value > most ? value : most),
		0n
	);
	return greatest === 0n ? 1n : 1n << BigInt(greatest.toString(2).length);
}

const numberOf = (member: Instance): bigint => valueOf(member) as bigint;

const all = (cls: EnumClass): bigint => cls.list.reduce((sum, each) => sum | numberOf(each), 0n);

const composites = new WeakMap<EnumClass, Map<bigint, Instance>>();

/** The member or combination of members of that value. */
export function flagOf(cls: EnumClass, given: bigint): Instance {
	const value = given < 0n ? given & all(cls) : given;
	const known = [...cls.members.values()].find((member) => numberOf(member) === value);
	if (known) return known;
	const isInt = cls.isSubclassOf(intClass);
	if (!isInt && (value & ~all(cls)) !== 0n)
		throw valueError(
			`${reprOf(cls)} invalid value ${value}\n    given ${bits(value, cls)}\n  allowed ${bits(all(cls), cls)}`
		);
	const made = composites.get(cls) ?? new Map<bigint, Instance>();
	composites.set(cls, made);
	let member = made.get(value);
	if (!member) {
		member = isInt ? new ScalarInstance(cls, value) : new Instance(cls);
		member.fields.set('_value_', value);
		member.fields.set('_name_', nameOf(cls, value));
		made.set(value, member);
	}
	return member;
}

const bits = (value: bigint, cls: EnumClass): string => `0b0 ${value.toString(2).padStart(width(cls), '0')}`;
const width = (cls: EnumClass): number => all(cls).toString(2).length;

function nameOf(cls: EnumClass, value: bigint): string | null {
	const parts = cls.list
		.filter((each) => (numberOf(each) & value) !== 0n)
		.map((each) => String(each.fields.get('_name_')));
	const rest = value & ~all(cls);
	if (rest !== 0n && parts.length > 0) parts.push(String(rest));
	return parts.length === 0 ? null : parts.join('|');
}

const ownClassOf = (self: Instance): EnumClass => self.cls as EnumClass;

const operator = (op: '|' | '&' | '^') => (self: Instance, other: unknown) => {
	const value =
		other instanceof Instance && other.cls === self.cls
			? numberOf(other)
			: typeof other === 'bigint' && self.cls.isSubclassOf(intClass)
				? other
				: null;
	if (value === null) return NotImplemented;
	return flagOf(ownClassOf(self), binary(op, numberOf(self), value) as bigint);
};

const shown = (self: Instance): string => {
	const name = self.fields.get('_name_');
	return name === null ? `${self.cls.name}(${String(numberOf(self))})` : `${self.cls.name}.${String(name)}`;
};

/** What members of a Flag can do. */
const flagMethods: Readonly<Record<string, (self: Instance, other: unknown) => unknown>> = {
	__or__: operator('|'),
	__and__: operator('&'),
	__xor__: operator('^'),
	__ror__: operator('|'),
	__rand__: operator('&'),
	__rxor__: operator('^'),
	__contains__: (self, other) => {
		if (!(other instanceof Instance) || other.cls !== self.cls)
			throw typeError(
				`unsupported operand type(s) for 'in': '${typeName(other)}' and '${self.cls.qualname}'`
			);
		return (numberOf(other) & numberOf(self)) === numberOf(other);
	}
};

/** The same for what takes no other. */
const flagUnary: Readonly<Record<string, (self: Instance) => unknown>> = {
	__invert__: (self) => flagOf(ownClassOf(self), all(ownClassOf(self)) & ~numberOf(self)),
	__bool__: (self) => numberOf(self) !== 0n,
	__iter__: (self) => iteratorOf(partsOf(self)),
	__len__: (self) => BigInt(partsOf(self).length),
	__repr__: (self) =>
		self.fields.get('_name_') === null
			? `<${self.cls.name}: ${numberOf(self)}>`
			: `<${shown(self)}: ${numberOf(self)}>`,
	__str__: shown
};

const partsOf = (self: Instance): Instance[] =>
	ownClassOf(self).list.filter((each) => (numberOf(each) & numberOf(self)) !== 0n);

/** Gives a class of flags its methods. */
export function addFlagMethods(cls: PyClass): void {
	for (const [name, body] of Object.entries(flagMethods)) cls.set(name, method(`${name}(self, other)`, body));
	for (const [name, body] of Object.entries(flagUnary)) cls.set(name, method(`${name}(self)`, body));
}
