import { toIndex } from '../convert';
import { typeError } from '../errors';
import { defineException } from '../exceptions';
import { listOf } from '../iterate';
import { registerModule } from '../module';
import { native } from '../native';
import { truth } from '../truth';
import { typeName } from '../types';
import { read } from './json-read';
import { written } from './json-write';

/** What stands before each level: a text, or that many blanks. */
const indentOf = (indent: unknown): string | null => {
	if (indent === null) return null;
	return typeof indent === 'string' ? indent : ' '.repeat(Math.max(0, Number(toIndex(indent))));
};

function separatorsOf(separators: unknown, indent: string | null): [string, string] {
	if (separators === null) return [indent === null ? ', ' : ',', ': '];
	const [between, afterKey] = listOf(separators);
	return [String(between), String(afterKey)];
}

registerModule('json', {
	JSONDecodeError: defineException('JSONDecodeError', ['ValueError'], 'json.decoder'),
	dumps: native(
		'dumps(obj, *, skipkeys=False, ensure_ascii=True, allow_nan=True, indent=None, separators=None, default=None, sort_keys=False)',
		(
			value: unknown,
			skip: unknown,
			ascii: unknown,
			nan: unknown,
			indent: unknown,
			separators: unknown,
			fallback: unknown,
			sort: unknown
		) => {
			const [between, afterKey] = separatorsOf(separators, indentOf(indent));
			return written(value, {
				indent: indentOf(indent),
				between,
				afterKey,
				asciiOnly: truth(ascii),
				allowNan: truth(nan),
				sortKeys: truth(sort),
				skipKeys: truth(skip),
				fallback
			});
		}
	),
	loads: native('loads(s)', (text: unknown) => {
		if (typeof text === 'string') return read(text);
		throw typeError(`the JSON object must be str, bytes or bytearray, not ${typeName(text)}`);
	})
});
