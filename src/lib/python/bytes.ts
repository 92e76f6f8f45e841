import { Slice } from '$lib/core/containers';
import { HostObject } from './classes';
import { asIndex, toIndex } from './convert';
import { pyError, typeError, valueError } from './errors';
import { listOf } from './iterate';
import { position, sliceIndices } from './slices';
import { bytesClass, typeName } from './types';

const named: Record<number, string> = { 9: '\\t', 10: '\\n', 13: '\\r', 92: '\\\\' };

/** `b'...'`: a sequence of ints from 0 to 255. */
export class Bytes extends HostObject {
	readonly cls = bytesClass;

	constructor(readonly data: Uint8Array) {
		super();
	}

	override getItem(index: unknown): unknown {
		const { data } = this;
		if (index instanceof Slice)
			return new Bytes(Uint8Array.from(sliceIndices(index, data.length), (i) => data[i]));
		const at = asIndex(index);
		if (at === undefined) throw typeError(`byte indices must be integers or slices, not ${typeName(index)}`);
		return BigInt(data[position(data.length, at, '')]);
	}

	override iterate(): Iterable<unknown> {
		return Array.from(this.data, BigInt);
	}

	override length(): number {
		return this.data.length;
	}

	override equals(other: unknown): boolean {
		return other instanceof Bytes && this.text === other.text;
	}

	override hashText(): string {
		return `b${this.text}`;
	}

	override contains(value: unknown): boolean {
		if (value instanceof Bytes) return this.text.includes(value.text);
		return this.data.includes(Number(toIndex(value)));
	}

	override binary(op: string, other: unknown, reflected: boolean): unknown {
		if (op === '+' && !reflected) {
			if (other instanceof Bytes) return Bytes.of(this.text + other.text);
			throw typeError(`can't concat ${typeName(other)} to bytes`);
		}
		const times = op === '*' ? asIndex(other) : undefined;
		if (times === undefined) return undefined;
		const count = times < 0n ? 0 : Number(times);
		if (count * this.data.length > 1 << 26) throw pyError('MemoryError', '');
		return Bytes.of(this.text.repeat(count));
	}

	/** A character for each byte. */
	get text(): string {
		return Array.from(this.data, (byte) => String.fromCharCode(byte)).join('');
	}

	/** The bytes of a text whose characters are below 256. */
	static of(text: string): Bytes {
		return new Bytes(Uint8Array.from(text, (char) => char.charCodeAt(0)));
	}

	repr(): string {
		const mark = this.data.includes(39) && !this.data.includes(34) ? '"' : "'";
		const body = Array.from(this.data, (byte) => {
			if (named[byte]) return named[byte];
			if (byte < 32 || byte > 126) return `\\x${byte.toString(16).padStart(2, '0')}`;
			const char = String.fromCharCode(byte);
			return char === mark ? `\\${char}` : char;
		}).join('');
		return `b${mark}${body}${mark}`;
	}
}

/** `text.encode(encoding)` */
export function encodeText(text: string, encoding: string): Bytes {
	const name = encoding.toLowerCase().replace(/[-_]/g, '');
	if (name === 'utf8') return new Bytes(new TextEncoder().encode(text));
	if (name !== 'ascii' && name !== 'latin1' && name !== 'iso88591')
		throw pyError('LookupError', `unknown encoding: ${encoding}`);
	const limit = name === 'ascii' ? 128 : 256;
	const bad = Array.from(text).findIndex((char) => (char.codePointAt(0) as number) >= limit);
	if (bad >= 0)
		throw pyError(
			'UnicodeEncodeError',
			`'${encoding}' codec can't encode character in position ${bad}: ordinal not in range(${limit})`
		);
	return Bytes.of(text);
}

/** `data.decode(encoding)` */
export function decodeBytes(bytes: Bytes, encoding: string): string {
	const name = encoding.toLowerCase().replace(/[-_]/g, '');
	if (name === 'latin1' || name === 'iso88591') return bytes.text;
	if (name !== 'utf8' && name !== 'ascii') throw pyError('LookupError', `unknown encoding: ${encoding}`);
	try {
		return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes.data);
	} catch {
		throw pyError('UnicodeDecodeError', `'${encoding}' codec can't decode the bytes`);
	}
}

/** `bytes(source, encoding)` */
export function makeBytes(source: unknown, encoding: unknown): Bytes {
	if (source === undefined) return new Bytes(new Uint8Array());
	if (source instanceof Bytes) return source;
	if (typeof source === 'string') {
		if (typeof encoding !== 'string') throw typeError('string argument without an encoding');
		return encodeText(source, encoding);
	}
	const size = asIndex(source);
	if (size !== undefined) {
		if (size < 0n) throw valueError('negative count');
		if (size > 1n << 26n) throw pyError('MemoryError', '');
		return new Bytes(new Uint8Array(Number(size)));
	}
	return new Bytes(
		Uint8Array.from(listOf(source), (item) => {
			const value = toIndex(item);
			if (value < 0n || value > 255n) throw valueError('bytes must be in range(0, 256)');
			return Number(value);
		})
	);
}
