import type { Exercise } from '../exercise';
import { batchedRnn } from './batched-rnn';
import { batchedRunningSum } from './batched-running-sum';
import { runningMaxBatch } from './running-max-batch';
import { runningMaxRow } from './running-max-row';

export const exercises: readonly Exercise[] = [runningMaxRow, batchedRunningSum, runningMaxBatch, batchedRnn];

/** The exercise of that name; null where there is none. */
export const exerciseNamed = (name: string): Exercise | null =>
	exercises.find((exercise) => exercise.name === name) ?? null;
