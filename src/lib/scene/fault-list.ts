import { faultsOf, givenTo, type Fault } from '$lib/recording/faults';
import { operandColumn, type Flag } from '$lib/recording/flags';
import { faultWords } from '$lib/recording/hit-words';
import type { Loop } from '$lib/recording/recording';
import type { KeyUse } from '$lib/recording/keys/key-reuse';
import { formatOf } from '$lib/recording/words';

/** A fault in words. */
export interface FaultLine {
	readonly fault: Fault;
	/** `first NaN`. */
	readonly title: string;
	/** `row 37, step 41 (and 3 more rows)`. */
	readonly where: string;
	/** The expression. */
	readonly code: string;
	/** `of -0.02`. */
	readonly operands: string;
	/** What JAX did about it. */
	readonly note: string;
}

const titles: { readonly [K in Flag['kind']]: string } = {
	nan: 'NaN',
	'nan-given': 'NaN that was given',
	infinite: 'infinity',
	overflow: 'overflow',
	'out of range': 'index out of range',
	'reused-key': 'reused random key',
	'same-draw': 'same draw in several rows'
};

const notes: { readonly [K in Flag['kind']]: string } = {
	nan: 'Made here of operands that are numbers.',
	'nan-given': 'No step made it: it was in an x, an init or an outer value, and goes on from here.',
	infinite: 'Made here of finite operands.',
	overflow: 'The number is too large for its type.',
	'out of range': 'JAX clamps, drops or fills without a word.',
	'reused-key': 'The key was consumed before: both give the same numbers. Split it.',
	'same-draw': 'All rows draw with one key and get the same numbers.'
};

const mostElements = 4;

/** The faults of a loop in the order of time; the first of each kind is called so. */
export function faultList(loop: Loop): readonly FaultLine[] {
	const seen = new Set<Flag['kind']>();
	return faultsOf(loop).map((fault) => {
		const { kind, step, lane, flags } = fault;
		const first = !seen.has(kind);
		seen.add(kind);
		const [flag] = flags.filter((one) => one.step === step && one.lane === lane);
		const earlier = flag.earlier ? ` First: ${flag.earlier.text}${whenOf(flag.earlier)}.` : '';
		return {
			fault,
			title: first ? `first ${titles[kind]}` : titles[kind],
			where: faultWords(loop, fault, flags.length),
			code: fault.eqn === null ? (flag.use?.text ?? '') : loop.eqns[fault.eqn].text,
			operands: kind === 'reused-key' || kind === 'same-draw' ? '' : operandWords(loop, flag),
			note: notes[kind] + earlier
		};
	});
}

const whenOf = ({ at }: KeyUse): string => (at ? `, ${at.eqn === null ? 'before ' : ''}step ${at.step}` : '');

function operandWords(loop: Loop, flag: Flag): string {
	const operands = flag.eqn === null ? [] : loop.eqns[flag.eqn].operands;
	const texts = givenTo(loop, flag).map((elements, k) => {
		const { exact } = formatOf(operandColumn(loop, operands[k]), loop, operands[k].kind === 'carry');
		if (elements.length === 1) return exact(elements[0]);
		return `[${elements.slice(0, mostElements).map(exact).join(' ')}${elements.length > mostElements ? ' …' : ''}]`;
	});
	return texts.length === 0 ? '' : `of ${texts.join(' and ')}`;
}
