import type { NDArray } from '$lib/array/ndarray';
import type { ScanParams } from '$lib/core/control';
import type { Var } from '$lib/core/jaxpr';
import type { Driver } from '$lib/rules/driver';
import type { KeptLoop } from './kept';
import type { LiveLoop } from './live-loop';
import { runLongScan } from './long-scan';
import type { Loop } from './recording';
import { Gist } from './whole';
import { Windows, type Describe } from './windows';

/** Runs a scan that is too long to keep whole, and keeps the windows by which any part of it can be had again. */
export function recordLongScan(
	args: readonly NDArray[],
	params: ScanParams,
	wanted: ReadonlySet<Var>,
	driver: Driver,
	describe: Describe,
	windowSlots?: number
): LiveLoop {
	const windows = new Windows({ primitive: 'scan', params }, args, describe);
	let seen: { readonly gist: Gist; readonly last: Loop } | null = null;
	const watch = (kept: KeptLoop, from: number): void => {
		const last = windows.placed(kept, from, null).loop;
		const gist = seen?.gist ?? new Gist(last, params.length);
		gist.add(last, from, from + kept.recorded);
		seen = { gist, last };
	};
	const { done, results, fault, every, again } = runLongScan(
		args,
		params,
		wanted,
		driver,
		watch,
		windowSlots
	);
	const { gist, last } = seen as unknown as { gist: Gist; last: Loop };
	windows.settle({ loop: gist.finish(last, params.length, done), every, again });
	const live = windows.kept(windows.around(0));
	return { ...live, kept: { ...live.kept, results, fault }, windows };
}
