import { call, isCallable } from '../call';
import { findAttribute } from '../attributes';
import { typeError } from '../errors';
import { formatValue } from '../format';
import { write } from '../host';
import { builtin } from '../native';
import { reprOf, strOf } from '../repr';
import { asciiOf } from '../object-repr';
import { typeName } from '../types';

export const print = builtin(
	"print(*args, sep=' ', end=None, file=None, flush=False)",
	(args: readonly unknown[], sep: unknown, end: unknown, file: unknown) => {
		const text = args.map(strOf).join(separator(sep, ' ', 'sep')) + separator(end, '\n', 'end');
		const target = file === null ? undefined : findAttribute(file, 'write');
		if (target !== undefined && isCallable(target)) call(target, [text]);
		else write(text);
		return null;
	}
);

function separator(value: unknown, otherwise: string, name: string): string {
	if (value === null) return otherwise;
	if (typeof value !== 'string') throw typeError(`${name} must be None or a string, not ${typeName(value)}`);
	return value;
}

export const repr = builtin('repr(obj, /)', reprOf);
export const ascii = builtin('ascii(obj, /)', asciiOf);
export const format = builtin("format(value, format_spec='', /)", (value: unknown, spec: unknown) => {
	if (typeof spec !== 'string') throw typeError(`format() argument 2 must be str, not ${typeName(spec)}`);
	return formatValue(value, spec);
});
