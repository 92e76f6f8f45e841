import { valueError } from './errors';

const limit = 10n ** 4300n;

/** Decimal digits of an int; Python refuses more than 4300. */
export function intText(value: bigint): string {
	if (value >= limit || value <= -limit)
		throw valueError(
			'Exceeds the limit (4300 digits) for integer string conversion; use sys.set_int_max_str_digits() to increase the limit'
		);
	return value.toString();
}
