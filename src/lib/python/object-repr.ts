import { Dict, EllipsisType, NamedTuple, Slice, Tuple } from '$lib/core/containers';
import { Fn } from '$lib/core/fn';
import { identity } from '$lib/core/containers';
import { HostObject, Instance, PyClass, ScalarInstance } from './classes';
import { Counter, DefaultDict, Deque, OrderedDict } from './collections';
import { DictView } from './dict-view';
import { EnumClass } from './enum-class';
import { ExceptionInstance } from './exceptions';
import { BoundMethod, UserFunction } from './function';
import { Module } from './module';
import { NativeFunction } from './native';
import { setOrder } from './set-order';
import { typeName, typeOf } from './types';
import { TypeForm } from './typing-values';
import { PyIterator, PySet, Range } from './values';
import { listed, reprOf } from './repr';

const dictText = (dict: Dict): string =>
	`{${dict
		.entries()
		.map(([key, value]) => `${reprOf(key)}: ${reprOf(value)}`)
		.join(', ')}}`;

export function containerRepr(value: object): string {
	if (value instanceof NamedTuple)
		return `${value.type.name}(${value.type.fields.map((field, i) => `${field}=${reprOf(value.items[i])}`).join(', ')})`;
	if (value instanceof Dict) return dictRepr(value);
	if (value instanceof PySet) return setRepr(value);
	if (value instanceof Deque)
		return `deque([${listed(value.items)}]${value.limit === null ? '' : `, maxlen=${value.limit}`})`;
	if (value instanceof HostObject) return value.repr();
	return otherRepr(value);
}

function dictRepr(dict: Dict): string {
	if (dict instanceof DefaultDict) return `${dict.cls.name}(${reprOf(dict.factory)}, ${dictText(dict)})`;
	if (dict instanceof OrderedDict) return `${dict.cls.name}(${dict.size ? reprOf(pairsOf(dict)) : ''})`;
	if (dict instanceof Counter) return counterRepr(dict);
	return dictText(dict);
}

const pairsOf = (dict: Dict): Tuple[] => dict.entries().map((entry) => new Tuple(entry));

function counterRepr(counter: Counter): string {
	const { name } = counter.cls;
	if (counter.size === 0) return `${name}()`;
	const entries = counter.entries().sort(([, a], [, b]) => Number(b as bigint) - Number(a as bigint));
	return `${name}(${dictText(new Dict(entries))})`;
}

function setRepr(set: PySet): string {
	const { name } = typeOf(set);
	if (set.size === 0) return `${name}()`;
	const body = `{${listed(setOrder(set))}}`;
	return name === 'set' ? body : `${name}(${body})`;
}

/** An address as Python shows it; only equal objects share it. */
const address = (object: object): string => `0x${(0x7f0000000000 + identity(object) * 16).toString(16)}`;

function otherRepr(value: object): string {
	if (value instanceof EnumClass) return `<enum '${value.name}'>`;
	if (value instanceof PyClass) return value.toString();
	if (value instanceof Fn) return functionRepr(value);
	if (value instanceof ExceptionInstance) return `${value.cls.name}(${exceptionArgs(value)})`;
	if (value instanceof ScalarInstance) return reprOf(value.payload);
	if (value instanceof Range)
		return value.step === 1n
			? `range(${value.start}, ${value.stop})`
			: `range(${value.start}, ${value.stop}, ${value.step})`;
	if (value instanceof Slice) return `slice(${listed([value.start, value.stop, value.step])})`;
	if (value instanceof EllipsisType) return 'Ellipsis';
	if (value instanceof Module) return `<module '${value.name}'>`;
	if (value instanceof DictView) return value.repr();
	if (value instanceof TypeForm) return value.text;
	if (value instanceof Instance) {
		const cls = value.cls;
		return `<${cls.module}.${cls.qualname} object at ${address(value)}>`;
	}
	const name = typeOf(value).name;
	if (name === 'NotImplementedType') return 'NotImplemented';
	const what =
		value instanceof PyIterator && name === 'generator'
			? `generator object ${value.label}`
			: `${name} object`;
	return `<${what} at ${address(value)}>`;
}

const exceptionArgs = (value: ExceptionInstance): string => listed(value.args.items);

function functionRepr(fn: Fn): string {
	const own = (fn as { repr?: () => string }).repr;
	if (typeof own === 'function') return own.call(fn);
	if (fn instanceof UserFunction) return `<function ${fn.qualname} at ${address(fn)}>`;
	if (fn instanceof BoundMethod) {
		const name = fn.fn instanceof UserFunction ? fn.fn.qualname : fn.fn.name;
		if (fn.fn instanceof NativeFunction && fn.fn.builtin)
			return `<built-in method ${name.slice(name.lastIndexOf('.') + 1)} of ${typeName(fn.self)} object at ${address(fn)}>`;
		return `<bound method ${name} of ${reprOf(fn.self)}>`;
	}
	if (fn instanceof NativeFunction && fn.builtin) return `<built-in function ${fn.name}>`;
	return `<function ${fn.name} at ${address(fn)}>`;
}

/** `ascii(value)` */
export const asciiOf = (value: unknown): string =>
	reprOf(value).replace(/[^\x00-\x7f]/gu, (char) => {
		const code = char.codePointAt(0) as number;
		if (code < 0x100) return `\\x${code.toString(16).padStart(2, '0')}`;
		return code < 0x10000
			? `\\u${code.toString(16).padStart(4, '0')}`
			: `\\U${code.toString(16).padStart(8, '0')}`;
	});
