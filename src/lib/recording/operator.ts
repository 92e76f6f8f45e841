import type { Eqn } from '$lib/core/jaxpr';
import type { Primitive } from '$lib/core/primitive';
import type { Equation } from './recording';

type Operator = Equation['operator'];

const infix = (text: string): Operator => ({ text, infix: true });
const prefix = (text: string): Operator => ({ text, infix: false });

/** Signs people write; every other primitive is shown by its name. */
const signs: Partial<Record<Primitive, Operator>> = {
	add: infix('+'),
	add_any: infix('+'),
	sub: infix('−'),
	mul: infix('×'),
	div: infix('÷'),
	rem: infix('%'),
	pow: infix('**'),
	eq: infix('=='),
	ne: infix('!='),
	lt: infix('<'),
	le: infix('≤'),
	gt: infix('>'),
	ge: infix('≥'),
	and: infix('&'),
	or: infix('|'),
	xor: infix('^'),
	shift_left: infix('<<'),
	shift_right_logical: infix('>>'),
	shift_right_arithmetic: infix('>>'),
	dot_general: infix('@'),
	neg: prefix('−'),
	not: prefix('~'),
	logistic: prefix('sigmoid'),
	select_n: prefix('select'),
	reduce_sum: prefix('sum'),
	reduce_prod: prefix('prod'),
	reduce_max: prefix('max'),
	reduce_min: prefix('min'),
	reduce_and: prefix('all'),
	reduce_or: prefix('any'),
	broadcast_in_dim: prefix('broadcast'),
	dynamic_slice: prefix('slice'),
	dynamic_update_slice: prefix('update'),
	remat2: prefix('checkpoint')
};

/** How the body table shows an equation's operation. */
export function operatorOf(eqn: Eqn): Operator {
	switch (eqn.primitive) {
		case 'jit':
			return prefix(publicName(eqn.params.name));
		case 'scan':
		case 'while':
			return prefix(eqn.params.view.kind);
		case 'convert_element_type':
			return prefix(eqn.params.new_dtype);
		case 'integer_pow':
			return prefix(`pow${eqn.params.y}`);
		default:
			return signs[eqn.primitive] ?? prefix(eqn.primitive);
	}
}

/** jnp's own helpers by the name that people call: `_roll_static` as `roll`. */
const publicName = (name: string): string =>
	name.startsWith('_') ? name.replace(/^_+/, '').replace(/_(static|dynamic)$/, '') : name;
