import { kindOf, type Kind } from '$lib/array/dtype';
import type { Aval } from '$lib/core/aval';
import { ProgramError } from '$lib/core/errors';
import type { Binary, Unary } from '$lib/core/primitive';

const number = 'iuf';
const any = 'biufk';

/** Kinds of element types that the operands of an elementwise primitive may have. */
const accepted: { readonly [B in Binary]: string } = {
	add: number,
	add_any: number,
	sub: number,
	mul: number,
	div: number,
	rem: number,
	pow: number,
	max: any,
	min: any,
	atan2: 'f',
	nextafter: 'f',
	eq: any,
	ne: any,
	lt: any,
	le: any,
	gt: any,
	ge: any,
	and: 'biu',
	or: 'biu',
	xor: 'biu',
	shift_left: 'iu',
	shift_right_logical: 'iu',
	shift_right_arithmetic: 'iu'
};

const words: { readonly [K in Kind]: string } = {
	b: 'bool',
	i: 'integer',
	u: 'integer',
	f: 'floating, complexfloating',
	k: 'prng_key'
};

const namesOf = (kinds: string): string =>
	[...new Set([...kinds].map((kind) => words[kind as Kind]))].join(', ');

/** Refuses operands of other kinds, in JAX's words. */
export function checkAccepted(op: Binary, operands: readonly Aval[]): void {
	operands.forEach(({ dtype }, position) => {
		if (accepted[op].includes(kindOf(dtype))) return;
		throw new ProgramError(
			'TypeError',
			`${op} does not accept dtype ${dtype} at position ${position}. Accepted dtypes at position ${position} are subtypes of ${namesOf(accepted[op])}.`
		);
	});
}

/** Unary primitives that take fewer kinds than all, besides those that take floating numbers only. */
const acceptedAlone: { readonly [U in Unary]?: string } = {
	neg: number,
	sign: number,
	abs: number,
	square: number,
	not: 'biu',
	population_count: 'iu',
	clz: 'iu',
	is_finite: 'f'
};

/** The same for one operand. */
export function checkAcceptedAlone(op: Unary, { dtype }: Aval): void {
	const kinds = acceptedAlone[op];
	if (kinds === undefined || kinds.includes(kindOf(dtype))) return;
	throw new ProgramError(
		'TypeError',
		`${op} does not accept dtype ${dtype}. Accepted dtypes are subtypes of ${namesOf(kinds)}.`
	);
}
