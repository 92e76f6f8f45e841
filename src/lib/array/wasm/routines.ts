import { assemble, exportName, importName, type Routine } from './assemble';
import { giveUp, importedMemory } from './scratch';

export type Run = (...args: number[]) => void;

const made = new Map<string, Run>();

/**
 * The routine of that name, assembled at its first use. null where that is not possible, now or ever: no WebAssembly, no vector
 * instructions, or a page whose policy forbids it (`wasm-unsafe-eval`).
 */
export function routine(name: string, code: () => Routine): Run | null {
	const memory = importedMemory();
	if (memory === null) return null;
	const found = made.get(name);
	if (found) return found;
	try {
		const module = new WebAssembly.Module(assemble(code()));
		const imports = { [importName.module]: { [importName.field]: memory } };
		const run = new WebAssembly.Instance(module, imports).exports[exportName] as Run;
		made.set(name, run);
		return run;
	} catch {
		giveUp();
		return null;
	}
}
