import { ProgramError } from '$lib/core/errors';
import { Slice, tuple, Tuple } from '$lib/core/containers';
import { avalOf, type Value } from '$lib/core/interpreter';
import { HostObject, PyClass } from '../../classes';
import * as creation from '$lib/api/jnp/creation';
import * as creationSpaced from '$lib/api/jnp/spaced';
import * as diagonals from '$lib/api/jnp/diagonals';
import { index } from '$lib/api/arguments';
import { copied } from '$lib/api/values';
import { objectClass } from '../../types';
import { native } from '../../native';
import { family, flag, tupleOf } from '../family';
import { array, readable } from '../first';

const base = family(
	native('asarray(a, dtype=None, order=None, *, copy=None, device=None)', (x: unknown, dtype: unknown) =>
		array(x, dtype, 0)
	),
	native('empty(shape, dtype=None, *, device=None)', creation.zeros),
	native(
		'full(shape, fill_value, dtype=None, *, device=None)',
		(shape: unknown, fill: unknown, dtype: unknown) => creation.full(shape, readable(fill), dtype)
	),
	native('zeros_like(a, dtype=None, shape=None, *, device=None)', creation.zerosLike),
	native('ones_like(a, dtype=None, shape=None, *, device=None)', creation.onesLike),
	native('empty_like(prototype, dtype=None, shape=None, *, device=None)', creationSpaced.emptyLike),
	native('full_like(a, fill_value, dtype=None, shape=None, *, device=None)', creation.fullLike),
	native(
		'linspace(start, stop, num=50, endpoint=True, retstep=False, dtype=None, axis=0)',
		(
			start: unknown,
			stop: unknown,
			num: unknown,
			endpoint: unknown,
			retstep: unknown,
			dtype: unknown,
			axis: unknown
		) => {
			const values = creationSpaced.linspace(start, stop, num, { endpoint: flag(endpoint), dtype, axis });
			if (!flag(retstep)) return values;
			const divisions = index(num) - Number(flag(endpoint));
			return tuple(values, creation.array((Number(stop) - Number(start)) / divisions, 'float32'));
		}
	),
	native(
		'logspace(start, stop, num=50, endpoint=True, base=10.0, dtype=None, axis=0)',
		(
			start: unknown,
			stop: unknown,
			num: unknown,
			endpoint: unknown,
			of: unknown,
			dtype: unknown,
			axis: unknown
		) => creationSpaced.logspace(start, stop, num, { endpoint: flag(endpoint), base: of, dtype, axis })
	),
	native('eye(N, M=None, k=0, dtype=None)', creationSpaced.eye),
	native('identity(n, dtype=None)', creationSpaced.identity),
	native('tri(N, M=None, k=0, dtype=None)', creationSpaced.tri),
	native('tril(m, k=0)', diagonals.tril),
	native('triu(m, k=0)', diagonals.triu),
	native('diag(v, k=0)', diagonals.diag),
	native('diagflat(v, k=0)', diagonals.diagflat),
	native('diagonal(a, offset=0, axis1=0, axis2=1)', diagonals.diagonal),
	native('trace(a, offset=0, axis1=0, axis2=1, dtype=None, out=None)', diagonals.trace),
	native('diag_indices(n, ndim=2)', (n: unknown, ndim: unknown) => tupleOf(diagonals.diagIndices(n, ndim))),
	native('tril_indices(n, k=0, m=None)', (n: unknown, k: unknown, m: unknown) =>
		tupleOf(diagonals.trilIndices(n, k, m))
	),
	native('triu_indices(n, k=0, m=None)', (n: unknown, k: unknown, m: unknown) =>
		tupleOf(diagonals.triuIndices(n, k, m))
	),
	native(
		'fill_diagonal(a, val, wrap=False, *, inplace=True)',
		(x: unknown, fill: unknown, _: unknown, inplace: unknown) =>
			diagonals.fillDiagonal(x, fill, flag(inplace))
	),
	native('indices(dimensions, dtype=None, sparse=False)', (shape: unknown, _: unknown, sparse: unknown) => {
		const parts = creationSpaced.indices(shape, flag(sparse));
		return flag(sparse) ? tupleOf(parts) : stackAll(parts);
	}),
	native(
		"meshgrid(*xi, copy=True, sparse=False, indexing='xy')",
		(axes: unknown[], _: unknown, sparse: unknown, indexing: string) =>
			creationSpaced.meshgrid(axes, indexing, flag(sparse))
	),
	native('copy(a, order=None)', (x: unknown) => copied(creation.array(readable(x))))
);

const stackAll = (parts: readonly Value[]): Value => creation.array(parts);

const gridClass = new PyClass('_Mgrid', [objectClass], { module: 'jax.numpy' });

/** `jnp.mgrid[0:3, 0:2]` and, sparse, `jnp.ogrid`. */
class Grid extends HostObject {
	readonly cls = gridClass;

	constructor(private readonly sparse: boolean) {
		super();
	}

	override getItem(key: unknown): unknown {
		const slices = key instanceof Tuple ? key.items : [key];
		const ramps = slices.map(rampOf);
		if (!(key instanceof Tuple)) return ramps[0];
		const parts = creationSpaced.meshgrid(ramps, 'ij', this.sparse);
		return this.sparse ? parts : stackAll(parts);
	}

	repr(): string {
		return this.sparse ? 'ogrid' : 'mgrid';
	}
}

/** `a:b:c` as `arange`, `a:b:nj` would be `linspace`. */
function rampOf(slice: unknown): Value {
	if (!(slice instanceof Slice)) throw new ProgramError('TypeError', 'mgrid takes slices');
	const ramp = creation.arange(slice.start ?? 0n, slice.stop, slice.step ?? 1n);
	return avalOf(ramp).shape.length === 1 ? ramp : creation.array([ramp]);
}

/** Functions that make arrays. */
export const making = {
	...base,
	mgrid: new Grid(false),
	ogrid: new Grid(true)
};
