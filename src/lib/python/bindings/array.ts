import { NamedTuple, Tuple } from '$lib/core/containers';
import { ProgramError } from '$lib/core/errors';
import { avalOf, isValue, Tracer, type Value } from '$lib/core/interpreter';
import { convert } from '$lib/core/ops';
import { arrayRepr, arrayStr } from '$lib/array/text';
import { index } from '$lib/api/arguments';
import { foreignArrays, foreignNumbers } from '$lib/api/foreign';
import { getItem } from '$lib/api/indexing/take';
import * as arithmetic from '$lib/api/jnp/arithmetic';
import { matmul } from '$lib/api/jnp/matmul';
import * as ufuncs from '$lib/api/jnp/ufuncs';
import { isArrayLike } from '$lib/api/values';
import { setArrayHooks, type ArrayHooks } from '../arrays';
import type { BinaryOp, CompareOp } from '../ast';
import { equal } from '../compare';
import { pyError, typeError } from '../errors';
import { BoundMethod } from '../function';
import { PySet } from '../values';
import { truth } from '../truth';
import * as parts from '../parts';
import { typeName, typeOf } from '../types';
import { unboxed } from '../unboxed';
import { Dict } from '$lib/core/containers';
import { concreteClass, tracerClassOf } from './array-class';
import { arrayReductions, shapeProperties } from './array-reductions';
import { concrete, joining } from '$lib/api/parts';
import { bits } from '$lib/api/parts';
import { operators } from '$lib/api/parts';

const arithmeticRarer = operators.functions;
const ufuncsRarer = bits.functions;
const { unstack } = joining.functions;
const { floatOf, immutable, indexOf, intOf, scalarAt, truthOf } = concrete.functions;

type Binary = (x: unknown, y: unknown) => Value;

const binaryOps: { readonly [O in BinaryOp]: Binary } = {
	'+': arithmetic.add,
	'-': arithmetic.subtract,
	'*': arithmetic.multiply,
	'/': arithmetic.trueDivide,
	'//': arithmeticRarer.floorDivide,
	'%': arithmeticRarer.remainder,
	'**': arithmeticRarer.power,
	'@': matmul,
	'<<': ufuncsRarer.leftShift,
	'>>': ufuncsRarer.rightShift,
	'&': ufuncsRarer.bitwiseAnd,
	'|': ufuncsRarer.bitwiseOr,
	'^': ufuncsRarer.bitwiseXor
};

type Comparison = Exclude<CompareOp, 'in' | 'not in' | 'is' | 'is not'>;

const compareOps: { readonly [O in Comparison]: Binary } = {
	'<': ufuncs.less,
	'<=': ufuncs.lessEqual,
	'>': ufuncs.greater,
	'>=': ufuncs.greaterEqual,
	'==': ufuncs.equal,
	'!=': ufuncs.notEqual
};

const value = (x: unknown): Value => {
	if (isValue(x)) return x;
	throw new Error('internal: no array');
};

/** Containers that JAX refuses as operands at once. */
const refused = (x: unknown): boolean =>
	Array.isArray(x) ||
	(x instanceof Tuple && !(x instanceof NamedTuple)) ||
	x instanceof Dict ||
	x instanceof PySet;

const isSequence = (x: unknown): boolean =>
	Array.isArray(x) || (x instanceof Tuple && !(x instanceof NamedTuple));
const className = (x: unknown): string => typeOf(x).name;

/** A string as often as an integer scalar says. */
const repeated = (text: string, times: unknown): string =>
	text.repeat(Math.max(0, Number(indexOf(value(times)))));

function binary(op: BinaryOp, a: unknown, b: unknown): unknown {
	// Where a sequence would be concatenated or repeated JAX refuses it itself.
	if ((op === '+' || op === '*') && (isSequence(a) || isSequence(b)))
		throw typeError(`unsupported operand type(s) for ${op}: '${className(a)}' and '${className(b)}'`);
	if (typeof a === 'string' && op === '+')
		throw typeError(`can only concatenate str (not "${typeName(b)}") to str`);
	if (op === '*' && (typeof a === 'string' || typeof b === 'string'))
		return typeof a === 'string' ? repeated(a, b) : repeated(String(b), a);
	if (!isArrayLike(a) || !isArrayLike(b)) return undefined;
	return binaryOps[op](a, b);
}

function compare(op: Comparison, a: unknown, b: unknown): unknown {
	if (isArrayLike(a) && isArrayLike(b)) return compareOps[op](a, b);
	if (op === '==' || op === '!=') {
		if (!refused(a) && !refused(b)) return op === '!=';
		const [own, other] = refused(a) ? [b, a] : [a, b];
		throw typeError(`unsupported operand type(s) for ==: '${className(own)}' and '${className(other)}'`);
	}
	throw typeError(`'${op}' not supported between instances of '${typeName(a)}' and '${typeName(b)}'`);
}

function attribute(x: unknown, name: string): unknown {
	if (Object.hasOwn(shapeProperties, name)) return shapeProperties[name](value(x));
	if (Object.hasOwn(arrayReductions, name)) return new BoundMethod(arrayReductions[name], x);
	const { arrayProperties, arrayMethods } = parts.arrayMethods.module;
	if (Object.hasOwn(arrayProperties, name)) return arrayProperties[name](value(x));
	if (!Object.hasOwn(arrayMethods, name)) return undefined;
	arrayMethods[name].takesNumbers = true;
	return new BoundMethod(arrayMethods[name], x);
}

const missing = (x: unknown, name: string): string =>
	x instanceof Tracer
		? `${x.pythonClass} has no attribute ${name}`
		: `'jaxlib._jax.ArrayImpl' object has no attribute '${name}'`;

