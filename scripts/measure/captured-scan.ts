import type { NDArray } from '$lib/array/ndarray';
import type { ScanParams } from '$lib/core/control';
import { withInterpreter, type Interpreter } from '$lib/core/interpreter';
import { applyPrimitive } from '$lib/rules/apply';
import { plainDriver } from '$lib/transforms/eval';

/** The last scan that `run` binds eagerly: its operands and parameters, as an interpreter is handed them. */
export function capturedScan(run: () => unknown): { args: readonly NDArray[]; params: ScanParams } {
	let found: { args: readonly NDArray[]; params: ScanParams } | null = null;
	const catcher: Interpreter = {
		eager: true,
		process: (primitive, args, params) => {
			const arrays = args as readonly NDArray[];
			if (primitive === 'scan') found = { args: arrays, params: params as ScanParams };
			return applyPrimitive(primitive, arrays, params, plainDriver);
		}
	};
	withInterpreter(catcher, run);
	if (!found) throw new Error('no scan ran');
	return found;
}
