import { scan } from '$lib/api/lax/scan';
import { vmap } from '$lib/api/vmap/vmap';
import { NDArray } from '$lib/array/ndarray';
import { tuple } from '$lib/core/containers';
import type { ScanParams } from '$lib/core/control';
import type { Value } from '$lib/core/interpreter';
import { add, mul, scalar } from '$lib/core/ops';
import { capturedScan } from './captured-scan';

/** A loop too long to keep whole, and the distance of its checkpoints. */
export const lanes = 64;
export const steps = 1_000_000;
export const every = 1000;

/** The EMA that emits nothing: what is kept is what the recording keeps. */
const ema = (init: Value, xs: Value): unknown =>
	scan(
		(carry: Value, x: Value) =>
			tuple(
				add(mul(scalar(Math.fround(0.9), 'float32'), carry), mul(scalar(Math.fround(0.1), 'float32'), x)),
				null
			),
		init,
		xs
	);

/** The batched scan's parameters, taken from a short run; its operands at full length, lanes innermost. */
export function operands(): { args: NDArray[]; params: ScanParams } {
	const init = new NDArray('float32', [lanes], new Float32Array(lanes));
	const short = new NDArray('float32', [lanes, 2], new Float32Array(2 * lanes));
	const { params } = capturedScan(() => vmap(ema).call([init, short]));
	const data = new Float32Array(lanes * steps);
	for (let i = 0; i < data.length; i++) data[i] = ((i * 2654435761) % 1024) / 1024;
	return {
		args: [init, new NDArray('float32', [steps, lanes], data)],
		params: { ...params, length: steps }
	};
}