function iterate(x: unknown): readonly Value[] {
	const array = value(x);
	if (avalOf(array).shape.length === 0) throw typeError('iteration over a 0-d array');
	return unstack(array, 0);
}

function lengthOf(x: unknown): number {
	const { shape } = avalOf(value(x));
	if (shape.length === 0) throw typeError('len() of unsized object');
	return shape[0];
}

/** The scalar's own format; arrays with axes take no specification. */
function format(x: unknown, spec: string): string {
	const array = value(x);
	if (array instanceof Tracer && spec === '') return textOf(array);
	if (array instanceof Tracer)
		throw new ProgramError(
			'TypeError',
			`unsupported format string passed to ${array.pythonClass}.__format__`,
			{},
			{ kind: 'traced', tracer: array }
		);
	if (array.ndim > 0 && spec === '') return textOf(array);
	if (array.ndim > 0) throw typeError('unsupported format string passed to numpy.ndarray.__format__');
	// A scalar is formatted as the Python number it equals, also where nothing is asked for.
	return array.dtype === 'key<fry>'
		? textOf(array)
		: parts.formats.module.formatValue(scalarAt(array, 0), spec);
}

const textOf = (x: Value): string => (x instanceof Tracer ? x.toString() : arrayStr(x));

/** `round(x)` is an integer array, `round(x, n)` keeps the type. */
function round(x: unknown, digits: unknown): unknown {
	const given = digits !== undefined && digits !== null;
	const rounded = arithmeticRarer.roundTo(x, given ? index(digits) : 0);
	return given ? rounded : convert(rounded, 'int32');
}

/** How programs see JAX's arrays and tracers. */
const jaxHooks: ArrayHooks = {
	isArray: isValue,
	binary,
	unary: (op, x) => {
		if (op === '+') return arithmetic.positive(x);
		return op === '-' ? arithmetic.negative(x) : ufuncsRarer.invert(x);
	},
	compare,
	getItem: (x, at) => getItem(value(x), at),
	setItem: () => {
		throw immutable();
	},
	attribute,
	missing,
	names: () => {
		const { arrayProperties, arrayMethods } = parts.arrayMethods.module;
		return [shapeProperties, arrayProperties, arrayReductions, arrayMethods].flatMap(Object.keys);
	},
	setAttribute: (x, name) => {
		if (
			[shapeProperties, parts.arrayMethods.module.arrayProperties].some((known) => Object.hasOwn(known, name))
		)
			throw new ProgramError('AttributeError', `property '${name}' of 'ArrayImpl' object has no setter`);
		throw new ProgramError('AttributeError', `'${typeName(x)}' object has no attribute '${name}'`);
	},
	iterate,
	truth: (x) => truthOf(value(x)),
	toInt: (x) => intOf(value(x)),
	toIndex: (x) => indexOf(value(x)),
	toFloat: (x) => floatOf(value(x)),
	length: lengthOf,
	format,
	contains: (x, item) => iterate(x).some((each) => truth(equal(each, item))),
	typeOf: (x) => (x instanceof Tracer ? tracerClassOf(x) : concreteClass),
	repr: (x) => {
		const array = value(x);
		return array instanceof Tracer ? array.toString() : arrayRepr(array);
	},
	str: (x) => textOf(value(x)),
	round
};

/** What NumPy's arrays do, where no array of JAX's is involved; set by the numpy bindings. */
export const hostHooks: { current: ArrayHooks | null } = { current: null };

const jaxOperand = (x: unknown): boolean => isValue(x) && !foreignArrays.is(x);
const both = (a: unknown, b: unknown): ArrayHooks =>
	hostHooks.current && !jaxOperand(a) && !jaxOperand(b) ? hostHooks.current : jaxHooks;
const of = (x: unknown): ArrayHooks => both(x, x);

setArrayHooks({
	isArray: isValue,
	binary: (op, first, second) => {
		const [a, b] = [unboxed(first), unboxed(second)];
		return both(a, b).binary(op, a, b);
	},
	inplace: (op, a, second) => {
		const b = unboxed(second);
		const hooks = both(a, b);
		return (hooks.inplace ?? hooks.binary)(op, a, b);
	},
	unary: (op, x) => of(x).unary(op, x),
	compare: (op, first, second) => {
		const [a, b] = [unboxed(first), unboxed(second)];
		return both(a, b).compare(op, a, b);
	},
	getItem: (x, at) => of(x).getItem(x, unboxed(at)),
	setItem: (x, at, y) => of(x).setItem(x, unboxed(at), unboxed(y)),
	deleteItem: (x, at) => {
		const own = of(x).deleteItem;
		if (!own) throw pyError('AttributeError', '__delitem__');
		own(x, at);
	},
	attribute: (x, name) => of(x).attribute(x, name),
	missing: (x, name) => of(x).missing?.(x, name) ?? `'${typeName(x)}' object has no attribute '${name}'`,
	names: (x) => of(x).names?.(x) ?? [],
	setAttribute: (x, name, y) => of(x).setAttribute?.(x, name, y),
	iterate: (x) => of(x).iterate(x),
	truth: (x) => of(x).truth(x),
	toInt: (x) => of(x).toInt(x),
	toIndex: (x) => of(x).toIndex(x),
	toFloat: (x) => of(x).toFloat(x),
	length: (x) => of(x).length(x),
	format: (x, spec) => of(x).format(x, spec),
	contains: (x, item) => of(x).contains(x, item),
	typeOf: (x) => of(x).typeOf(x),
	repr: (x) => of(x).repr(x),
	str: (x) => of(x).str(x),
	round: (x, digits) => of(x).round?.(x, digits),
	hashable: (x) => of(x).hashable?.(x)
});

foreignNumbers.of = (x) => {
	const number = unboxed(x);
	return number !== x && isArrayLike(number) && !isValue(number) ? number : null;
};
