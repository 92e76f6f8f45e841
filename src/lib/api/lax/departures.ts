/** How a carry comes out other than it went in. */
export { treeDifferences } from '../tree-differences';
export { departureOf } from './departure';
