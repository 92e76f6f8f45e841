import { ProgramError } from '$lib/core/errors';
import { avalOf, type Value } from '$lib/core/interpreter';
import * as ops from '$lib/core/ops';
import type { GatherDims } from '$lib/core/primitive';
import { NDArray } from '$lib/array/ndarray';
import { allocate } from '$lib/array/dtype';
import { range } from '../arguments';
import { broadcastArrays } from '../broadcast';
import { constant } from '../values';
import type { AxisIndex, ParsedIndex } from './parse';
import { wrapped } from './take';

/** How an index reads by gather, and writes by scatter. */
export interface GatherPlan {
	/** Shape of `x[index]`, which updates are broadcast to. */
	readonly shape: readonly number[];
	readonly sliceSizes: readonly number[];
	/** Null where nothing but whole slices is indexed. */
	readonly indices: Value | null;
	readonly dims: GatherDims;
	/** Without index arrays places come in order and once. */
	readonly plain: boolean;
	/** Axes to be turned round after a gather, before a scatter. */
	readonly turned: readonly number[];
	/** Axes of size 1 put in after a gather, dropped before a scatter. */
	readonly newAxes: readonly number[];
	/** Axes put into the operand for `x[True]` and `x[False]`. */
	readonly flagDims: readonly number[];
}

/** NumPy's advanced indexing as one gather (JAX's `_index_to_gather`). */
export function gatherPlan(given: readonly number[], parsed: ParsedIndex, wrap: boolean): GatherPlan {
	const flagDims = parsed.axes.flatMap((each, i) => (each.kind === 'flag' ? [i] : []));
	const { shape, axes } =
		flagDims.length > 0 ? withFlags(given, parsed.axes) : { shape: given, axes: parsed.axes };
	const builder = new PlanBuilder(shape, axes, parsed.adjacent, wrap);
	return { ...builder.build(), flagDims };
}

/** `True` and `False` as index arrays of one and of no place in an added axis of size 1. */
function withFlags(
	shape: readonly number[],
	axes: readonly AxisIndex[]
): { shape: number[]; axes: AxisIndex[] } {
	const sizes: number[] = [];
	const spelled = axes.map((each): AxisIndex => {
		if (each.kind === 'newaxis') return each;
		const axis = sizes.length;
		if (each.kind === 'flag') {
			sizes.push(1);
			const size = each.value ? 1 : 0;
			return { kind: 'array', axis, value: new NDArray('int32', [size], allocate('int32', size)) };
		}
		sizes.push(shape[each.axis]);
		return { ...each, axis };
	});
	return { shape: sizes, axes: spelled };
}

type Advanced = Extract<AxisIndex, { kind: 'integer' | 'array' }>;

class PlanBuilder {
	private readonly resultShape: number[] = [];
	private readonly sliceSizes: number[] = [];
	private readonly offsetDims: number[] = [];
	private readonly collapsed: number[] = [];
	private readonly startMap: number[] = [];
	private readonly turned: number[] = [];
	private readonly newAxes: number[] = [];
	/** Index arrays, each with its place among the axes of the index grid. */
	private readonly parts: { readonly value: Value; readonly from: number }[] = [];
	private readonly grid: number[] = [];
	/** The next axis of the gather's result, before new axes are put in. */
	private place = 0;

	constructor(
		private readonly shape: readonly number[],
		private readonly axes: readonly AxisIndex[],
		private readonly adjacent: boolean,
		private readonly wrap: boolean
	) {}

	build(): Omit<GatherPlan, 'flagDims'> {
		const advanced = this.advanced();
		const first = this.adjacent ? this.axes.findIndex((each) => advanced.includes(each as Advanced)) : 0;
		this.axes.forEach((each, i) => {
			if (advanced.length > 0 && i === first) this.addAdvanced(advanced);
			if (advanced.includes(each as Advanced)) this.sliceSizes.push(1);
			else this.addBasic(each);
		});
		return {
			shape: this.resultShape,
			sliceSizes: this.sliceSizes,
			indices: this.indices(),
			dims: {
				offset_dims: this.offsetDims,
				collapsed_slice_dims: [...this.collapsed].sort((a, b) => a - b),
				start_index_map: this.startMap,
				operand_batching_dims: [],
				start_indices_batching_dims: []
			},
			plain: advanced.length === 0,
			turned: this.turned,
			newAxes: this.newAxes
		};
	}

