import { interpolateNumber } from 'd3';

/** How a mark stands: its centre in px, how large and how visible it is. */
export interface Pose {
	readonly x: number;
	readonly y: number;
	readonly scale: number;
	readonly opacity: number;
}

export function between(from: Pose, to: Pose, t: number): Pose {
	const of = (key: keyof Pose): number => interpolateNumber(from[key], to[key])(t);
	return { x: of('x'), y: of('y'), scale: of('scale'), opacity: of('opacity') };
}

interface Size {
	readonly w: number;
	readonly h: number;
}

const gap = 4;
/** Where there is less room than for this, marks stand above each other instead. */
const leastBeside = 0.75;

/** Whether the marks of a slot have to stand above each other. `room` is the width they may take. */
export const isStacked = (sizes: readonly Size[], room: number): boolean =>
	sizes.length > 1 && room / widthOf(sizes) < leastBeside;

const widthOf = (sizes: readonly Size[]): number => sizes.reduce((sum, { w }) => sum + w + gap, -gap);

/**
 * Places of the values that meet in a slot, against its centre: side by side; where that would make them too small,
 * the others side by side above the first, with the track between them.
 */
export function placesIn(slot: Size, sizes: readonly Size[], room: number): readonly Pose[] {
	if (!isStacked(sizes, room)) return placesBeside(sizes, room);
	const [first, ...others] = sizes;
	const up = -0.42 * Math.max(...others.map(({ h }) => h));
	return [...rowOf([first], room, 0.9, slot.h * 0.4), ...rowOf(others, room, 0.9, up)];
}

/** Side by side whatever the room: they get as small as it takes. */
export const placesBeside = (sizes: readonly Size[], room: number): readonly Pose[] =>
	rowOf(sizes, room, 1, 0);

function rowOf(sizes: readonly Size[], room: number, most: number, y: number): Pose[] {
	const width = widthOf(sizes);
	const scale = Math.min(most, room / width);
	let left = -width / 2;
	return sizes.map(({ w }) => {
		const pose = { x: (left + w / 2) * scale, y, scale, opacity: 1 };
		left += w + gap;
		return pose;
	});
}
