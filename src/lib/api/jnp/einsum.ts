import { ProgramError } from '$lib/core/errors';
import { avalOf, type Value } from '$lib/core/interpreter';
import * as ops from '$lib/core/ops';
import { promoteTypes } from '../broadcast';
import { arrayLikes } from '../values';

interface Term {
	readonly value: Value;
	/** A letter an axis. */
	readonly labels: string;
}

/** `jnp.einsum`: operands contracted pair by pair from the left, repeated letters traced. */
export function einsum(subscripts: string, ...operands: readonly unknown[]): Value {
	const values = promoteTypes(arrayLikes('einsum', operands));
	const { inputs, output } = parse(subscripts.replaceAll(' ', ''), values);
	let terms = values.map((value, i) => traced({ value, labels: inputs[i] }, wantedBy(inputs, i, output)));
	while (terms.length > 1) {
		const [a, b, ...rest] = terms;
		const keep = new Set([...rest.map(({ labels }) => labels).join(''), ...output]);
		terms = [contracted(a, b, keep, output), ...rest];
	}
	return arranged(terms[0], output);
}

const wantedBy = (inputs: readonly string[], i: number, output: string): Set<string> =>
	new Set([...inputs.filter((_, other) => other !== i).join(''), ...output]);

const letters = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';

function parse(text: string, values: readonly Value[]): { inputs: string[]; output: string } {
	const [left, right] = text.split('->');
	const inputs = left.split(',');
	if (inputs.length !== values.length)
		throw new ProgramError(
			'ValueError',
			`Number of einsum subscripts, ${inputs.length}, must be equal to the number of operands, ${values.length}.`
		);
	const free = [...letters].filter((letter) => !text.includes(letter));
	const widths = inputs.map((labels, i) =>
		labels.includes('...') ? avalOf(values[i]).shape.length - (labels.length - 3) : 0
	);
	const dots = free.slice(0, Math.max(0, ...widths)).join('');
	const spelled = inputs.map((labels, i) => labels.replace('...', dots.slice(dots.length - widths[i])));
	spelled.forEach((labels, i) => checkRank(labels, inputs[i], values[i], i));
	const output = right === undefined ? implied(spelled, dots) : right.replace('...', dots);
	const unknown = [...output].find((letter) => !spelled.join('').includes(letter));
	if (unknown !== undefined)
		throw new ProgramError('ValueError', `Output character '${unknown}' did not appear in the input`);
	return { inputs: spelled, output };
}

function checkRank(labels: string, written: string, value: Value, operand: number): void {
	if (labels.length !== avalOf(value).shape.length)
		throw new ProgramError(
			'ValueError',
			`Einstein sum subscript '${written.replace('...', '')}' does not contain the correct number of indices for operand ${operand}.`
		);
}

/** Without an arrow: the letters that occur once, in alphabetical order, after the ellipsis. */
function implied(inputs: readonly string[], dots: string): string {
	const all = inputs.join('');
	const single = [...new Set(all)].filter(
		(letter) => !dots.includes(letter) && all.indexOf(letter) === all.lastIndexOf(letter)
	);
	return dots + single.sort().join('');
}

/** Repeated letters of one operand become its diagonal, letters nobody else wants are summed. */
function traced(term: Term, wanted: ReadonlySet<string>): Term {
	let { value, labels } = term;
	for (const letter of new Set(labels))
		while (labels.indexOf(letter) !== labels.lastIndexOf(letter)) {
			const [i, j] = [labels.indexOf(letter), labels.lastIndexOf(letter)];
			value = diagonalOf(value, i, j);
			labels = labels.slice(0, j) + labels.slice(j + 1);
		}
	return summed({ value, labels }, wanted);
}

function summed({ value, labels }: Term, wanted: ReadonlySet<string>): Term {
	const gone = [...labels].flatMap((letter, axis) => (wanted.has(letter) ? [] : [axis]));
	if (gone.length === 0) return { value, labels };
	return {
		value: ops.reduce(avalOf(value).dtype === 'bool' ? 'reduce_or' : 'reduce_sum', value, gone),
		labels: [...labels].filter((letter) => wanted.has(letter)).join('')
	};
}

/** Axis `j` folded into axis `i`, where both count alike. */
function diagonalOf(x: Value, i: number, j: number): Value {
	const { shape, dtype } = avalOf(x);
	if (shape[i] !== shape[j])
		throw new ProgramError('ValueError', 'dimensions in operand for collapsing index do not match');
	const mask = ops.binary('eq', ops.iota('int32', shape, i), ops.iota('int32', shape, j));
	return ops.reduce('reduce_sum', ops.select(mask, ops.full(shape, 0, dtype), x), [j]);
}

/** One contraction. The operands change places where that spares a transpose, as in JAX. */
function contracted(a: Term, b: Term, keep: ReadonlySet<string>, output: string): Term {
	const shared = [...a.labels].filter((letter) => b.labels.includes(letter));
	const [p, q] = unstretched(a, b, shared);
	const both = [...p.labels].filter((letter) => q.labels.includes(letter));
	const batch = both.filter((letter) => keep.has(letter));
	const over = both.filter((letter) => !keep.has(letter));
	const left = summed(p, new Set([...keep, ...q.labels]));
	const right = summed(q, new Set([...keep, ...left.labels]));
	const freeOf = (term: Term): string[] => [...term.labels].filter((letter) => !both.includes(letter));
	const named = (x: Term, y: Term): string => [...batch, ...freeOf(x), ...freeOf(y)].join('');
	return named(right, left) === output && named(left, right) !== output
		? product(right, left, over, batch, named(right, left))
		: product(left, right, over, batch, named(left, right));
}

function product(x: Term, y: Term, over: readonly string[], batch: readonly string[], labels: string): Term {
	const at = (term: Term, list: readonly string[]): number[] =>
		list.map((letter) => term.labels.indexOf(letter));
	const { dtype } = avalOf(x.value);
	const value = ops.dotGeneral(
		x.value,
		y.value,
		[
			[at(x, over), at(y, over)],
			[at(x, batch), at(y, batch)]
		],
		dtype
	);
	return { value, labels };
}

/** Axes of size 1 that meet a longer one of the same letter are dropped. */
function unstretched(a: Term, b: Term, shared: readonly string[]): [Term, Term] {
	const size = ({ value, labels }: Term, letter: string): number =>
		avalOf(value).shape[labels.indexOf(letter)];
	const drop = (term: Term, other: Term): Term => {
		const gone = shared.filter((letter) => size(term, letter) === 1 && size(other, letter) !== 1);
		if (gone.length === 0) return term;
		const axes = gone.map((letter) => term.labels.indexOf(letter));
		return {
			value: ops.squeeze(term.value, axes),
			labels: [...term.labels].filter((letter) => !gone.includes(letter)).join('')
		};
	};
	const [p, q] = [drop(a, b), drop(b, a)];
	const wrong = shared.find(
		(letter) => p.labels.includes(letter) && q.labels.includes(letter) && size(p, letter) !== size(q, letter)
	);
	if (wrong === undefined) return [p, q];
	throw new ProgramError(
		'ValueError',
		`Size of label '${wrong}' for operand 1 (${size(p, wrong)}) does not match previous terms (${size(q, wrong)}).`
	);
}

/** The axes in the order asked for. */
function arranged({ value, labels }: Term, output: string): Value {
	return ops.transpose(
		value,
		[...output].map((letter) => labels.indexOf(letter))
	);
}
