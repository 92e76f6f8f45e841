import { ProgramError } from '$lib/core/errors';
import { avalOf, type Value } from '$lib/core/interpreter';
import * as ops from '$lib/core/ops';
import { isFloat, isInteger } from '$lib/array/dtype';
import { promoteArgs } from '../broadcast';
import { dtypeOf } from '../dtypes';
import { constant, toValue } from '../values';
import { multiply, subtract, trueDivide } from './arithmetic';
import { dot } from './products';
import { sum } from './reductions';
import { average } from './statistics';

export interface CovarianceOptions {
	/** More variables. */
	readonly y?: unknown;
	/** Variables stand in rows. */
	readonly rowvar?: boolean;
	readonly bias?: boolean;
	readonly ddof?: number | null;
	/** How often each observation counts: whole numbers, and any. */
	readonly fweights?: unknown;
	readonly aweights?: unknown;
	readonly dtype?: unknown;
}

/** Covariances of variables; a scalar where there is one. */
export function cov(x: unknown, options: CovarianceOptions = {}): Value {
	const { y = null, rowvar = true, bias = false, dtype = null } = options;
	const given = y === null ? promoteArgs('cov', [x], 'inexact') : bothInexact(x, y);
	given.forEach((m, i) => {
		if (avalOf(m).shape.length > 2)
			throw new ProgramError('ValueError', `${i === 0 ? 'm' : 'y'} has more than 2 dimensions`);
	});
	const type = dtypeOf(dtype) ?? avalOf(given[0]).dtype;
	if (!isFloat(type))
		throw new ProgramError(
			'ValueError',
			`cov: dtype must be a subclass of float or complex; got dtype=${type}`
		);
	const table = ops.convert(
		ops.concatenate(
			given.map((m) => inRows(m, rowvar)),
			0
		),
		type
	);
	const count = avalOf(table).shape[1];
	const ddof = options.ddof ?? (bias ? 0 : 1);
	const weights = weightsOf(options, count);
	const { average: center, weights: totals } = average(table, weights, { axis: 1n });
	const apart = subtract(table, ops.expandDims(center, [1]));
	const weighted = weights === null ? apart : multiply(apart, ops.expandDims(weights, [0]));
	const products = dot(apart, ops.transpose(weighted, [1, 0]));
	const total = ops.squeeze(ops.slice(totals, [0], [1]), [0]);
	const result = trueDivide(products, divisor(count, ddof, weights, total, options));
	return avalOf(table).shape[0] === 1 ? ops.reshape(result, []) : result;
}

/** Each in its own shape, both in one type. */
function bothInexact(x: unknown, y: unknown): Value[] {
	const [a, b] = [x, y].map((m, i) => toValue(m, 'cov', i));
	const [type] = promoteArgs('cov', [scalarLike(a), scalarLike(b)], 'inexact');
	return [a, b].map((m) => ops.convert(m, avalOf(type).dtype));
}

const scalarLike = (x: Value): Value => constant(0, avalOf(x).dtype, avalOf(x).weak);

function inRows(x: Value, rowvar: boolean): Value {
	if (avalOf(x).shape.length < 2) return ops.reshape(x, [1, avalOf(x).shape[0] ?? 1]);
	return rowvar ? x : ops.transpose(x, [1, 0]);
}

function weightsOf({ fweights = null, aweights = null }: CovarianceOptions, count: number): Value | null {
	const read = (given: unknown, name: string): Value | null => {
		if (given === null) return null;
		const w = toValue(given, 'cov');
		if (avalOf(w).shape.length > 1)
			throw new ProgramError('RuntimeError', `cannot handle multidimensional ${name}`);
		if (avalOf(w).shape[0] !== count)
			throw new ProgramError('RuntimeError', `incompatible numbers of samples and ${name}`);
		if (name === 'fweights' && !isInteger(avalOf(w).dtype))
			throw new ProgramError('TypeError', 'fweights must be integer.');
		return ops.unary('abs', w);
	};
	const [f, a] = [read(fweights, 'fweights'), read(aweights, 'aweights')];
	return f && a ? multiply(f, a) : (f ?? a);
}

/** The number of observations that count, less the degrees of freedom. */
function divisor(
	count: number,
	ddof: number,
	weights: Value | null,
	total: Value,
	{ aweights = null }: CovarianceOptions
): Value {
	if (weights === null) return toValue(BigInt(count - ddof));
	if (ddof === 0) return total;
	if (aweights === null) return subtract(total, BigInt(ddof));
	const squares = sum(multiply(weights, ops.unary('abs', toValue(aweights))));
	return subtract(total, trueDivide(multiply(BigInt(ddof), squares), total));
}

/** Correlations of variables in rows. */
export function corrcoef(x: unknown, options: CovarianceOptions = {}): Value {
	const c = cov(x, options);
	const { shape, dtype } = avalOf(c);
	if (shape.length === 0) return ops.binary('div', c, c);
	const eye = ops.binary('eq', ops.iota('int32', shape, 0), ops.iota('int32', shape, 1));
	const deviations = ops.unary('sqrt', sum(ops.select(eye, ops.full(shape, 0, dtype), c), { axis: 1n }));
	const down = ops.broadcastInDim(deviations, shape, [0]);
	const across = ops.broadcastInDim(deviations, shape, [1]);
	const result = ops.binary('div', ops.binary('div', c, down), across);
	return ops.binary('max', ops.binary('min', result, ops.full(shape, 1, dtype)), ops.full(shape, -1, dtype));
}
