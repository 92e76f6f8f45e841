import type { Frame } from '$lib/core/source';
import { assignedText } from './program-text';
import type { Call } from './recording';

/** Tells the calls inside a loop's body that a frame lies in, outermost first; one and the same object for one call. */
export function callsIn(program: string): (frame: Frame | null) => readonly Call[] {
	const known = new Map<Frame, readonly Call[]>();
	let count = 0;
	const callsOf = (frame: Frame | null): readonly Call[] => {
		if (frame === null || frame.kind === 'loop') return [];
		let calls = known.get(frame);
		if (!calls) {
			const outer = callsOf(frame.parent);
			calls = isTold(frame) ? outer : [...outer, callOf(frame, count++, program)];
			known.set(frame, calls);
		}
		return calls;
	};
	return (frame) => (isInLoop(frame) ? callsOf(frame) : []);
}

/** Whether the frame around a function tells of it already: the loop whose body it is, or its transformation. */
const isTold = ({ kind, name, parent }: Frame): boolean =>
	kind === 'function' && parent !== null && parent.kind !== 'function' && parent.name === name;

function isInLoop(frame: Frame | null): boolean {
	for (let at = frame; at; at = at.parent) if (at.kind === 'loop') return true;
	return false;
}

function callOf({ kind, name, call }: Frame, id: number, program: string): Call {
	const own = kind === 'function' ? name : `${kind} ${name}`;
	return { id, name: own, span: call, text: call === null ? own : assignedText(program, call) };
}
