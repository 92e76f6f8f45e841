import type { Lane } from '$lib/recording/moment';
import type { Bins } from '$lib/recording/recording';
import type { Grid } from './heat-grid';
import type { LeafLook } from './leaf';

/** The heat map of a long loop, from its bins: several of them in one where they are narrower than a pixel. */
export function gridOfBins(bins: Bins, leaf: LeafLook, lanes: readonly Lane[], w: number, h: number): Grid {
	const all = bins.mean.length / bins.lanes;
	const together = Math.max(1, Math.ceil(all / Math.max(1, Math.floor(w))));
	const lanesPerRow = Math.max(1, Math.ceil(lanes.length / Math.max(1, Math.floor(h))));
	const columns = Math.ceil(all / together);
	const rows = Math.max(1, Math.ceil(lanes.length / lanesPerRow));
	const tones = new Float32Array(rows * columns).fill(NaN);
	const flags = new Uint8Array(rows * columns);
	for (let row = 0; row < rows; row++) {
		const own = lanes.slice(row * lanesPerRow, (row + 1) * lanesPerRow);
		for (let column = 0; column < columns; column++) {
			const { mean, flag } = summedUp(bins, own, column * together, Math.min(all, (column + 1) * together));
			const tone = Number.isNaN(mean) ? NaN : leaf.tones.of(mean);
			tones[row * columns + column] = typeof tone === 'number' ? tone : NaN;
			flags[row * columns + column] = flag;
		}
	}
	return { rows, columns, tones, flags, lanesPerRow, stepsPerColumn: bins.steps * together };
}

/** The mean of some bins of some lanes, and whether they hold a NaN (1) or an infinity (2). */
function summedUp(
	{ mean, nans, infinities, lanes: count }: Bins,
	lanes: readonly Lane[],
	from: number,
	to: number
): { mean: number; flag: number } {
	let [sum, n, nan, infinite] = [0, 0, false, false];
	for (let bin = from; bin < to; bin++)
		for (const lane of lanes) {
			const at = bin * count + lane;
			if (!Number.isNaN(mean[at])) {
				sum += mean[at];
				n++;
			}
			nan ||= nans[at] > 0;
			infinite ||= infinities[at] > 0;
		}
	return { mean: n > 0 ? sum / n : NaN, flag: nan ? 1 : infinite ? 2 : 0 };
}