	/** Integers and arrays act together as soon as one of the arrays has axes. */
	private advanced(): Advanced[] {
		const all = this.axes.filter(
			(each): each is Advanced => each.kind === 'integer' || each.kind === 'array'
		);
		return all.some((each) => each.kind === 'array' && avalOf(each.value).shape.length > 0) ? all : [];
	}

	private addAdvanced(advanced: readonly Advanced[]): void {
		const arrays = broadcastArrays(advanced.map((each) => this.placeOf(each)));
		const { shape } = avalOf(arrays[0]);
		const from = this.grid.length;
		arrays.forEach((value) => this.parts.push({ value: ops.convert(value, 'int32'), from }));
		this.grid.push(...shape);
		this.startMap.push(...advanced.map(({ axis }) => axis));
		this.collapsed.push(...advanced.map(({ axis }) => axis));
		this.resultShape.push(...shape);
		this.place += shape.length;
	}

	private placeOf(each: Advanced): Value {
		const size = this.shape[each.axis];
		if (each.kind === 'array') return this.wrap ? wrapped(each.value, size) : each.value;
		return constant(this.wrap && each.value < 0 ? each.value + size : each.value, 'int32');
	}

	private addBasic(each: AxisIndex): void {
		switch (each.kind) {
			case 'newaxis':
				this.newAxes.push(this.resultShape.length);
				this.resultShape.push(1);
				return;
			case 'slice':
				return this.addSlice(each);
			case 'integer':
			case 'array':
				return this.addPlace(each);
			case 'flag':
				throw new Error('internal: a flag among the axes');
		}
	}

	private addPlace(each: Advanced): void {
		if (this.shape[each.axis] === 0)
			throw new ProgramError('IndexError', `index is out of bounds for axis ${each.axis} with size 0`);
		this.parts.push({ value: ops.convert(this.placeOf(each), 'int32'), from: this.grid.length });
		this.collapsed.push(each.axis);
		this.sliceSizes.push(1);
		this.startMap.push(each.axis);
	}

	private addSlice({ axis, slice }: Extract<AxisIndex, { kind: 'slice' }>): void {
		const { start, stop, step } = slice;
		const size = Math.max(0, Math.ceil((stop - start) / step));
		if (step === 1) {
			if (size !== this.shape[axis]) {
				this.parts.push({ value: constant(start, 'int32'), from: this.grid.length });
				this.startMap.push(axis);
			}
			this.sliceSizes.push(size);
			this.offsetDims.push(this.place);
		} else this.addSteps(axis, start, step, size);
		this.resultShape.push(size);
		this.place++;
	}

	/** A slice with steps is an index array of its own, ascending; a downward one is turned round after. */
	private addSteps(axis: number, start: number, step: number, size: number): void {
		const ramp = ops.mul(constant(step, 'int32'), ops.iota('int32', [size]));
		const places = ops.add(constant(start, 'int32'), ramp);
		if (step < 0) this.turned.push(this.place);
		this.parts.push({ value: step < 0 ? ops.rev(places, [0]) : places, from: this.grid.length });
		this.startMap.push(axis);
		this.sliceSizes.push(1);
		this.collapsed.push(axis);
		this.grid.push(size);
	}

	/** One index vector a place of the grid. */
	private indices(): Value | null {
		if (this.parts.length === 0) return null;
		if (this.parts.length === 1) {
			const { value } = this.parts[0];
			return ops.expandDims(value, [avalOf(value).shape.length]);
		}
		const shape = [...this.grid, 1];
		const spread = this.parts.map(({ value, from }) =>
			ops.broadcastInDim(value, shape, range(avalOf(value).shape.length, from))
		);
		return ops.concatenate(spread, this.grid.length);
	}
}
