import type { Data } from './dtype';

/**
 * Where a kernel reads or writes: slots `at`, `at + 1`, ... of `data`. Only `at` changes from step to step, so a
 * loop body runs without making anything (reference/engine.md: allocation costs ten times what dispatch does).
 */
export interface View {
	readonly data: Data;
	at: number;
}

/**
 * One primitive application with its shapes and parameters already decided. Reads `ins`, fills `outs` completely;
 * `ins` and `outs` never overlap. Every kernel rounds to the element type of its output.
 */
export type Kernel = (ins: readonly View[], outs: readonly View[]) => void;
