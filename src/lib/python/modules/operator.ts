import { Tuple } from '$lib/core/containers';
import type { Kwargs } from '$lib/core/fn';
import { getAttribute } from '../attributes';
import type { BinaryOp, CompareOp } from '../ast';
import { abs } from '../builtins/numbers';
import { lengthOf } from '../builtins/sequences';
import { call } from '../call';
import { compare, same } from '../compare';
import { contains } from '../compare-objects';
import { toIndex } from '../convert';
import { listOf } from '../iterate';
import { registerModule } from '../module';
import { builtin, native, type NativeFunction } from '../native';
import { binary, unary } from '../operators';
import { inplace } from '../own-operators';
import { getItem } from '../subscript';
import { deleteItem, setItem } from '../set-item';
import { truth } from '../truth';

const binaries: Record<string, BinaryOp> = {
	add: '+',
	sub: '-',
	mul: '*',
	truediv: '/',
	floordiv: '//',
	mod: '%',
	pow: '**',
	matmul: '@',
	lshift: '<<',
	rshift: '>>',
	and_: '&',
	or_: '|',
	xor: '^'
};
const compares: Record<string, CompareOp> = {
	lt: '<',
	le: '<=',
	gt: '>',
	ge: '>=',
	eq: '==',
	ne: '!=',
	is_: 'is',
	is_not: 'is not'
};

const functions: Record<string, NativeFunction> = {};
const define = (signature: string, body: (...args: never[]) => unknown): void => {
	functions[signature.slice(0, signature.indexOf('('))] = builtin(signature, body);
};
for (const [name, op] of Object.entries(binaries)) {
	define(`${name}(a, b, /)`, (a: unknown, b: unknown) => binary(op, a, b));
	define(`i${name.replace('_', '')}(a, b, /)`, (a: unknown, b: unknown) => inplace(op, a, b));
}
for (const [name, op] of Object.entries(compares))
	define(`${name}(a, b, /)`, (a: unknown, b: unknown) => compare(op, a, b));
define('neg(a, /)', (a: unknown) => unary('-', a));
define('pos(a, /)', (a: unknown) => unary('+', a));
define('invert(a, /)', (a: unknown) => unary('~', a));
define('inv(a, /)', (a: unknown) => unary('~', a));
define('not_(a, /)', (a: unknown) => !truth(a));
define('truth(a, /)', truth);
define('index(a, /)', toIndex);
define('contains(a, b, /)', (a: unknown, b: unknown) => contains(a, b));
define('concat(a, b, /)', (a: unknown, b: unknown) => binary('+', a, b));
define('getitem(a, b, /)', getItem);
define('setitem(a, b, c, /)', (a: unknown, b: unknown, c: unknown) => {
	setItem(a, b, c);
	return null;
});
define('delitem(a, b, /)', (a: unknown, b: unknown) => {
	deleteItem(a, b);
	return null;
});
define('length_hint(obj, default=0, /)', (value: unknown) => BigInt(lengthOf(value)));
define('countOf(a, b, /)', (a: unknown, b: unknown) =>
	BigInt(listOf(a).filter((item) => same(item, b)).length)
);

/** One result for one name or index, a tuple for more. */
const several = (keys: readonly unknown[], get: (key: unknown) => unknown): unknown =>
	keys.length === 1 ? get(keys[0]) : new Tuple(keys.map(get));

registerModule('operator', {
	...functions,
	abs,
	itemgetter: native('itemgetter(item, /, *items)', (first: unknown, more: readonly unknown[]) =>
		native('itemgetter(obj)', (object: unknown) => several([first, ...more], (key) => getItem(object, key)))
	),
	attrgetter: native('attrgetter(attr, /, *attrs)', (first: unknown, more: readonly unknown[]) =>
		native('attrgetter(obj)', (object: unknown) =>
			several([first, ...more], (path) => String(path).split('.').reduce(getAttribute, object))
		)
	),
	methodcaller: native(
		'methodcaller(name, /, *args, **kwargs)',
		(name: string, args: readonly unknown[], kwargs: Kwargs) =>
			native('methodcaller(obj)', (object: unknown) => call(getAttribute(object, name), args, kwargs))
	)
});
