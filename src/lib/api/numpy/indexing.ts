import { ProgramError } from '$lib/core/errors';
import { EllipsisType, Slice } from '$lib/core/containers';
import { NDArray } from '$lib/array/ndarray';
import { sizeOf, stridesOf, type Shape } from '$lib/array/shape';
import { Tracer } from '$lib/core/interpreter';
import { isSequence, staticInt } from '../arguments';
import { indexOf, intOf } from '../concrete';
import { Tuple } from '$lib/core/containers';
import { range } from './axes';
import { arrayConversionError, asHost } from './convert';
import { broadcastShapes, positionsIn } from './elementwise';
import { HostArray } from './host-array';
import { isWhole } from './host-dtype';

/** Which elements an index means: their shape, their positions, and whether NumPy gives a view of them. */
export interface Selection {
	readonly shape: Shape;
	readonly positions: readonly number[];
	readonly basic: boolean;
}

type Item =
	| { readonly kind: 'int'; readonly at: number }
	| { readonly kind: 'slice'; readonly slice: Slice }
	| { readonly kind: 'new' }
	| {
			readonly kind: 'array';
			readonly array: HostArray;
			/** Of a mask: the size its axis must have. */ readonly along?: number;
	  };

const whole: Item = { kind: 'slice', slice: new Slice(null, null, null) };

/** Reads `x[index]` as NumPy does: integers, slices, `...`, None, integer arrays, boolean masks. */
function select(x: HostArray, index: unknown): Selection {
	const items = expandItems(x.shape, index instanceof Tuple ? index.items : [index]);
	return items.some(({ kind }) => kind === 'array') ? advanced(x.shape, items) : basic(x.shape, items);
}

function expandItems(shape: Shape, given: readonly unknown[]): Item[] {
	const items = given.flatMap((item): (Item | null)[] =>
		item instanceof EllipsisType ? [null] : itemOf(item)
	);
	const used = items.filter((item) => item !== null && item.kind !== 'new').length;
	if (used > shape.length)
		throw new ProgramError(
			'IndexError',
			`too many indices for array: array is ${shape.length}-dimensional, but ${used} were indexed`
		);
	const rest = new Array<Item>(shape.length - used).fill(whole);
	const at = items.indexOf(null);
	if (at < 0) return [...(items as Item[]), ...rest];
	if (items.indexOf(null, at + 1) >= 0)
		throw new ProgramError('IndexError', "an index can only have a single ellipsis ('...')");
	return [...(items.slice(0, at) as Item[]), ...rest, ...(items.slice(at + 1) as Item[])];
}

function itemOf(item: unknown): Item[] {
	if (item === null || item === undefined) return [{ kind: 'new' }];
	if (item instanceof Slice) {
		for (const bound of [item.start, item.stop, item.step]) if (bound instanceof Tracer) indexOf(bound);
		return [{ kind: 'slice', slice: item }];
	}
	if (item instanceof Tracer) throw arrayConversionError(item);
	if (typeof item === 'bigint') return [{ kind: 'int', at: Number(item) }];
	if (item instanceof NDArray || typeof item === 'boolean' || isSequence(item))
		return arrayItems(asHost(item));
	throw new ProgramError(
		'IndexError',
		'only integers, slices (`:`), ellipsis (`...`), numpy.newaxis (`None`) and integer or boolean arrays are valid indices'
	);
}

function arrayItems(array: HostArray): Item[] {
	if (array.host === 'bool') return maskItems(array);
	if (array.size === 0) return [{ kind: 'array', array }];
	if (!isWhole(array.host))
		throw new ProgramError('IndexError', 'arrays used as indices must be of integer (or boolean) type');
	return array.shape.length === 0 ? [{ kind: 'int', at: array.exact[0] }] : [{ kind: 'array', array }];
}

/** A mask stands for the index vectors of its true places. */
function maskItems(mask: HostArray): Item[] {
	const strides = stridesOf(mask.shape);
	const found = range(mask.size).filter((i) => mask.exact[i] !== 0);
	return mask.shape.map((n, axis) => ({
		kind: 'array' as const,
		along: n,
		array: new HostArray(
			'int64',
			[found.length],
			Float64Array.from(found, (i) => Math.floor(i / strides[axis]) % n)
		)
	}));
}

function inBounds(at: number, n: number, axis: number): number {
	const place = at < 0 ? at + n : at;
	if (place < 0 || place >= n)
		throw new ProgramError('IndexError', `index ${at} is out of bounds for axis ${axis} with size ${n}`);
	return place;
}

/** Python's `slice.indices`. */
function sliceIndices({ start, stop, step }: Slice, n: number): number[] {
	const by = bound(step) ?? 1;
	if (by === 0) throw new ProgramError('ValueError', 'slice step cannot be zero');
	const [low, high] = by > 0 ? [0, n] : [-1, n - 1];
	const fix = (x: number | null, whenNone: number): number =>
		x === null ? whenNone : Math.min(high, Math.max(low, x < 0 ? x + n : x));
	const first = fix(bound(start), by > 0 ? low : high);
	const last = fix(bound(stop), by > 0 ? high : low);
	return range(Math.max(0, Math.ceil((last - first) / by))).map((i) => first + i * by);
}

function bound(x: unknown): number | null {
	if (x === null || x === undefined) return null;
	if (x instanceof Tracer) throw arrayConversionError(x);
	const n = staticInt(x);
	if (n === null)
		throw new ProgramError('TypeError', 'slice indices must be integers or None or have an __index__ method');
	return n;
}

