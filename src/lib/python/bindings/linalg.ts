import { NamedTuple, tuple, type NamedTupleType } from '$lib/core/containers';
import type { Value } from '$lib/core/interpreter';
import * as factors from '$lib/api/linalg/factors';
import * as norms from '$lib/api/linalg/norms';
import { matrixPower, multiDot } from '$lib/api/linalg/products';
import * as solving from '$lib/api/linalg/solving';
import * as singular from '$lib/api/linalg/svd';
import { diagonal, trace } from '$lib/api/jnp/diagonals';
import { matmul } from '$lib/api/jnp/matmul';
import { cross, outer, tensordot, vecdot } from '$lib/api/jnp/products';
import { matrixTranspose } from '$lib/api/jnp/shape';
import { registerModule } from '../module';
import { native } from '../native';
import { truth } from '../truth';
import { family } from './family';
import { lacking } from './lacking';

const resultType = (name: string, ...fields: string[]): NamedTupleType => ({ name, fields });
const qrResult = resultType('QRResult', 'Q', 'R');
const eighResult = resultType('EighResult', 'eigenvalues', 'eigenvectors');
const svdResult = resultType('SVDResult', 'U', 'S', 'Vh');
const slogdetResult = resultType('SlogdetResult', 'sign', 'logabsdet');

function qr(a: unknown, mode: factors.QrMode): unknown {
	const found = factors.qr(a, mode);
	return found.length === 1 ? found[0] : new NamedTuple(qrResult, found);
}

function eigh(a: unknown, uplo: unknown, symmetrize: unknown): NamedTuple {
	const { values, vectors } = factors.eigh(a, uplo, truth(symmetrize));
	return new NamedTuple(eighResult, [values, vectors]);
}

function svd(a: unknown, full: unknown, computeUv: unknown): unknown {
	if (!truth(computeUv)) return singular.singularValues(a);
	const { u, s, vt } = singular.svd(a, truth(full));
	return new NamedTuple(svdResult, [u, s, vt]);
}

function slogdet(a: unknown): NamedTuple {
	const { sign, logabsdet } = solving.slogdet(a);
	return new NamedTuple(slogdetResult, [sign, logabsdet]);
}

const normOptions = (ord: unknown, axis: unknown, keepdims: unknown): norms.NormOptions => ({
	ord,
	axis,
	keepdims: truth(keepdims)
});

const last = (f: (x: unknown, k: unknown, a: unknown, b: unknown) => Value, name: string) =>
	native(`${name}(x, /, *, offset=0)`, (x: unknown, offset: unknown) => f(x, offset, -2n, -1n));

registerModule(
	'jax.numpy.linalg',
	() =>
		family(
			native(
				'norm(x, ord=None, axis=None, keepdims=False)',
				(x: unknown, ord: unknown, axis: unknown, keepdims: unknown) =>
					norms.norm(x, normOptions(ord, axis, keepdims))
			),
			native(
				'vector_norm(x, /, *, axis=None, keepdims=False, ord=2)',
				(x: unknown, axis: unknown, keepdims: unknown, ord: unknown) =>
					norms.vectorNorm(x, normOptions(ord, axis, keepdims))
			),
			native(
				"matrix_norm(x, /, *, keepdims=False, ord='fro')",
				(x: unknown, keepdims: unknown, ord: unknown) => norms.matrixNorm(x, ord, truth(keepdims))
			),
			native('inv(a)', solving.inv),
			native('solve(a, b)', solving.solve),
			native('det(a)', solving.det),
			native('slogdet(a, *, method=None)', slogdet),
			native(
				'cholesky(a, *, upper=False, symmetrize_input=True)',
				(a: unknown, upper: unknown, symmetrize: unknown) =>
					factors.cholesky(a, truth(upper), truth(symmetrize))
			),
			native("qr(a, mode='reduced')", qr),
			native('eigh(a, UPLO=None, symmetrize_input=True)', eigh),
			native("eigvalsh(a, UPLO='L', *, symmetrize_input=True)", (a: unknown, uplo: unknown) =>
				factors.eigvalsh(a, uplo)
			),
			native('svd(a, full_matrices=True, compute_uv=True, hermitian=False, subset_by_index=None)', svd),
			native('svdvals(x, /)', singular.singularValues),
			native('lstsq(a, b, rcond=None, *, numpy_resid=False)', (a: unknown, b: unknown, rcond: unknown) =>
				tuple(...singular.lstsq(a, b, rcond))
			),
			native('pinv(a, rtol=None, hermitian=False)', (a: unknown, rtol: unknown) => singular.pinv(a, rtol)),
			native('matrix_rank(M, rtol=None)', singular.matrixRank),
			native('cond(x, p=None)', norms.cond),
			native('matrix_power(a, n)', matrixPower),
			native('multi_dot(arrays, *, precision=None)', multiDot),
			native('matmul(x1, x2, /, *, precision=None, preferred_element_type=None)', (x: unknown, y: unknown) =>
				matmul(x, y)
			),
			native('outer(x1, x2, /)', outer),
			native('cross(x1, x2, /, *, axis=-1)', cross),
			native('tensordot(x1, x2, /, *, axes=2, precision=None, preferred_element_type=None)', tensordot),
			native('vecdot(x1, x2, /, *, axis=-1, precision=None, preferred_element_type=None)', vecdot),
			native('matrix_transpose(x, /)', matrixTranspose),
			last(diagonal, 'diagonal'),
			last(trace, 'trace')
		),
	lacking('jax.numpy.linalg', 'eig eigvals')
);
