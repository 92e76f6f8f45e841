import { lane as laneOf, type Lane, type Moment } from '$lib/recording/moment';
import type { Loop, Print } from '$lib/recording/recording';
import { laneName } from '$lib/recording/words';
import { flatLane, type PrintOrder } from './print-order';

/** When each row does each step, in an order: a mark a row and tick, in px. */
export interface OrderTicks {
	readonly w: number;
	readonly h: number;
	readonly marks: readonly TickMark[];
	/** All there are, drawn or not. */
	readonly ticks: number;
	/** How many of the ticks, and of the rows, are drawn. */
	readonly drawn: { readonly ticks: number; readonly rows: number };
	/** `tick 3 of 8: all 4 rows do step 2`. */
	readonly text: string;
}

export interface TickMark {
	readonly x: number;
	readonly y: number;
	readonly w: number;
	readonly h: number;
	readonly tick: number;
	readonly step: number;
	readonly lane: Lane;
	/** `now`: of this moment, in the focus lane or in all at once; `same`: of this step in another row. */
	readonly state: 'past' | 'now' | 'same' | 'future';
}

/** A row's step; null: all rows at once. */
interface Tick {
	readonly step: number;
	readonly lane: Lane | null;
}

const width = 390;
const mostTicks = 195;
const mostRows = 16;
const widest = 24;

/** The ticks of a loop in an order, as they stand at a moment. Pure. */
export function orderTicks(
	loop: Loop,
	prints: readonly Print[],
	order: PrintOrder,
	{ moment, focusLane }: { readonly moment: Moment; readonly focusLane: Lane }
): OrderTicks {
	const { count, tickAt } = ticksOf(loop, prints, order);
	const drawn = { ticks: Math.min(count, mostTicks), rows: Math.min(loop.lanes, mostRows) };
	const w = Math.min(widest, width / Math.max(1, drawn.ticks));
	const h = Math.max(5, Math.min(12, 96 / drawn.rows));
	const ticks = Array.from({ length: drawn.ticks }, (_, n) => tickAt(n));
	const now = presentTick(ticks, order, moment, focusLane);
	const marks = ticks.flatMap((tick, n) =>
		lanesOf(tick, drawn.rows).map((lane): TickMark => ({
			x: n * w,
			y: lane * h,
			w: Math.max(1, w - 1),
			h: h - 1,
			tick: n,
			step: tick.step,
			lane,
			state:
				n === now
					? 'now'
					: tick.step === moment.step
						? 'same'
						: n < now || isPast(tick, moment, now)
							? 'past'
							: 'future'
		}))
	);
	return {
		w: drawn.ticks * w,
		h: drawn.rows * h,
		marks,
		ticks: count,
		drawn,
		text: textOf(loop, ticks[now] ?? null, now, count)
	};
}

/** Where no tick is the present one, a step that is over has been. */
const isPast = ({ step }: Tick, moment: Moment, now: number): boolean => now < 0 && step < moment.step;

const lanesOf = ({ lane }: Tick, rows: number): readonly Lane[] => {
	if (lane !== null) return lane < rows ? [lane] : [];
	return Array.from({ length: rows }, (_, n) => laneOf(n));
};

function ticksOf(
	{ lanes, recorded, index, within, axes }: Loop,
	prints: readonly Print[],
	order: PrintOrder
): { readonly count: number; readonly tickAt: (n: number) => Tick } {
	if (order === 'batch') return { count: recorded, tickAt: (step) => ({ step, lane: null }) };
	if (order === 'row')
		return {
			count: recorded * lanes,
			tickAt: (n) => ({ step: n % recorded, lane: laneOf(Math.floor(n / recorded)) })
		};
	const own = within.length > 0 ? [] : prints.flatMap(({ at }) => (at?.loop === index ? [at] : []));
	return {
		count: own.length,
		tickAt: (n) => ({ step: own[n].step, lane: flatLane({ axes }, own[n].rows) })
	};
}

/** The tick of the moment's step: that of the focus lane, where the rows have ticks of their own. */
function presentTick(ticks: readonly Tick[], order: PrintOrder, moment: Moment, focus: Lane): number {
	if (order === 'batch') return ticks.findIndex(({ step }) => step === moment.step);
	return ticks.findIndex(({ step, lane }) => step === moment.step && (lane === focus || lane === null));
}

function textOf(loop: Loop, tick: Tick | null, n: number, count: number): string {
	if (count === 0) return 'Nothing was printed in this loop.';
	if (!tick) return `${count} ${count === 1 ? 'tick' : 'ticks'}`;
	const who =
		loop.lanes === 1 ? 'the loop' : tick.lane === null ? `all ${loop.lanes} rows` : laneName(loop, tick.lane);
	const does = tick.lane === null && loop.lanes > 1 ? 'do' : 'does';
	return `tick ${n + 1} of ${count}: ${who} ${does} step ${tick.step}`;
}
