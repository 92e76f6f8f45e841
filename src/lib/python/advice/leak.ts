import { tracedNow } from '$lib/api/now';
import type { Help, ProgramError } from '$lib/core/errors';
import { leaked } from '$lib/core/help/tracers';
import type { Tracer } from '$lib/core/interpreter';
import type { ProgramText } from './text';

/** A value that outlived the function it belongs to: where it was made and where it is used. */
export function leakHelp(error: ProgramError, tracer: Tracer, text: ProgramText): Help {
	const { called, argument, name, purpose } = tracedNow(tracer);
	const { span } = tracer.source;
	return leaked({
		text: called ?? argument ?? text.at(span),
		madeOn: argument === null ? (span?.line ?? null) : null,
		isArgument: argument !== null,
		fn: name === '' ? null : name,
		purpose,
		usedOn: error.span?.line ?? null
	});
}
