import { allocate } from '$lib/array/dtype';
import { NDArray } from '$lib/array/ndarray';
import { rounder } from '$lib/array/rounding';
import { sizeOf, type Shape } from '$lib/array/shape';
import type { TextArray } from '$lib/array/layout';
import { ProgramError } from '$lib/core/errors';
import { foreignArrays } from '../foreign';
import { deviceType, rounderOf, type HostDType } from './host-dtype';

/**
 * A NumPy array, or with `scalar` a NumPy scalar. As an NDArray it is what JAX sees of it: float64 and int64 narrowed
 * to 32 bits. `exact` holds NumPy's own values. It can be assigned into; views made of it follow, and lead.
 */
export class HostArray extends NDArray {
	/** The array whose elements these are, and which of them. */
	private root: { readonly array: HostArray; readonly positions: readonly number[] } | null = null;
	private views: WeakRef<HostArray>[] = [];

	constructor(
		readonly host: HostDType,
		shape: Shape,
		readonly exact: Float64Array,
		readonly scalar = false
	) {
		super(deviceType(host), shape, narrowed(host, exact));
	}

	/** As the printers of arrays take it. */
	get text(): TextArray {
		return { dtype: this.host, shape: this.shape, data: this.exact };
	}

	/** The array JAX makes of it. */
	toDevice(): NDArray {
		return new NDArray(this.dtype, this.shape, this.data.slice());
	}

	/** These elements in a new shape, as a copy. */
	pick(shape: Shape, positions: readonly number[], scalar = false): HostArray {
		const exact = new Float64Array(positions.length);
		for (let i = 0; i < exact.length; i++) exact[i] = this.exact[positions[i]];
		return new HostArray(this.host, shape, exact, scalar);
	}

	/** These elements in a new shape; assigning to either changes both. */
	view(shape: Shape, positions: readonly number[]): HostArray {
		const view = this.pick(shape, positions);
		const array = this.root?.array ?? this;
		const known = this.root?.positions;
		view.root = { array, positions: known ? positions.map((i) => known[i]) : positions };
		array.views = array.views.filter((ref) => ref.deref() !== undefined);
		array.views.push(new WeakRef(view));
		return view;
	}

	/** Assigns `values[i % values.length]` to element `positions[i]`. */
	assign(positions: readonly number[], values: ArrayLike<number>): void {
		const array = this.root?.array ?? this;
		const known = this.root?.positions;
		const round = rounderOf(this.host);
		positions.forEach((position, i) => {
			array.exact[known ? known[position] : position] = round(values[i % values.length]);
		});
		array.refresh();
	}

	private refresh(): void {
		this.data.set(narrowed(this.host, this.exact));
		for (const ref of this.views) {
			const view = ref.deref();
			view?.root?.positions.forEach((position, i) => (view.exact[i] = this.exact[position]));
			view?.data.set(narrowed(view.host, view.exact));
		}
	}
}

function narrowed(host: HostDType, exact: Float64Array): NDArray['data'] {
	const dtype = deviceType(host);
	const data = allocate(dtype, exact.length);
	const round = rounder(dtype);
	for (let i = 0; i < exact.length; i++) data[i] = round(exact[i]);
	return data;
}

/** Integers past 2**53 would lose digits here. */
function checkExact(host: HostDType, exact: Float64Array): void {
	if (host === 'int64' && exact.some((x) => Math.abs(x) > Number.MAX_SAFE_INTEGER))
		throw new ProgramError('OverflowError', 'Lockstep keeps NumPy int64 values up to 2**53 only.');
}

/** An array of `values`, rounded to the type. */
export function hostArray(
	host: HostDType,
	shape: Shape,
	values: ArrayLike<number>,
	scalar = false
): HostArray {
	if (values.length !== sizeOf(shape))
		throw new Error(`internal: ${values.length} values for shape ${shape}`);
	const exact = Float64Array.from(values);
	const round = rounderOf(host);
	for (let i = 0; i < exact.length; i++) exact[i] = round(exact[i]);
	checkExact(host, exact);
	return new HostArray(host, shape, exact, scalar);
}

/** A NumPy scalar: `np.float64(0.5)`. */
export const hostScalar = (host: HostDType, value: number): HostArray => hostArray(host, [], [value], true);

/** What NumPy gives where a function's result has no axes: a scalar. */
export const result = (host: HostDType, shape: Shape, values: ArrayLike<number>): HostArray =>
	hostArray(host, shape, values, shape.length === 0);

export const isHost = (x: unknown): x is HostArray => x instanceof HostArray;

foreignArrays.convert = (x) => (x instanceof HostArray ? x.toDevice() : null);
foreignArrays.is = isHost;
