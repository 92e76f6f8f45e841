/** Kernels of primitives that fewer programs use. */
export { concatenate, iota, pad, tile } from './assemble';
export { bitcast } from './bitcast';
export { cumulative } from './cumulative';
export { dynamicSlice, dynamicUpdateSlice } from './dynamic';
export { gather } from './gather';
export { nextafter } from './nextafter';
export { randomBits, randomFoldIn, randomSeed, randomSplit, randomUnwrap, randomWrap } from './random';
export { rarerUnary } from './rarer-unary';
export { scatter } from './scatter';
export { clamp, select } from './select';
export { sort, topK } from './sort';
