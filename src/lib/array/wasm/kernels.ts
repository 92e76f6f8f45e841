/** What works on vectors, for kernels that do as well without. */
export { pairwiseInPlace, pairwiseKernel } from './binary';
export { dotKernel } from './dot';
export { gatherer } from './extremes';
export { stridedKernel } from './strided';
export { elementaryKernel, isElementary } from './unary';
