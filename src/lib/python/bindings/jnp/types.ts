import { ProgramError } from '$lib/core/errors';
import { isValue } from '$lib/core/interpreter';
import { promote } from '$lib/core/promote';
import { bitsOf, isFloat, kindOf, type DType } from '$lib/array/dtype';
import { abstractTypes, dtypeOf, knownDType } from '$lib/api/dtypes';
import { avalOfLike, integerRange, isArrayLike } from '$lib/api/values';
import { HostObject, PyClass } from '../../classes';
import { canCast, type Casting } from '$lib/api/numpy/casting';
import { hostScalar } from '$lib/api/numpy/host-array';
import { native } from '../../native';
import { strOf } from '../../repr';
import { objectClass, typeName } from '../../types';
import { dtypeObject, ScalarType, scalarTypes } from '../dtype';
import { family } from '../family';
import { finfoLine, finfoTable } from './finfo-text';
import { arrayClass } from '../array-class';

const infoClass = (name: string): PyClass => new PyClass(name, [objectClass], { module: 'numpy' });
const finfoClass = infoClass('finfo');
const iinfoClass = infoClass('iinfo');

/** Facts of a number type: `jnp.finfo(jnp.float32).eps`. */
class TypeInfo extends HostObject {
	constructor(
		readonly cls: PyClass,
		private readonly dtype: DType,
		private readonly facts: Readonly<Record<string, unknown>>
	) {
		super();
	}

	override attribute(name: string): unknown {
		if (name === 'dtype') return dtypeObject(this.dtype);
		return Object.hasOwn(this.facts, name) ? this.facts[name] : undefined;
	}

	/** NumPy's table of a floating type. */
	override str(): string {
		return this.cls === finfoClass ? finfoTable(this.dtype) : this.repr();
	}

	repr(): string {
		if (this.cls === finfoClass) return finfoLine(this.dtype);
		const { min, max } = this.facts;
		return `${this.cls.name}(min=${strOf(min)}, max=${strOf(max)}, dtype=${this.dtype})`;
	}
}

/** Bits of the fraction, bits of the exponent, digits that survive. */
const floatFacts: Readonly<Record<string, readonly [nmant: number, nexp: number, digits: number]>> = {
	float16: [10, 5, 3],
	bfloat16: [7, 8, 2],
	float32: [23, 8, 6]
};

function finfo(x: unknown): TypeInfo {
	const dtype = dtypeOf(x);
	if (dtype === null || dtype === 'key<fry>' || !isFloat(dtype)) throw notA('inexact', x);
	const [nmant, nexp, digits] = floatFacts[dtype];
	const least = 2 ** (2 - 2 ** (nexp - 1));
	const max = (2 - 2 ** -nmant) * 2 ** (2 ** (nexp - 1) - 1);
	const scalar = (value: number): unknown => (dtype === 'bfloat16' ? value : hostScalar(dtype, value));
	return new TypeInfo(finfoClass, dtype, {
		bits: BigInt(bitsOf(dtype)),
		eps: scalar(2 ** -nmant),
		epsneg: scalar(2 ** -(nmant + 1)),
		max: scalar(max),
		min: scalar(-max),
		tiny: scalar(least),
		smallest_normal: scalar(least),
		smallest_subnormal: scalar(least * 2 ** -nmant),
		nmant: BigInt(nmant),
		nexp: BigInt(nexp),
		precision: BigInt(digits),
		resolution: scalar(Number(`1e-${digits}`))
	});
}

function iinfo(x: unknown): TypeInfo {
	const dtype = dtypeOf(x);
	if (dtype === null || !'iu'.includes(kindOf(dtype))) throw notA('integer', x);
	const { low, high } = integerRange(dtype);
	return new TypeInfo(iinfoClass, dtype, { bits: BigInt(bitsOf(dtype)), min: low, max: high });
}

const notA = (what: 'inexact' | 'integer', x: unknown): ProgramError =>
	what === 'inexact'
		? new ProgramError(
				'ValueError',
				`data type ${x instanceof PyClass ? String(x) : `<class '${typeName(x)}'>`} not inexact`
			)
		: new ProgramError(
				'ValueError',
				`Invalid integer data type '${knownDType(x) === null ? 'O' : kindOf(dtypeOf(x) ?? 'bool')}'.`
			);

