import { ProgramError } from '$lib/core/errors';
import { deleteAttribute, setPlainAttribute } from '../set-attribute';
import { plainAttribute } from '../rarer-attributes';
import { missingAttribute } from '../missing-attribute';
import { Instance, type Owned, PyClass } from '../classes';
import { ClassMethod, StaticMethod } from '../descriptors';
import { typeError } from '../errors';
import { baseException, ExceptionInstance } from '../exceptions';
import { formatValue } from '../format';
import { throwInto, type PyGenerator } from '../generator';
import { hashOf } from '../hash';
import { Tuple, identity } from '$lib/core/containers';
import { advance, iteratorOf } from '../iterators';
import { builtin, method } from '../native';
import { reprOf, strOf } from '../repr';
import {
	functionClass,
	iteratorBase,
	iteratorClass,
	methodClass,
	nativeClass,
	objectClass,
	rangeClass,
	strClass,
	typeClass,
	typeName
} from '../types';
import { NotImplemented } from '../values';
import { addMethods } from './add';
import type { Fn, Kwargs } from '$lib/core/fn';

/** What every class inherits, for `super().__init__()` and the like. */
addMethods(objectClass, {
	'__init__(self, *args, **kwargs)': (self: unknown, args: readonly unknown[], kwargs: Kwargs) => {
		if (
			self instanceof Instance &&
			!(self instanceof ExceptionInstance) &&
			(args.length > 0 || kwargs.size > 0)
		)
			throw typeError('object.__init__() takes exactly one argument (the instance to initialize)');
		return null;
	},
	'__repr__(self, /)': (self: Owned) =>
		`<${self.cls.module}.${self.cls.qualname} object at 0x${(0x7f0000000000 + identity(self) * 16).toString(16)}>`,
	'__str__(self, /)': (self: unknown) => reprOf(self),
	'__eq__(self, other, /)': (self: unknown, other: unknown) => (self === other ? true : NotImplemented),
	'__ne__(self, other, /)': (self: unknown, other: unknown) => (self === other ? false : NotImplemented),
	'__hash__(self, /)': (self: object) =>
		self instanceof Instance ? BigInt(identity(self)) * 16n : hashOf(self),
	'__format__(self, spec, /)': formatValue,
	'__setattr__(self, name, value, /)': (self: Owned, name: string, value: unknown) => {
		setPlainAttribute(self, name, value);
		return null;
	},
	'__delattr__(self, name, /)': (self: Owned, name: string) => {
		if (!self.fields.delete(name)) deleteAttribute({}, name);
		return null;
	},
	'__getattribute__(self, name, /)': (self: Owned, name: string) => {
		const found = plainAttribute(self, name);
		if (found === undefined) throw missingAttribute(self, name);
		return found;
	}
});

objectClass.dunders.set(
	'__new__',
	new StaticMethod(
		builtin(
			'object.__new__(cls, *args, **kwargs)',
			(cls: unknown, args: readonly unknown[], kwargs: Kwargs) => {
				if (!(cls instanceof PyClass))
					throw typeError(`object.__new__(X): X is not a type object (${typeName(cls)})`);
				const own = cls.mro.find((each) => each.create);
				return own === objectClass ? new Instance(cls) : cls.createBare(args, kwargs);
			}
		)
	)
);
objectClass.dunders.set(
	'__init_subclass__',
	new ClassMethod(method('object.__init_subclass__(cls)', () => null))
);

addMethods(baseException, {
	'with_traceback(self, tb, /)': (self: ExceptionInstance) => self,
	'add_note(self, note, /)': (self: ExceptionInstance, note: unknown) => {
		const notes = (self.fields.get('__notes__') as unknown[] | undefined) ?? [];
		self.fields.set('__notes__', [...notes, note]);
		return null;
	},
	'__init__(self, *args, **kwargs)': (self: ExceptionInstance, args: readonly unknown[]) => {
		self.args = new Tuple(args);
		return null;
	},
	'__str__(self, /)': (self: ExceptionInstance) => {
		const { items } = self.args;
		return items.length === 1 ? strOf(items[0]) : items.length === 0 ? '' : reprOf(self.args);
	},
	'__repr__(self, /)': (self: ExceptionInstance) =>
		`${self.cls.name}(${self.args.items.map(reprOf).join(', ')})`
});

addMethods(iteratorClass('generator'), {
	'send(self, value, /)': (self: PyGenerator, value: unknown) => self.send(value),
	'throw(self, type, value=None, traceback=None, /)': (self: PyGenerator, type: unknown, value: unknown) =>
		throwInto(self, value instanceof ExceptionInstance ? value : type),
	'close(self, /)': (self: PyGenerator) => {
		self.close();
		return null;
	}
});

addMethods(iteratorBase, {
	'__next__(self, /)': (self: unknown) => {
		const turn = advance(self);
		if (turn.done) throw new ProgramError('StopIteration', '');
		return turn.value;
	},
	'__iter__(self, /)': (self: unknown) => self
});

for (const cls of [
	strClass,
	rangeClass,
	...['keys', 'values', 'items'].map((kind) => iteratorClass(`dict_${kind}`))
])
	addMethods(cls, { '__iter__(self, /)': iteratorOf });

for (const cls of [functionClass, nativeClass, methodClass])
	addMethods(cls, {
		'__call__(self, *args, **kwargs)': (self: Fn, args: readonly unknown[], kwargs: Kwargs) =>
			self.call(args, kwargs)
	});

addMethods(typeClass, {
	'mro(self, /)': (self: PyClass) => [...self.mro],
	'__subclasses__(self, /)': () => []
});
