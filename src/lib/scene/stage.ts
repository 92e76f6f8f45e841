import type { Moment } from '$lib/recording/moment';
import type { Loop } from '$lib/recording/recording';
import { bandOf } from './band';
import { gatesOf, headsOf } from './frame';
import { heatMapOf, mapGates } from './heat-map';
import { layoutOf } from './layout';
import { legendOf } from './legend';
import { round } from './round';
import type { Scene } from './scene';
import { viewOf, type StageOptions, type View } from './view';

/** The picture of a loop at a moment, `t` of the way through its beat. Pure; at `t` 1 of `rest` all is settled. */
export function sceneAt(loop: Loop, moment: Moment, t: number, options: StageOptions): Scene {
	const layout = layoutOf(loop, options);
	const view = viewOf(loop, moment, timeOf(loop, moment, t), layout, options);
	const { lanes } = layout;
	return Object.freeze({
		width: round(layout.width),
		height: round(layout.height),
		scale: round(layout.scale),
		bands: Object.freeze(lanes.map((lane) => bandOf(view, lane))),
		heads: Object.freeze(headsOf(view)),
		gates: Object.freeze([...gatesOf(view), ...mapGates(view)]),
		hidden: hiddenSteps(view),
		pitch: round(layout.pitch),
		port: layout.port,
		map: heatMapOf(view),
		legend: legendOf(loop, view.overview)
	});
}

/** While combining stands still on an equation, the ones after it are yet to come. */
export function timeOf({ eqns }: Loop, { beat, eqn }: Moment, t: number): number {
	const within = beat === 'combine' && eqn !== null && eqn < eqns.length - 1;
	return within ? (eqn + 0.9) / eqns.length : t;
}

/** Steps left out of sight before and after; null where all are there. */
export function hiddenSteps(view: View): Scene['hidden'] {
	const { capacity, length } = view.layout;
	if (capacity === null) return null;
	const first = Math.round(view.start);
	return Object.freeze({ before: Math.max(0, first), after: Math.max(0, length - first - capacity) });
}