/** `jnp.floating` and its kin. */
class AbstractType extends PyClass {
	constructor(
		name: string,
		readonly holds: (dtype: DType) => boolean
	) {
		super(name, [objectClass], { module: 'numpy' });
	}
}

const abstractClasses = Object.entries(abstractTypes).map(([name, holds]) => new AbstractType(name, holds));

/** The classes that only keys are of: `jax.dtypes` has them, `jax.numpy` does not. */
const ofKeys = (cls: AbstractType): boolean => cls.holds('key<fry>') && !cls.holds('float32');
export const keyTypes: Record<string, unknown> = Object.fromEntries(
	abstractClasses.filter(ofKeys).map((cls) => [cls.name, cls])
);

function issubdtype(x: unknown, of: unknown): boolean {
	if (x instanceof AbstractType) return x === of || (of instanceof AbstractType && isWithin(x, of));
	const dtype = dtypeOf(x);
	if (dtype === null) return false;
	const name = of instanceof PyClass ? of.name : of;
	if (typeof name === 'string' && Object.hasOwn(abstractTypes, name)) return abstractTypes[name](dtype);
	return of instanceof ScalarType ? of.width === dtype : dtypeOf(of) === dtype;
}

const isWithin = (x: AbstractType, of: AbstractType): boolean =>
	(['float32', 'int32', 'uint32'] as const).every((dtype) => !x.holds(dtype) || of.holds(dtype));

function resultType(operands: readonly unknown[]): DType {
	const avals = operands.map((x) => {
		if (isArrayLike(x)) return avalOfLike(x);
		const dtype = dtypeOf(x);
		if (dtype === null) throw new ProgramError('TypeError', 'at least one array or dtype is required');
		return { dtype, weak: isPythonType(x) };
	});
	return promote(avals).dtype;
}

/** Python's `float` and `int` are weak, as their values are. */
const isPythonType = (x: unknown): boolean =>
	x instanceof PyClass && !(x instanceof ScalarType) && (x.name === 'float' || x.name === 'int');

/** Element types and what can be asked of them. */
/** The type's own name, 64-bit ones included. */
const widthOf = (x: unknown): string =>
	x instanceof ScalarType ? x.width : isValue(x) ? avalOfLike(x).dtype : (dtypeOf(x) ?? 'float32');

export const types: Record<string, unknown> = {
	...Object.fromEntries(scalarTypes.map((type) => [type.name, type])),
	bool_: scalarTypes[0],
	int_: scalarTypes.find(({ name }) => name === 'int32'),
	uint: scalarTypes.find(({ name }) => name === 'uint32'),
	float_: scalarTypes.find(({ name }) => name === 'float32'),
	single: scalarTypes.find(({ name }) => name === 'float32'),
	double: scalarTypes.find(({ name }) => name === 'float64'),
	...Object.fromEntries(abstractClasses.filter((cls) => !ofKeys(cls)).map((cls) => [cls.name, cls])),
	ndarray: arrayClass,
	...family(
		native('finfo(dtype)', finfo),
		native('iinfo(int_type)', iinfo),
		native('dtype(dtype)', (x: unknown) => dtypeObject(dtypeOf(x) ?? 'float32')),
		native('issubdtype(arg1, arg2)', issubdtype),
		native('result_type(*args)', (operands: unknown[]) => dtypeObject(resultType(operands))),
		native('promote_types(a, b)', (a: unknown, b: unknown) => dtypeObject(resultType([a, b]))),
		native("can_cast(from_, to, casting='safe')", (a: unknown, b: unknown, casting: unknown) =>
			canCast(widthOf(a), widthOf(b), casting as Casting)
		),
		native('isscalar(element)', (x: unknown) => isArrayLike(x) && avalOfLike(x).shape.length === 0),
		native('iscomplexobj(x)', () => false),
		native('isrealobj(x)', (x: unknown) => isValue(x) || isArrayLike(x))
	)
};
