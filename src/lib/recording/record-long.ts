import type { NDArray } from '$lib/array/ndarray';
import type { ScanParams, WhileParams } from '$lib/core/control';
import type { Var } from '$lib/core/jaxpr';
import type { Driver } from '$lib/rules/driver';
import type { WhileKeeper } from './keep-while';
import type { KeptLoop } from './kept';
import type { LiveLoop } from './live-loop';
import type { LongRun, Watcher } from './long-run';
import { runLongScan } from './long-scan';
import { runLongWhile } from './long-while';
import type { RanLoop } from './loop';
import type { Loop } from './recording';
import { Gist } from './whole';
import { Windows, type Describe } from './windows';

/** Runs a scan that is too long to keep whole, and keeps the windows by which any part of it can be had again. */
export const recordLongScan = (
	args: readonly NDArray[],
	params: ScanParams,
	wanted: ReadonlySet<Var>,
	driver: Driver,
	describe: Describe,
	windowSlots?: number
): LiveLoop =>
	recordLong({ primitive: 'scan', params }, args, describe, params.length, (watch) =>
		runLongScan(args, params, wanted, driver, watch, windowSlots)
	);

/** The same of a while loop that has filled the room there is and goes on. */
export const recordLongWhile = (
	begun: WhileKeeper,
	params: WhileParams,
	wanted: ReadonlySet<Var>,
	driver: Driver,
	describe: Describe,
	windowSlots?: number
): LiveLoop =>
	recordLong({ primitive: 'while', params }, begun.args, describe, null, (watch) =>
		runLongWhile(begun, params, wanted, driver, watch, windowSlots)
	);

/** `length` is that of a loop whose length is known before it has run. */
function recordLong(
	ran: RanLoop,
	args: readonly NDArray[],
	describe: Describe,
	length: number | null,
	run: (watch: Watcher) => LongRun
): LiveLoop {
	const windows = new Windows(ran, args, describe);
	let seen: { readonly gist: Gist; readonly last: Loop } | null = null;
	const watch = (kept: KeptLoop, from: number): void => {
		const last = windows.placed(kept, from, null).loop;
		const gist = seen?.gist ?? new Gist(last, length);
		gist.add(last, from, from + kept.recorded);
		seen = { gist, last };
	};
	const { done, results, fault, every, again, changed } = run(watch);
	const { gist, last } = seen as unknown as { gist: Gist; last: Loop };
	windows.settle({ loop: gist.finish(last, length ?? done, done), every, again, changed });
	const live = windows.kept(windows.around(0));
	return { ...live, kept: { ...live.kept, results, fault }, windows };
}
