import { batchedRnnLesson } from './lessons/batched-rnn';
import { carryXAndY } from './lessons/carry-x-and-y';
import { vmapOverScan } from './lessons/vmap-over-scan';
import type { Lesson } from './lesson';

/** In the order in which they build on each other. */
export const lessons: readonly Lesson[] = [carryXAndY, vmapOverScan, batchedRnnLesson];

/** The lesson of that name; null where there is none. */
export const lessonNamed = (name: string): Lesson | null =>
	lessons.find((lesson) => lesson.name === name) ?? null;
