/** What is told of loops that a gradient runs. */
export { withGradient } from './gradient-parts';
export { opened } from './open-remat';
