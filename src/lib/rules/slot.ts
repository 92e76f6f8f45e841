import { allocate, wordsOf, type Data } from '$lib/array/dtype';
import type { View } from '$lib/array/kernel';
import { sizeOf } from '$lib/array/shape';
import type { Aval } from '$lib/core/aval';

/** A view that can be pointed at other storage. */
export class Slot implements View {
	constructor(
		public data: Data,
		public at = 0
	) {}

	/** Reads from where `view` reads. */
	point(view: View): void {
		this.data = view.data;
		this.at = view.at;
	}
}

/** Fresh storage for one value. */
export const register = (type: Aval): Slot => new Slot(allocate(type.dtype, sizeOf(type.shape)));

/** Slots of storage a value takes. */
export const slotsOf = (type: Aval): number => sizeOf(type.shape) * wordsOf(type.dtype);
