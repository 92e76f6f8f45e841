import { describe, expect, test } from 'vitest';
import { aval } from '$lib/core/aval';
import type { Value } from '$lib/core/interpreter';
import { floatOf, indexOf, intOf, itemOf, listOf, truthOf } from '$lib/api/concrete';
import { traceToJaxpr } from '$lib/transforms/make-jaxpr';
import { floats, ints } from './support';

/** What asking a traced int32 scalar for its value says. */
function refusal(ask: (x: Value) => unknown): string {
	try {
		traceToJaxpr((x) => [ask(x) as Value], [aval('int32', [])], {
			of: 'step at program.py:4',
			purpose: 'scan',
			arguments: ['x']
		});
	} catch (error) {
		return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
	}
	return 'nothing';
}

const origin =
	'The error occurred while tracing the function step at program.py:4 for scan. This concrete value was not available in Python because it depends on the value of the argument x.';

describe('concrete arrays', () => {
	test('are read as Python values', () => {
		expect([truthOf(ints(0)), truthOf(floats([2]))]).toEqual([false, true]);
		expect([intOf(floats(-2.7)), floatOf(ints(3)), indexOf(ints(4))]).toEqual([-2n, 3, 4n]);
		expect(itemOf(ints([[7, 8]]), [0, 1])).toBe(8n);
		expect(listOf(ints([[1, 2]]))).toEqual([[1n, 2n]]);
	});

	test('of several elements have no one truth', () => {
		expect(() => truthOf(ints([1, 2]))).toThrow(
			'The truth value of an array with more than one element is ambiguous.'
		);
		expect(() => floatOf(ints([1]))).toThrow(
			'Only scalar arrays can be converted to Python scalars; got arr.ndim=1'
		);
	});
});

describe('traced values', () => {
	test('have no truth', () => {
		expect(refusal(truthOf)).toBe(
			`TracerBoolConversionError: Attempted boolean conversion of traced array with shape int32[].\n${origin}\nSee https://docs.jax.dev/en/latest/errors.html#jax.errors.TracerBoolConversionError`
		);
	});

	test('are no numbers', () => {
		expect(refusal(indexOf)).toMatch(
			/^TracerIntegerConversionError: The __index__\(\) method was called on traced array with shape int32\[\]\n/
		);
		expect(refusal(intOf)).toMatch(
			/^ConcretizationTypeError: Abstract tracer value encountered .*\nThe problem arose with the `int` function\./
		);
		expect(refusal(itemOf)).toMatch(/This occurred in the item\(\) method of jax.Array/);
	});
});