function basic(shape: Shape, items: readonly Item[]): Selection {
	const strides = stridesOf(shape);
	const out: number[] = [];
	let positions = [0];
	let axis = 0;
	for (const item of items) {
		if (item.kind === 'new') {
			out.push(1);
			continue;
		}
		const places =
			item.kind === 'int'
				? [inBounds(item.at, shape[axis], axis)]
				: item.kind === 'slice'
					? sliceIndices(item.slice, shape[axis])
					: [];
		if (item.kind === 'slice') out.push(places.length);
		const stride = strides[axis];
		positions = positions.flatMap((at) => places.map((place) => at + place * stride));
		axis++;
	}
	return { shape: out, positions, basic: true };
}

/** With index arrays: they are broadcast together and stand where the first is, or in front where slices are between. */
function advanced(shape: Shape, items: readonly Item[]): Selection {
	const strides = stridesOf(shape);
	const chosen: { places: HostArray; axis: number }[] = [];
	const plain: Item[] = [];
	const kinds: ('array' | 'plain')[] = [];
	const plainAxes: number[] = [];
	let axis = 0;
	for (const item of items) {
		if (item.kind === 'array' || item.kind === 'int') {
			if (item.kind === 'array') checkMask(item.along, shape[axis], axis);
			const places =
				item.kind === 'array' ? item.array : new HostArray('int64', [], Float64Array.of(item.at));
			chosen.push({ places, axis: axis++ });
			kinds.push('array');
		} else {
			plain.push(item);
			plainAxes.push(item.kind === 'new' ? -1 : axis++);
			kinds.push('plain');
		}
	}
	const common = broadcastIndices(chosen.map(({ places }) => places.shape));
	const readers = chosen.map(({ places }) => positionsIn(places.shape, common));
	const arrayOffsets = range(sizeOf(common)).map((i) =>
		chosen.reduce(
			(sum, { places, axis: at }, k) =>
				sum + inBounds(places.exact[readers[k](i)], shape[at], at) * strides[at],
			0
		)
	);
	const first = kinds.indexOf('array');
	const together = kinds.slice(first, kinds.lastIndexOf('array') + 1).every((kind) => kind === 'array');
	const before = together ? first : 0;
	const lists = plain.map((item, i) =>
		item.kind === 'slice'
			? sliceIndices(item.slice, shape[plainAxes[i]]).map((place) => place * strides[plainAxes[i]])
			: [0]
	);
	const parts = [...lists.slice(0, before), arrayOffsets, ...lists.slice(before)];
	const positions = parts.reduce((all, part) => all.flatMap((at) => part.map((offset) => at + offset)), [0]);
	const sizes = lists.map((list) => list.length);
	return {
		shape: [...sizes.slice(0, before), ...common, ...sizes.slice(before)],
		positions,
		basic: false
	};
}

function checkMask(along: number | undefined, n: number, axis: number): void {
	if (along !== undefined && along !== n)
		throw new ProgramError(
			'IndexError',
			`boolean index did not match indexed array along axis ${axis}; size of axis is ${n} but size of corresponding boolean axis is ${along}`
		);
}

function broadcastIndices(shapes: readonly Shape[]): Shape {
	try {
		return broadcastShapes(...shapes);
	} catch (error) {
		if (!(error instanceof ProgramError)) throw error;
		const texts = shapes.map((shape) => `(${shape.join(',')}${shape.length === 1 ? ',' : ''})`);
		throw new ProgramError(
			'IndexError',
			`shape mismatch: indexing arrays could not be broadcast together with shapes ${texts.join(' ')} `
		);
	}
}

/** `x[index]`: a scalar where one element is meant, a view where NumPy gives one, else a copy. */
export function getItem(x: HostArray, index: unknown): HostArray {
	const { shape, positions, basic: isView } = select(x, index);
	if (shape.length === 0 && !hasEllipsis(index)) return x.pick([], positions, true);
	return isView ? x.view(shape, positions) : x.pick(shape, positions);
}

const hasEllipsis = (index: unknown): boolean =>
	index instanceof EllipsisType ||
	(index instanceof Tuple && index.items.some((item) => item instanceof EllipsisType));

/** `x[index] = value`. */
export function setItem(x: HostArray, index: unknown, value: unknown): void {
	if (x.scalar)
		throw new ProgramError('TypeError', `'numpy.${x.host}' object does not support item assignment`);
	const { shape, positions } = select(x, index);
	if (value instanceof Tracer && shape.length === 0 && !hasEllipsis(index)) throw cannotStore(x, value);
	const given = asHost(value);
	const lead = given.shape.length - shape.length;
	const trimmed =
		lead > 0 && given.shape.slice(0, lead).every((n) => n === 1) ? given.shape.slice(lead) : given.shape;
	if (trimmed.length > shape.length || String(fitted(trimmed, shape)) !== String(shape))
		throw new ProgramError(
			'ValueError',
			`could not broadcast input array from shape ${tupleText(given.shape)} into shape ${tupleText(shape)}`
		);
	const at = positionsIn(trimmed, shape);
	x.assign(
		positions,
		positions.map((_, i) => given.exact[at(i)])
	);
}

/** One element is set by Python's `int()` or, of other types, by what NumPy takes for one. */
function cannotStore({ host }: HostArray, value: Tracer): ProgramError {
	if (isWhole(host)) intOf(value);
	return new ProgramError('ValueError', 'setting an array element with a sequence.');
}

const tupleText = (shape: Shape): string => `(${shape.join(',')}${shape.length === 1 ? ',' : ''})`;

function fitted(own: Shape, shape: Shape): Shape | null {
	const lead = shape.length - own.length;
	return own.every((n, axis) => n === 1 || n === shape[lead + axis]) ? shape : null;
}
