/** Primitives around a body that says how it is differentiated, kept or printed, and those over a named axis. */
export { collectiveBatches, collectiveKernels, collectiveShapes, resolve } from './collectives';
export {
	batchCustomJvp,
	batchCustomLin,
	batchCustomVjp,
	kernelOfCustom,
	kernelOfCustomLin,
	shapeOfCustom,
	shapeOfCustomLin
} from './custom';
export { batchDebugPrint, kernelOfDebugPrint } from './debug-print';
export { batchRemat, kernelOfRemat, shapeOfRemat } from './remat';
