import { unboxed } from '../unboxed';
import { ProgramError } from '$lib/core/errors';
import { Fn } from '$lib/core/fn';
import type { Value } from '$lib/core/interpreter';
import type { Scatter } from '$lib/core/primitive';
import { getItem, type TakeOptions } from '$lib/api/indexing/take';
import { applyAt, divideAt, powerAt, subtractAt, update } from '$lib/api/indexing/update';
import { staticInt } from '$lib/api/arguments';
import { HostObject, PyClass } from '../classes';
import { native } from '../native';
import { reprOf } from '../repr';
import { objectClass } from '../types';
import { flag } from './family';

const helperClass = new PyClass('_IndexUpdateHelper', [objectClass], {
	module: 'jax._src.numpy.array_methods'
});
const refClass = new PyClass('_IndexUpdateRef', [objectClass], { module: 'jax._src.numpy.array_methods' });

const how =
	'*, indices_are_sorted=False, unique_indices=False, mode=None, out_sharding=None, wrap_negative_indices=True';

const options = (sorted: unknown, unique: unknown, mode: unknown, wrap: unknown): TakeOptions => ({
	sorted: flag(sorted),
	unique: flag(unique),
	mode: mode === null ? null : String(mode),
	wrap: flag(wrap)
});

type Change = (x: Value, index: unknown, y: unknown, options: TakeOptions) => Value;

const scatter =
	(op: Scatter): Change =>
	(x, index, y, given) =>
		update(op, x, index, y, given);

const changes: Readonly<Record<string, Change>> = {
	set: scatter('scatter'),
	add: scatter('scatter_add'),
	subtract: subtractAt,
	multiply: scatter('scatter_mul'),
	mul: scatter('scatter_mul'),
	divide: divideAt,
	power: powerAt,
	min: scatter('scatter_min'),
	max: scatter('scatter_max')
};

/** `x.at`, to be indexed. */
export class AtHelper extends HostObject {
	readonly cls = helperClass;

	constructor(private readonly x: Value) {
		super();
	}

	override getItem(index: unknown): AtRef {
		return new AtRef(this.x, index);
	}

	repr(): string {
		return `_IndexUpdateHelper(${reprOf(this.x)})`;
	}
}

/** `x.at[index]`, with the ways to write there. */
class AtRef extends HostObject {
	readonly cls = refClass;

	constructor(
		private readonly x: Value,
		private readonly index: unknown
	) {
		super();
	}

	override attribute(name: string): unknown {
		const { x, index } = this;
		if (name === 'get') return this.getter();
		if (name === 'apply')
			return native(
				`apply(func, ${how})`,
				(f: unknown, sorted: unknown, unique: unknown, mode: unknown, _: unknown, wrap: unknown) =>
					applyAt(x, index, (part) => callable(f).call([part]), options(sorted, unique, mode, wrap))
			);
		if (!Object.hasOwn(changes, name)) return undefined;
		const change = changes[name];
		return native(
			`${name}(values, ${how})`,
			(y: unknown, sorted: unknown, unique: unknown, mode: unknown, _: unknown, wrap: unknown) =>
				change(x, index, unboxed(y), options(sorted, unique, mode, wrap))
		);
	}

	private getter(): Fn {
		return native(
			`get(*, indices_are_sorted=False, unique_indices=False, mode=None, fill_value=None, out_sharding=None, wrap_negative_indices=True)`,
			(sorted: unknown, unique: unknown, mode: unknown, fill: unknown, _: unknown, wrap: unknown) =>
				getItem(this.x, this.index, { ...options(sorted, unique, mode, wrap), fill: fillOf(fill) })
		);
	}

	repr(): string {
		return `_IndexUpdateRef(${reprOf(this.x)}, ${reprOf(this.index)})`;
	}
}

const callable = (f: unknown): Fn => {
	if (f instanceof Fn) return f;
	throw new ProgramError('TypeError', 'x.at[...].apply takes a function');
};

const fillOf = (fill: unknown): number | null =>
	fill === null ? null : typeof fill === 'number' ? fill : staticInt(fill);
