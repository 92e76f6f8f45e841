import { describe, expect, it } from 'vitest';
import { beats } from '$lib/recording/moment';
import { loops } from './fixture';
import { at, pictureOf } from './picture';

/**
 * Scenes as the page draws them, in `tests/pictures`. When a picture is meant to change: `npx vitest run -u
 * tests/scene/pictures.test.ts`, and look at the difference.
 */
const file = (name: string): string => `../pictures/${name}.svg`;

describe('pictures', () => {
	for (const beat of beats) {
		it(`running max, 2 by 3, step 1, the middle and the end of ${beat}`, async () => {
			const loop = loops.worked();
			await expect(pictureOf(loop, at(1, beat), 0.5, 640)).toMatchFileSnapshot(
				file(`running-max-${beat}-half`)
			);
			await expect(pictureOf(loop, at(1, beat), 1, 640)).toMatchFileSnapshot(file(`running-max-${beat}`));
		});
	}

	it.each([
		['running-max-start', 'worked', -1, 640],
		['running-max-end', 'worked', 2, 640],
		['four-rows', 'fourRows', 2, 962],
		['four-rows-phone', 'fourRows', 5, 340],
		['tuple-carry', 'tuple', 3, 850],
		['carry-shared-by-lanes', 'shared', 3, 850],
		['vector-carry', 'vector', 4, 850],
		['matrix-carry', 'matrix', 2, 640],
		['no-x', 'fibonacci', 5, 850],
		['length-0', 'none', -1, 640],
		['length-1', 'one', 0, 640],
		['no-vmap', 'single', 2, 640],
		['reverse', 'reverse', 1, 640],
		['two-vmaps', 'nested', 1, 640],
		['ten-lanes', 'ten', 4, 850],
		['32-by-64', 'many', 30, 962],
		['nan-and-infinity', 'breaking', 33, 962]
	] as const)('%s', async (name, loop, step, width) => {
		await expect(pictureOf(loops[loop](), at(step), 1, width)).toMatchFileSnapshot(file(name));
	});
});
