import { assertAll } from '$lib/api/numpy/closeness';
import { floatRepr } from '../../float-text';
import { native, type NativeFunction } from '../../native';
import { family } from '../family';

const close = (actual: unknown, desired: unknown, rtol: number, atol: number): null =>
	assertAll(
		`Not equal to tolerance rtol=${short(rtol)}, atol=${short(atol)}`,
		actual,
		desired,
		(x, y) => x === y || Math.abs(x - y) <= atol + rtol * Math.abs(y)
	);

/** As `%g` writes a tolerance. */
const short = (x: number): string => floatRepr(x).replace(/\.0$/, '');

const almost = (actual: unknown, desired: unknown, decimal: unknown): null =>
	assertAll(
		`Arrays are not almost equal to ${String(decimal)} decimals`,
		actual,
		desired,
		(x, y) => x === y || Math.abs(x - y) < 1.5 * 10 ** -Number(decimal)
	);

/** `np.testing` */
export const testingFunctions: Readonly<Record<string, NativeFunction>> = family(
	native(
		"assert_allclose(actual, desired, rtol=1e-07, atol=0, equal_nan=True, err_msg='', verbose=True)",
		(actual: unknown, desired: unknown, rtol: unknown, atol: unknown) =>
			close(actual, desired, Number(rtol), Number(atol))
	),
	native(
		"assert_array_equal(actual, desired, err_msg='', verbose=True)",
		(actual: unknown, desired: unknown) =>
			assertAll('Arrays are not equal', actual, desired, (x, y) => x === y)
	),
	native("assert_equal(actual, desired, err_msg='', verbose=True)", (actual: unknown, desired: unknown) =>
		assertAll('Arrays are not equal', actual, desired, (x, y) => x === y)
	),
	native("assert_array_almost_equal(actual, desired, decimal=6, err_msg='', verbose=True)", almost),
	native("assert_almost_equal(actual, desired, decimal=7, err_msg='', verbose=True)", almost)
);
