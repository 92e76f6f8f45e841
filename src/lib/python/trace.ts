import { ProgramError } from '$lib/core/errors';
import { currentSource, type Span } from '$lib/core/source';

/** A call that an exception went through. */
export interface TraceFrame {
	readonly name: string;
	readonly span: Span | null;
}

const traces = new WeakMap<ProgramError, TraceFrame[]>();

/** The calls an exception went through, innermost first, as Python's traceback lists them from the bottom up. */
export const traceOf = (error: ProgramError): readonly TraceFrame[] => traces.get(error) ?? [];

const limits = ['string length', 'array length', 'array size', 'BigInt size', 'llocation'];

/** What is thrown, as an exception of the program where it is one: JavaScript's own limits are Python's too. */
export function asProgramError(error: unknown): unknown {
	if (!(error instanceof RangeError)) return error;
	const { message } = error;
	if (message.includes('call stack'))
		return new ProgramError('RecursionError', 'maximum recursion depth exceeded');
	if (limits.some((limit) => message.includes(limit)))
		return new ProgramError('MemoryError', '', { why: 'A value grew beyond what can be held.' });
	return error;
}

/** Notes on an exception that it passes through the function `name`, at the place in force. Returns it. */
export function recordFrame(thrown: unknown, name: string): unknown {
	const error = asProgramError(thrown);
	if (!(error instanceof ProgramError)) return error;
	let trace = traces.get(error);
	if (!trace) traces.set(error, (trace = []));
	const here = currentSource().span;
	error.span ??= here;
	trace.push({ name, span: trace.length === 0 ? error.span : here });
	return error;
}
