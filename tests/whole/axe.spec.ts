import { faultsIn, sizes, states, themes, wants, type Look } from '../e2e/classroom/matrix';
import { expect, test } from '../e2e/test';

const looks: readonly Look[] = themes.flatMap((theme) =>
	wants.flatMap((want) => sizes.map((size) => ({ theme, wants: want, size })))
);

for (const state of states)
	test(`axe finds no fault ${state.name}, in ${looks.length} looks`, async ({ page }) => {
		test.slow();
		expect(await faultsIn(page, state, looks)).toEqual([]);
	});
