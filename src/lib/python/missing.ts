/** What is said of names and attributes that are not there. */
export { missingAttribute } from './missing-attribute';
export { nearest } from './nearest';
export { suggestInModule, usualImport } from './suggest';
