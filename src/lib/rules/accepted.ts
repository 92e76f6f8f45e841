import { kindOf, type Kind } from '$lib/array/dtype';
import type { Aval } from '$lib/core/aval';
import { ProgramError } from '$lib/core/errors';
import { mapNames, type Binary, type Unary } from '$lib/core/primitive';

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

const floating = mapNames(
	[
		'exp', 'exp2', 'log', 'log1p', 'expm1', 'sqrt', 'rsqrt', 'cbrt', 'sin', 'cos', 'tan', 'asin', 'acos', 'atan', 'sinh',
		'cosh', 'tanh', 'asinh', 'acosh', 'atanh', 'logistic', 'erf', 'erfc', 'erf_inv', 'lgamma', 'digamma', 'floor',
		'ceil', 'is_finite'
	] as const, // prettier-ignore
	() => 'f'
);

/** The same for the only operand. */
const acceptedAlone: { readonly [U in Unary]: string } = {
	...floating,
	neg: number,
	sign: number,
	abs: number,
	square: number,
	not: 'biu',
	population_count: 'iu',
	clz: 'iu',
	copy: any,
	stop_gradient: any
};

/** The same for one operand. */
export function checkAcceptedAlone(op: Unary, { dtype }: Aval): void {
	const kinds = acceptedAlone[op];
	if (kinds.includes(kindOf(dtype))) return;
	throw new ProgramError(
		'TypeError',
		`${op} does not accept dtype ${dtype}. Accepted dtypes are subtypes of ${namesOf(kinds)}.`
	);
}
