import { numpyRepr, numpyStr } from '$lib/array/text';
import { ProgramError } from '$lib/core/errors';
import { isSequence } from '$lib/api/arguments';
import { pythonNumber } from '$lib/api/numpy/convert';
import { Float0Array } from '$lib/api/numpy/float0';
import { hostArray, HostArray } from '$lib/api/numpy/host-array';
import { kindOf } from '$lib/api/numpy/host-dtype';
import { getItem, setItem } from '$lib/api/numpy/indexing';
import { matmul } from '$lib/api/numpy/linear';
import { range } from '$lib/api/numpy/axes';
import { binaryFunctions, invert, negative, round, unaryFunctions } from '$lib/api/numpy/ufuncs';
import { isScalar } from '$lib/api/values';
import type { ArrayHooks } from '../../arrays';
import type { BinaryOp, CompareOp } from '../../ast';
import { typeError, valueError } from '../../errors';
import { formatValue } from '../../format';
import { BoundMethod } from '../../function';
import { typeName } from '../../types';
import { hostMethods, hostProperties } from './methods';
import { classOf } from './types';

type Binary = (x: unknown, y: unknown) => HostArray;

const binaryOps: { readonly [O in BinaryOp]: Binary } = {
	'+': binaryFunctions.add,
	'-': binaryFunctions.subtract,
	'*': binaryFunctions.multiply,
	'/': binaryFunctions.true_divide,
	'//': binaryFunctions.floor_divide,
	'%': binaryFunctions.remainder,
	'**': binaryFunctions.power,
	'@': matmul,
	'<<': binaryFunctions.left_shift,
	'>>': binaryFunctions.right_shift,
	'&': binaryFunctions.bitwise_and,
	'|': binaryFunctions.bitwise_or,
	'^': binaryFunctions.bitwise_xor
};

type Comparison = Exclude<CompareOp, 'in' | 'not in' | 'is' | 'is not'>;

const compareOps: { readonly [O in Comparison]: Binary } = {
	'<': binaryFunctions.less,
	'<=': binaryFunctions.less_equal,
	'>': binaryFunctions.greater,
	'>=': binaryFunctions.greater_equal,
	'==': binaryFunctions.equal,
	'!=': binaryFunctions.not_equal
};

const isOperand = (x: unknown): boolean => x instanceof HostArray || isScalar(x) || isSequence(x);

function host(x: unknown): HostArray {
	if (x instanceof HostArray) return x;
	throw new Error('internal: no NumPy array');
}

function binary(op: BinaryOp, a: unknown, b: unknown): unknown {
	refuseText(opNames[op] ?? op, a, b);
	return isOperand(a) && isOperand(b) ? binaryOps[op](a, b) : undefined;
}

/** NumPy takes a str for an array of text and finds no loop for it. */
function refuseText(name: string, a: unknown, b: unknown): void {
	if (typeof a !== 'string' && typeof b !== 'string') return;
	const typeText = (x: unknown): string =>
		typeof x === 'string'
			? `dtype('<U${x.length}')`
			: `dtype('${x instanceof HostArray ? x.host : 'object'}')`;
	throw new ProgramError(
		'UFuncTypeError',
		`ufunc '${name}' did not contain a loop with signature matching types (${typeText(a)}, ${typeText(b)}) -> None`
	);
}

const opNames: Partial<Record<BinaryOp, string>> = {
	'+': 'add',
	'-': 'subtract',
	'*': 'multiply',
	'/': 'divide',
	'**': 'power'
};

/** `a op= b` changes the array itself, which keeps its type. */
function inplace(op: BinaryOp, a: unknown, b: unknown): unknown {
	const result = binary(op, a, b);
	if (!(a instanceof HostArray) || a.scalar || !(result instanceof HostArray)) return result;
	const order = 'buif';
	if (order.indexOf(kindOf(result.host)) > order.indexOf(kindOf(a.host)))
		throw new ProgramError(
			'UFuncTypeError',
			`Cannot cast ufunc '${opNames[op] ?? op}' output from dtype('${result.host}') to dtype('${a.host}') with casting rule 'same_kind'`
		);
	if (String(result.shape) !== String(a.shape))
		throw valueError(
			`non-broadcastable output operand with shape (${a.shape.join(',')}${a.shape.length === 1 ? ',' : ''}) doesn't match the broadcast shape (${result.shape.join(',')}${result.shape.length === 1 ? ',' : ''})`
		);
	a.assign(range(a.size), result.exact);
	return a;
}

function compare(op: Comparison, a: unknown, b: unknown): unknown {
	if (isOperand(a) && isOperand(b)) return compareOps[op](a, b);
	const array = host(a instanceof HostArray ? a : b);
	if (op === '==' || op === '!=')
		return array.shape.length === 0
			? op === '!='
			: hostArray(
					'bool',
					array.shape,
					range(array.size).map(() => Number(op === '!='))
				);
	refuseText(comparisonNames[op], a, b);
	throw typeError(`'${op}' not supported between instances of '${typeName(a)}' and '${typeName(b)}'`);
}

