import { allocate } from '$lib/array/dtype';
import { NDArray } from '$lib/array/ndarray';
import { longText } from '$lib/core/aval';
import type { ProgramError } from '$lib/core/errors';
import { shapeText, sizeOf } from '$lib/array/shape';
import { adviceOn } from '$lib/python/advice/advice';
import type { Exercise } from '../exercise';
import { sameValues } from './compare';
import { messageOf, type Facts, type Message, type MessageId } from './messages';
import { contains, type KnownTree } from './tree';

const errorFacts = (error: ProgramError, program: string): Facts['error'] => {
	const help = adviceOn(error, program);
	return {
		type: error.type,
		// Where an object lies in memory helps nobody.
		message: error.message
			.trimEnd()
			.replace(/\.$/, '')
			.replaceAll(/ at 0x[0-9a-f]+/g, ''),
		why: help.why ?? '',
		instead: help.instead ?? ''
	};
};

const syntaxErrors = ['SyntaxError', 'IndentationError', 'TabError'];

export const isSyntaxError = (error: ProgramError): boolean => syntaxErrors.includes(error.type);

/** What Python or JAX could do and Lockstep cannot. */
export const isUnsupported = (error: ProgramError): boolean =>
	(error.type === 'NotImplementedError' && error.message.startsWith('Lockstep')) ||
	(error.type === 'ModuleNotFoundError' && (error.help.why ?? '').startsWith('Lockstep'));

/** What an error of a program is about. `tree` is null where the program cannot be read. */
export function messageOfError(error: ProgramError, program: string, tree: KnownTree | null): Message {
	const facts = { error: errorFacts(error, program) };
	const id = idOfError(error, tree);
	const { subject, span } = error;
	if (subject?.kind === 'departure') {
		const place = subject.at?.span ?? subject.out.span ?? span;
		return messageOf(id, place, { ...facts, expected: longText(subject.from), got: longText(subject.to) });
	}
	return messageOf(id, span, { ...facts, name: /^name '(\w+)'/.exec(error.message)?.[1] ?? '' });
}

function idOfError(error: ProgramError, tree: KnownTree | null): MessageId {
	if (isSyntaxError(error)) return 'syntax';
	if (isUnsupported(error)) return 'unsupported';
	if (error.type === 'WorkLimit') return 'too-much-work';
	if (error.type === 'TracerBoolConversionError') return 'python-if';
	if (error.subject?.kind === 'departure')
		return error.subject.from.dtype === error.subject.to.dtype ? 'carry-changes-shape' : 'carry-changes-type';
	if (error.message.includes('scan body output must be a pair')) return 'body-returns-one';
	if (/of type '<class 'function'>' is not a valid JAX type/.test(error.message) && tree?.vmapOfScan())
		return 'vmap-of-scan';
	return tree && readsOutside(error, tree) ? 'body-outside' : 'raises';
}

/** Is the name that is missing a parameter of a function elsewhere in the program? */
function readsOutside(error: ProgramError, tree: KnownTree): boolean {
	const { span } = error;
	const name = error.type === 'NameError' && /^name '(\w+)' is not defined/.exec(error.message)?.[1];
	if (!name || !span) return false;
	for (const node of tree.nodes)
		if (node.kind === 'FunctionDef' && !contains(node.span, span))
			if (node.params.some((parameter) => parameter.name === name)) return true;
	return false;
}

/** What an answer of the wrong shape is, measured against answers of the reference. */
export function messageOfShape(
	exercise: Exercise,
	got: NDArray,
	expected: NDArray,
	/** The reference on the transposed batch; null where there is no batch of rows and steps. */
	transposed: NDArray | null,
	tree: KnownTree
): Message {
	const facts = { fn: exercise.fn, expected: shapeText(expected.shape), got: shapeText(got.shape) };
	const finals = exercise.output.join() === 'N,T' ? lastColumn(expected) : null;
	if (finals && sameValues(finals, got))
		return messageOf('final-carry-kept', scanPlace(tree), {
			...facts,
			place: { lane: null, step: expected.shape[1] - 1 }
		});
	if (transposed && sameValues(transposed, got))
		return messageOf('mapped-over-time', tree.vmapPlace(), facts);
	if (expected.ndim === 2 && sameValues(flip(expected), got)) return messageOf('transposed', null, facts);
	return messageOf('shape', null, facts);
}

/** The last call of `lax.scan` in the text. */
export const scanPlace = (tree: KnownTree): Message['span'] =>
	tree.calls((callee) => tree.isLax(callee, 'scan')).at(-1)?.span ?? null;

function pick(array: NDArray, shape: readonly number[], at: (n: number) => number): NDArray {
	const data = allocate(array.dtype, sizeOf(shape));
	for (let n = 0; n < data.length; n++) data[n] = array.data[at(n)];
	return new NDArray(array.dtype, shape, data);
}

const lastColumn = (array: NDArray): NDArray =>
	pick(array, [array.shape[0]], (row) => (row + 1) * array.shape[1] - 1);

/** Rows for columns. */
export const flip = (array: NDArray): NDArray => {
	const [rows, columns] = array.shape;
	return pick(array, [columns, rows], (n) => (n % rows) * columns + Math.floor(n / rows));
};
