/** What is wrong with a carry, or with the axes and sizes of a vmap. */
export { treesDiffer, typesDiffer } from './lax/carry-mistakes';
export { noAxes, noInAxes, noPrefix, otherCount, sizesDiffer, tooFewAxes } from './vmap/mistakes';