const comparisonNames: { readonly [O in Comparison]: string } = {
	'<': 'less',
	'<=': 'less_equal',
	'>': 'greater',
	'>=': 'greater_equal',
	'==': 'equal',
	'!=': 'not_equal'
};

function attribute(x: unknown, name: string): unknown {
	if (Object.hasOwn(hostProperties, name)) return hostProperties[name](host(x));
	return Object.hasOwn(hostMethods, name) ? new BoundMethod(hostMethods[name], x) : undefined;
}

/** The one element of an array without axes. */
function sole(x: unknown): number {
	const array = host(x);
	if (array.shape.length > 0) throw typeError('only 0-dimensional arrays can be converted to Python scalars');
	return array.exact[0];
}

function truth(x: unknown): boolean {
	const array = host(x);
	if (array.size === 1) return array.exact[0] !== 0;
	throw array.size === 0
		? valueError(
				'The truth value of an empty array is ambiguous. Use `array.size > 0` to check that an array is not empty.'
			)
		: valueError(
				'The truth value of an array with more than one element is ambiguous. Use a.any() or a.all()'
			);
}

function toIndex(x: unknown): bigint {
	const array = host(x);
	if (array.shape.length === 0 && 'iu'.includes(kindOf(array.host))) return BigInt(array.exact[0]);
	throw array.scalar
		? typeError(`'numpy.${array.host}' object cannot be interpreted as an integer`)
		: typeError('only integer scalar arrays can be converted to a scalar index');
}

function toInt(x: unknown): bigint {
	const value = sole(x);
	if (Number.isNaN(value)) throw valueError('cannot convert float NaN to integer');
	if (!Number.isFinite(value))
		throw new ProgramError('OverflowError', 'cannot convert float infinity to integer');
	return BigInt(Math.trunc(value));
}

function iterate(x: unknown): readonly unknown[] {
	const array = host(x);
	if (array.shape.length === 0)
		throw typeError(
			array.scalar ? `'numpy.${array.host}' object is not iterable` : 'iteration over a 0-d array'
		);
	return range(array.shape[0]).map((i) => getItem(array, BigInt(i)));
}

function format(x: unknown, spec: string): string {
	const array = host(x);
	if (spec === '' && (array.shape.length > 0 || array.host === 'bool')) return numpyStr(array.text);
	if (array.shape.length > 0) throw typeError('unsupported format string passed to numpy.ndarray.__format__');
	return formatValue(pythonNumber(array.host, array.exact[0]), spec);
}

function roundTo(x: unknown, digits: unknown): unknown {
	const array = host(x);
	const given = digits !== undefined && digits !== null;
	const rounded = round(array, given ? Number(digits) : 0);
	return given || !array.scalar ? rounded : BigInt(rounded.exact[0]);
}

const nameOf = (x: HostArray): string =>
	x.scalar ? `numpy.${x.host === 'bool' ? 'bool' : x.host}` : 'numpy.ndarray';

/** How programs see NumPy's arrays and scalars. */
export const numpyHooks: ArrayHooks = {
	isArray: (x) => x instanceof HostArray,
	binary,
	inplace,
	unary: (op, x) => (op === '+' ? unaryFunctions.positive(x) : op === '-' ? negative(x) : invert(x)),
	compare,
	getItem: (x, at) => {
		const array = host(x);
		if (array.scalar) throw new ProgramError('IndexError', 'invalid index to scalar variable.');
		return getItem(array, at);
	},
	setItem: (x, at, value) => setItem(host(x), at, value),
	attribute,
	missing: (x, name) => `'${nameOf(host(x))}' object has no attribute '${name}'`,
	setAttribute: (x, name) => {
		throw new ProgramError(
			'AttributeError',
			`'${nameOf(host(x))}' object has no attribute '${name}' and no __dict__ for setting new attributes`
		);
	},
	iterate,
	truth,
	toInt,
	toIndex,
	toFloat: sole,
	length: (x) => {
		const array = host(x);
		if (array.shape.length === 0)
			throw typeError(
				array.scalar ? `object of type '${nameOf(array)}' has no len()` : 'len() of unsized object'
			);
		return array.shape[0];
	},
	format,
	contains: (x, item) => {
		const found = compare('==', x, item);
		return found instanceof HostArray ? found.exact.some((v) => v !== 0) : false;
	},
	typeOf: (x) => classOf(host(x)),
	repr: (x) => (x instanceof Float0Array ? x.repr : numpyRepr(host(x).text, host(x).scalar)),
	str: (x) => (x instanceof Float0Array ? x.elements(' ') : numpyStr(host(x).text)),
	round: roundTo,
	hashable: (x) => {
		const array = host(x);
		return array.scalar ? pythonNumber(array.host, array.exact[0]) : false;
	}
};
