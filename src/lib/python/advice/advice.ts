import { ProgramError, type Help } from '$lib/core/errors';
import { parse } from '../parse/parse';
import { departureHelp } from './departure';
import { leakHelp } from './leak';
import { mappingHelp } from './mapping';
import { ProgramText } from './text';
import { tracedHelp } from './traced';
import { vmappedScanHelp } from './vmapped-scan';

/**
 * What our words add to an error of a program: what was said where it was thrown, and where the program's own text
 * helps, why in its words and what to write in its names.
 */
export function adviceOn(error: ProgramError, source: string): Help {
	try {
		return advice(error, new ProgramText(source, parse(source)));
	} catch (fault) {
		// A program that cannot be read, or that is nested too deep to be looked through.
		if (fault instanceof ProgramError || fault instanceof RangeError) return error.help;
		throw fault;
	}
}

function advice(error: ProgramError, text: ProgramText): Help {
	const scan = vmappedScanHelp(error, text);
	if (scan) return scan;
	switch (error.subject?.kind) {
		case 'traced':
			return tracedHelp(error, error.subject.tracer, text);
		case 'leaked':
			return leakHelp(error, error.subject.tracer, text);
		case 'departure':
			return departureHelp(error, error.subject, text);
		case 'mapping':
			return mappingHelp(error, error.subject, text);
		case undefined:
			return error.help;
	}
}
