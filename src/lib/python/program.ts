import { resetPrintOptions } from '$lib/array/print-options';
import { ProgramError } from '$lib/core/errors';
import { setSource, currentSource } from '$lib/core/source';
import { Activation } from './activation';
import type { Program } from './ast';
import './modules/all';
import { current, block } from './evaluate/statements';
import { expression } from './evaluate/expressions';
import { Globals } from './evaluate/unit';
import { forgetKeys } from './keys';
import { forgetPrograms, tick, withHost, type Host } from './host';
import { parse } from './parse/parse';
import { analyse } from './analyse';
import { asProgramError, recordFrame } from './trace';

export interface ProgramResult {
	/** Of the last statement, where that is an expression; null otherwise. */
	readonly value: unknown;
	readonly isExpression: boolean;
}

/**
 * Runs a whole program. What is wrong with it is thrown as a `ProgramError` with its place: the innermost line of the
 * program that was being carried out. What `host.work` throws is thrown on; no `except` of the program sees it. Its names
 * are left in `globals`, however it ends.
 */
export function runProgram(source: string, host: Host, globals = newGlobals()): ProgramResult {
	return withHost(host, () => {
		const before = currentSource();
		setSource({ span: null, frame: null });
		current.handled = null;
		forgetKeys();
		resetPrintOptions();
		forgetPrograms();
		try {
			return run(read(source), globals);
		} catch (error) {
			throw recordFrame(error, '<module>');
		} finally {
			setSource(before);
		}
	});
}

/** Deep nesting overflows the parser as it does Python's. */
function read(source: string): Program {
	try {
		return parse(source);
	} catch (error) {
		const known = asProgramError(error);
		if (known === error || !(known instanceof ProgramError)) throw error;
		throw new ProgramError('RecursionError', 'maximum recursion depth exceeded during compilation');
	}
}

/** The names of a module that has not been run yet. */
export const newGlobals = (): Globals => new Globals();

function run(program: Program, globals: Globals): ProgramResult {
	const scope = analyse(program);
	const site = { scope, globals };
	const activation = new Activation([], null, null);
	const last = program.body.at(-1);
	if (last?.kind !== 'Expression') {
		block(program.body, site)(activation);
		return { value: null, isExpression: false };
	}
	const statements = block(program.body.slice(0, -1), site);
	const value = expression(last.value, site);
	statements(activation);
	tick();
	return { value: value(activation), isExpression: true };
}
