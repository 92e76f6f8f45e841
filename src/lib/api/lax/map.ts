import { tuple, type Tuple } from '$lib/core/containers';
import { ProgramError } from '$lib/core/errors';
import { asFn, Fn } from '$lib/core/fn';
import { avalOf, type Value } from '$lib/core/interpreter';
import { concatenate, reshape, slice } from '$lib/core/ops';
import { flatten, unflatten } from '$lib/core/tree';
import { staticInt } from '../arguments';
import { leafValue } from '../leaf';
import { vmap } from '../vmap/vmap';
import { scan } from './scan';

/** The body of the scan that a `lax.map` is. */
class MapBody extends Fn {
	readonly name: string;
	readonly params: readonly string[];
	override readonly span;

	constructor(private readonly f: Fn) {
		super();
		this.name = f.name;
		this.params = ['_', f.params[0] ?? 'x'];
		this.span = f.span;
	}

	call([, x]: readonly unknown[]): unknown {
		return tuple(tuple(), this.f.call([x]));
	}
}

const mapped = (f: Fn, xs: unknown): unknown =>
	(scan(new MapBody(f), tuple(), xs, { kind: 'map' }) as Tuple).items[1];

/**
 * `lax.map`: `f` over the leading axis, one after the other. With `batchSize` the leading axis is taken in blocks of
 * that many by `vmap`, the remainder by one more.
 */
export function map(f: unknown, xs: unknown, batchSize: unknown = null): unknown {
	if (!(f instanceof Fn) && typeof f !== 'function')
		throw new ProgramError('TypeError', 'lax.map: f argument should be a callable.');
	const fn = asFn(f as Fn);
	const size = staticInt(batchSize);
	if (size === null) return mapped(fn, xs);
	const batched = vmap(fn);
	if (size === 0) return batched.call([xs]);
	const { leaves, def } = flatten(xs);
	const values = leaves.map(leafValue);
	const n = avalOf(values[0]).shape[0];
	const blocks = Math.floor(n / size);
	const whole = values.map((x) => blocked(x, blocks, size));
	const ys = flatten(mapped(batched, unflatten(def, whole)));
	const heads = ys.leaves.map((y) => joined(leafValue(y)));
	if (n === blocks * size) return unflatten(ys.def, heads);
	const rest = values.map((x) => rows(x, blocks * size, n));
	const tails = flatten(batched.call([unflatten(def, rest)])).leaves.map(leafValue);
	return unflatten(
		ys.def,
		heads.map((head, i) => concatenate([head, tails[i]], 0))
	);
}

function rows(x: Value, from: number, to: number): Value {
	const { shape } = avalOf(x);
	return slice(
		x,
		shape.map((_, axis) => (axis === 0 ? from : 0)),
		shape.map((n, axis) => (axis === 0 ? to : n))
	);
}

const blocked = (x: Value, blocks: number, size: number): Value =>
	reshape(rows(x, 0, blocks * size), [blocks, size, ...avalOf(x).shape.slice(1)]);

function joined(y: Value): Value {
	const [blocks, size, ...rest] = avalOf(y).shape;
	return reshape(y, [blocks * size, ...rest]);
}
