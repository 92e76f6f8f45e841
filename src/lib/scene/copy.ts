import { kindOf, type DType } from '$lib/array/dtype';
import type { Shape } from '$lib/array/shape';
import type { NumberFormat } from '$lib/recording/number-format';
import { elementsAt, lanesOf } from '$lib/recording/read';
import { allLanes } from '$lib/recording/moment';
import type { Column, Loop } from '$lib/recording/recording';
import { laneName } from '$lib/recording/words';

/** Values as other programs read them. */

/** `jnp.array([1.0, 2.0], dtype=jnp.float32)`: evaluates to the very value. */
export function asPython(elements: readonly number[], shape: Shape, format: NumberFormat): string {
	const { dtype } = format;
	const text = nest(elements, shape, (value) => pythonNumber(value, format));
	return shape.length === 0
		? `jnp.${typeName(dtype)}(${text})`
		: `jnp.array(${text}, dtype=jnp.${typeName(dtype)})`;
}

const typeName = (dtype: DType): string => (dtype === 'bool' ? 'bool_' : dtype);

function pythonNumber(value: number, { dtype, exact }: NumberFormat): string {
	if (kindOf(dtype) === 'f' && !Number.isFinite(value))
		return Number.isNaN(value) ? 'jnp.nan' : value > 0 ? 'jnp.inf' : '-jnp.inf';
	return Object.is(value, -0) ? '-0.0' : exact(value);
}

/** Nested lists; JSON has no word for NaN and the infinities, which become the strings `NaN`, `Infinity`, `-Infinity`. */
export function asJson(elements: readonly number[], shape: Shape, { dtype, exact }: NumberFormat): string {
	const isBool = kindOf(dtype) === 'b';
	return nest(elements, shape, (value) => {
		if (isBool) return String(value !== 0);
		return Number.isFinite(value) ? exact(Object.is(value, -0) ? 0 : value) : JSON.stringify(String(value));
	});
}

function nest(elements: readonly number[], shape: Shape, text: (value: number) => string): string {
	if (shape.length === 0) return text(elements[0]);
	const [count, ...inner] = shape;
	const size = elements.length / Math.max(1, count);
	const parts = Array.from({ length: count }, (_, k) =>
		nest(elements.slice(k * size, (k + 1) * size), inner, text)
	);
	return `[${parts.join(', ')}]`;
}

/**
 * A value's history, a line an entry and lane: `step,row,value`, with one column an element (`[0]`, `[0][1]`). `first` is
 * the step of entry 0: -1 for a carry, whose init stands before step 0.
 */
export function asCsv(
	column: Column,
	loop: Loop,
	{
		entries,
		first,
		format
	}: { readonly entries: number; readonly first: number; readonly format: NumberFormat }
): string {
	const elements = indicesOf(column.shape);
	const lines = [
		['step', 'row', ...(elements.length === 1 && column.shape.length === 0 ? ['value'] : elements)].join(',')
	];
	for (let entry = 0; entry < entries; entry++)
		for (const row of allLanes({ lanes: lanesOf(column, loop) })) {
			const values = elementsAt(column, entry, row, loop.axes).map((value) => csvNumber(value, format));
			const who = column.shared ? '' : laneName(loop, row).replace(/^row /, '').replaceAll(', ', ' ');
			lines.push([first + entry, who, ...values].join(','));
		}
	return lines.join('\n') + '\n';
}

const csvNumber = (value: number, { exact }: NumberFormat): string =>
	Number.isFinite(value) ? exact(value) : String(value);

/** `[0][0]`, `[0][1]`, ... in row-major order; one empty text for a scalar. */
export function indicesOf(shape: Shape): string[] {
	return shape.reduce<string[]>(
		(before, size) => before.flatMap((text) => Array.from({ length: size }, (_, k) => `${text}[${k}]`)),
		['']
	);
}
