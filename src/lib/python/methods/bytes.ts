import { Bytes, decodeBytes, makeBytes } from '../bytes';
import { ClassMethod, StaticMethod } from '../descriptors';
import { asIndex, toIndex } from '../convert';
import { pyError, typeError, valueError } from '../errors';
import { listOf } from '../iterate';
import { builtin, method } from '../native';
import { bytesClass, intClass, typeName } from '../types';
import { addMethods } from './add';

bytesClass.create = (_, args, kwargs) =>
	makeBytes(args[0] ?? kwargs.get('source'), args[1] ?? kwargs.get('encoding'));

const wanted = (value: unknown): string => {
	if (value instanceof Bytes) return value.text;
	throw typeError(`a bytes-like object is required, not '${typeName(value)}'`);
};

addMethods(bytesClass, {
	"decode(self, encoding='utf-8', errors='strict')": (self: Bytes, encoding: string) =>
		decodeBytes(self, encoding),
	'hex(self)': (self: Bytes) => Array.from(self.data, (byte) => byte.toString(16).padStart(2, '0')).join(''),
	'count(self, sub, /)': (self: Bytes, sub: unknown) => BigInt(self.text.split(wanted(sub)).length - 1),
	'find(self, sub, /)': (self: Bytes, sub: unknown) => BigInt(self.text.indexOf(wanted(sub))),
	'startswith(self, prefix, /)': (self: Bytes, prefix: unknown) => self.text.startsWith(wanted(prefix)),
	'endswith(self, suffix, /)': (self: Bytes, suffix: unknown) => self.text.endsWith(wanted(suffix)),
	'upper(self, /)': (self: Bytes) => Bytes.of(self.text.replace(/[a-z]/g, (char) => char.toUpperCase())),
	'lower(self, /)': (self: Bytes) => Bytes.of(self.text.replace(/[A-Z]/g, (char) => char.toLowerCase())),
	'replace(self, old, new, /)': (self: Bytes, old: unknown, by: unknown) =>
		Bytes.of(self.text.split(wanted(old)).join(wanted(by))),
	'split(self, sep=None)': (self: Bytes, sep: unknown) =>
		(sep === null ? self.text.trim().split(/\s+/).filter(Boolean) : self.text.split(wanted(sep))).map(
			Bytes.of
		),
	'join(self, iterable, /)': (self: Bytes, items: unknown) =>
		Bytes.of(listOf(items).map(wanted).join(self.text))
});

bytesClass.set(
	'fromhex',
	new StaticMethod(
		builtin('fromhex(string, /)', (text: string) => {
			const digits = text.replace(/\s/g, '');
			if (digits.length % 2 || /[^0-9a-fA-F]/.test(digits))
				throw valueError('non-hexadecimal number found in fromhex() arg at position 0');
			return new Bytes(Uint8Array.from(digits.match(/../g) ?? [], (pair) => parseInt(pair, 16)));
		})
	)
);

/** Most significant byte first, as `byteorder` says. */
const ordered = (data: Uint8Array, order: unknown): Uint8Array =>
	order === 'little' ? data.slice().reverse() : data;

intClass.dict.set(
	'from_bytes',
	new ClassMethod(
		builtin(
			"from_bytes(cls, bytes, byteorder='big', *, signed=False)",
			(_: unknown, given: unknown, order: unknown, signed: unknown) => {
				const { data } = makeBytes(given, undefined);
				const value = ordered(data, order).reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
				return signed === true ? BigInt.asIntN(data.length * 8, value) : value;
			}
		)
	)
);
intClass.dict.set(
	'to_bytes',
	method(
		"int.to_bytes(self, length=1, byteorder='big', *, signed=False)",
		(self: unknown, length: unknown, order: unknown, signed: unknown) => {
			const size = Number(toIndex(length));
			const value = asIndex(self) ?? 0n;
			if (value < 0n && signed !== true)
				throw pyError('OverflowError', "can't convert negative int to unsigned");
			const fits = signed === true ? BigInt.asIntN(size * 8, value) : BigInt.asUintN(size * 8, value);
			if (fits !== value) throw pyError('OverflowError', 'int too big to convert');
			let left = BigInt.asUintN(size * 8, value);
			const data = new Uint8Array(size);
			for (let i = size - 1; i >= 0; i--, left >>= 8n) data[i] = Number(left & 255n);
			return new Bytes(ordered(data, order));
		}
	)
);
