import config from './playwright.config.ts';

/** All that axe is to look at, which takes minutes; `npm run e2e` has it look at a part. */
export default { ...config, testDir: 'tests/whole' };
