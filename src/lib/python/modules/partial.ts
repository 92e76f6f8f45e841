import { Dict, Tuple } from '$lib/core/containers';
import { Fn, type Kwargs } from '$lib/core/fn';
import { findAttribute } from '../attributes';
import { bind, unbound } from '../bind';
import { call } from '../call';
import { Instance, PyClass } from '../classes';
import { typeError } from '../errors';
import { attributesOf } from '../function';
import { reprOf } from '../repr';
import { objectClass } from '../types';
import { descriptor } from './function-descriptor';

const noKwargs: Kwargs = new Map();

/** `functools.partial(fn, *args, **kwargs)` */
export class Partial extends Fn {
	readonly cls = partialClass;
	readonly name = 'partial';

	constructor(
		readonly fn: unknown,
		readonly args: readonly unknown[],
		readonly kwargs: Kwargs
	) {
		super();
		unbound.add(this);
		const own = attributesOf(this);
		own.set('func', fn);
		own.set('args', new Tuple(args));
		own.set('keywords', new Dict(kwargs));
	}

	get params(): readonly string[] {
		return this.fn instanceof Fn
			? this.fn.params.slice(this.args.length).filter((name) => !this.kwargs.has(name))
			: [];
	}

	call(args: readonly unknown[], kwargs: Kwargs = noKwargs): unknown {
		const named =
			this.kwargs.size === 0
				? kwargs
				: kwargs.size === 0
					? this.kwargs
					: new Map([...this.kwargs, ...kwargs]);
		return call(this.fn, [...this.args, ...args], named);
	}

	repr(): string {
		const parts = [reprOf(this.fn), ...this.args.map(reprOf)];
		for (const [name, value] of this.kwargs) parts.push(`${name}=${reprOf(value)}`);
		return `functools.partial(${parts.join(', ')})`;
	}
}

export const partialClass: PyClass = new PyClass('partial', [objectClass], {
	module: 'functools',
	create: (_, args, kwargs) => {
		if (args.length === 0) throw typeError("type 'partial' takes at least one argument");
		const [fn, ...rest] = args;
		if (!(fn instanceof Fn) && findAttribute(fn, '__call__') === undefined)
			throw typeError('the first argument must be callable');
		if (fn instanceof Partial)
			return new Partial(fn.fn, [...fn.args, ...rest], new Map([...fn.kwargs, ...kwargs]));
		return new Partial(fn, rest, new Map(kwargs));
	}
});

/** `functools.partialmethod` */
export const partialMethodClass = descriptor('partialmethod', (self, object, cls) => {
	const { fn, args, kwargs } = self.fields.get('partial') as Partial;
	const receiver = object === null ? [] : [object];
	if (fn instanceof Fn && receiver.length > 0)
		return new Partial(bind(fn, object, cls as PyClass), args, kwargs);
	return new Partial(fn, [...receiver, ...args], kwargs);
});
partialMethodClass.create = (cls, args, kwargs) => {
	const made = new Instance(cls);
	made.fields.set('partial', new Partial(args[0], args.slice(1), kwargs));
	return made;
};
