import type { Overview } from '$lib/recording/overview';
import type { Loop } from '$lib/recording/recording';
import { mappedLeaf } from './heat-map';
import { formOf } from './layout';
import { lookOf, type LeafLook } from './leaf';
import type { Legend } from './scene';

/** The scale of every leaf that is drawn as bars or tiles, or as the heat map. */
export function legendOf(loop: Loop, overview?: Overview): readonly Legend[] {
	const look = lookOf(loop);
	const mapped = formOf(loop) === 'map' ? mappedLeaf(loop, overview) : null;
	const drawn = [...look.xs, ...look.carry, ...look.ys, ...look.watches].filter(
		(leaf) => leaf.form !== 'text' || leaf === mapped
	);
	return Object.freeze(drawn.map(legend));
}

/** What the colours of a leaf's values mean. */
export function legend(leaf: LeafLook): Legend {
	const { tones, domain, format } = leaf;
	const strange = [...(domain.nan ? ['NaN'] : []), ...(domain.infinite ? ['∞'] : [])];
	return Object.freeze({
		key: `${leaf.role} ${leaf.index}`,
		name: leaf.name,
		role: leaf.role,
		low: format.text(tones.low),
		high: format.text(tones.high),
		diverging: tones.diverging,
		strange: Object.freeze(strange)
	});
}
