import { bitsOf, isInteger, kindOf } from '$lib/array/dtype';
import type { Column, Equation } from './recording';

/** Primitives whose infinite result means that a number was too large, and not that something was divided by nought. */
const growing: ReadonlySet<string> = new Set([
	'add', 'sub', 'mul', 'square', 'pow', 'integer_pow', 'exp', 'exp2', 'expm1', 'sinh', 'cosh', 'dot_general',
	'reduce_sum', 'reduce_prod', 'cumsum', 'cumprod', 'convert_element_type', 'add_any', 'scatter_add', 'scatter_mul'
]); // prettier-ignore

/** Whether an equation's infinities of finite operands are numbers that grew too large. */
export const isOverflow = ({ primitive }: Equation): boolean => growing.has(primitive);

/** In doubles, which are exact as far as any of the types reaches. */
const wide: Readonly<Partial<Record<string, (a: number, b: number) => number>>> = {
	add: (a, b) => a + b,
	sub: (a, b) => a - b,
	mul: (a, b) => a * b
};

/** Whether the result of two integers was wrapped around; null for an equation that cannot wrap. */
export function wrapsAround(
	{ primitive, results: [result] }: Equation,
	operands: readonly Column[]
): ((a: number, b: number) => boolean) | null {
	const exact = wide[primitive];
	if (!exact || operands.length !== 2 || !isInteger(result.dtype)) return null;
	const values = 2 ** bitsOf(result.dtype);
	const low = kindOf(result.dtype) === 'u' ? 0 : -values / 2;
	return (a, b) => {
		const value = exact(a, b);
		return value < low || value >= low + values;
	};
}
