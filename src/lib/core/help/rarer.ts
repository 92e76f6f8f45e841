/** Words about mistakes, fetched when one is made. */
export { nothingMapped, notThatTree, oneEntryEach, outputVaries } from './axes';
export { closesOver } from './gradients';
export { bodyReturnsPair, carryTree, noLeadingAxis, noSuchLength, scanOverScalar } from './loops';
export { maskDecidesShape } from './tracers';
