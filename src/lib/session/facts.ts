import { withColumns } from '$lib/recording/columns';
import type { Column, Loop, Recording } from '$lib/recording/recording';
import { losslessDecimals, summaryOf } from '$lib/recording/summary';
import { profileOf } from './profile';

/** Values of a loop's column up to which the page works out itself what it needs of them. */
const few = 2 ** 14;

/**
 * The recording with all that the page would have to go over every value for: what the columns come to, and how much
 * the carry changes.
 */
export const withFacts = (recording: Recording): Recording => ({
	...recording,
	loops: recording.loops.map((loop) => (loop.long || loop.recorded * loop.lanes <= few ? loop : known(loop)))
});

function known(loop: Loop): Loop {
	let n = 0;
	const inShort = withColumns(loop, (column): Column => {
		const carry = n++ < loop.carry.length;
		if (column.stepStride === 0) return column;
		const whole = {
			summary: summaryOf(column, loop, carry),
			decimals: column.dtype.includes('float') ? losslessDecimals(column, loop, carry) : 0,
			bins: null
		};
		return { ...column, whole };
	});
	return { ...inShort, profile: profileOf(loop) };
}
