import { hostTypeOf } from '$lib/api/numpy/host-dtype';
import { typeError } from '../errors';
import { defineException } from '../exceptions';
import { registerModule } from '../module';
import { native } from '../native';
import { hostHooks } from './array';
import { lacking } from './lacking';
import { printing } from './print-options';
import { makers, movers } from './numpy/arrays';
import { linalgFunctions, others, reducers, ufuncs } from './numpy/functions';
import { numpyHooks } from './numpy/hooks';
import { textFunctions } from './numpy/printing';
import { finfo, iinfo, issubdtype } from './numpy/info';
import { randomFunctions } from './numpy/random';
import { testingFunctions } from './numpy/testing';
import * as types from './numpy/types';

hostHooks.current = numpyHooks;
defineException('UFuncTypeError', ['TypeError'], 'numpy._core._exceptions');
const exceptions = {
	AxisError: defineException('AxisError', ['ValueError', 'IndexError'], 'numpy.exceptions')
};
const linalgErrors = {
	LinAlgError: defineException('LinAlgError', ['ValueError'], 'numpy.linalg')
};

function dtype(x: unknown): unknown {
	const host = hostTypeOf(x);
	if (host === null) throw typeError('Cannot interpret None as a data type');
	return types.hostDTypeObject(host);
}

const scalarTypes = Object.fromEntries(types.hostTypes.map((type) => [type.name, type]));

const refused =
	'apply_along_axis block choose complex128 complex64 corrcoef cov cumulative_sum digitize einsum fft fromfunction fromiter gradient histogram histogram2d i0 in1d indices insert intersect1d isin isneginf isposinf iscomplex ix_ kron lexsort load loadtxt logaddexp2 ma matrix mgrid modf nan_to_num nanargmax nanargmin nanmedian nanprod ndenumerate ndindex nditer ogrid partition piecewise poly1d polyfit put require resize rollaxis rot90 s_ save savetxt select setdiff1d sinc str_ take_along_axis tensordot trapezoid trapz union1d uint64 unravel_index vectorize vander';

registerModule(
	'numpy',
	() => ({
		pi: Math.PI,
		e: Math.E,
		inf: Infinity,
		nan: NaN,
		euler_gamma: 0.5772156649015329,
		newaxis: null,
		...scalarTypes,
		bool_: scalarTypes.bool,
		int_: scalarTypes.int64,
		intp: scalarTypes.int64,
		double: scalarTypes.float64,
		single: scalarTypes.float32,
		half: scalarTypes.float16,
		ndarray: types.ndarrayClass,
		generic: types.generic,
		number: types.number,
		integer: types.integer,
		signedinteger: types.signedinteger,
		unsignedinteger: types.unsignedinteger,
		inexact: types.inexact,
		floating: types.floating,
		dtype: native('dtype(dtype)', dtype),
		finfo: native('finfo(dtype)', finfo),
		iinfo: native('iinfo(type)', iinfo),
		issubdtype: native('issubdtype(arg1, arg2)', issubdtype),
		...makers,
		...movers,
		...ufuncs,
		...reducers,
		...others,
		...printing,
		...textFunctions
	}),
	lacking('numpy', refused)
);

registerModule('numpy.exceptions', exceptions);
registerModule(
	'numpy.linalg',
	{ ...linalgFunctions, ...linalgErrors },
	lacking(
		'numpy.linalg',
		'cholesky cond eig eigh eigvals eigvalsh lstsq matrix_power matrix_rank pinv qr slogdet svd'
	)
);
registerModule(
	'numpy.random',
	randomFunctions,
	lacking(
		'numpy.random',
		'beta binomial dirichlet gamma geometric laplace lognormal multinomial multivariate_normal PCG64 poisson SeedSequence'
	)
);
registerModule(
	'numpy.testing',
	testingFunctions,
	lacking('numpy.testing', 'assert_array_less assert_raises')
);
