import { Dict, hashKey, identity, Tuple, type HashKey } from '$lib/core/containers';
import { arrays } from './arrays';
import { special } from './call';
import { DictInstance, HostObject, ListInstance, ownClass, ScalarInstance, type PyClass } from './classes';
import { compare } from './compare';
import { DictView } from './dict-view';
import { ProgramError } from '$lib/core/errors';
import { Tracer } from '$lib/core/interpreter';
import { typeError } from './errors';
import { truth } from './truth';
import { typeName } from './types';
import { PySet } from './values';

const modulus = (1n << 61n) - 1n;

/** CPython's hash of a number. */
export function hashOfNumber(value: unknown): bigint {
	if (typeof value === 'boolean') return value ? 1n : 0n;
	const hash = typeof value === 'bigint' ? hashOfInt(value) : hashOfFloat(value as number);
	return hash === -1n ? -2n : hash;
}

const hashOfInt = (value: bigint): bigint => (value < 0n ? -(-value % modulus) : value % modulus);

function hashOfFloat(value: number): bigint {
	if (Number.isNaN(value)) return 0n;
	if (!Number.isFinite(value)) return value > 0 ? 314159n : -314159n;
	if (Number.isInteger(value)) return hashOfInt(BigInt(value));
	let fraction = Math.abs(value);
	let exponent = 0n;
	while (!Number.isInteger(fraction)) {
		fraction *= 2;
		exponent++;
	}
	const shift = 61n - (exponent % 61n);
	const hash = (BigInt(fraction) << (shift % 61n)) % modulus;
	return value < 0 ? -hash : hash;
}

/** `hash(value)`: CPython's for numbers and tuples of them, some number for others. */
export function hashOf(value: unknown): bigint {
	if (typeof value === 'bigint' || typeof value === 'number' || typeof value === 'boolean')
		return hashOfNumber(value);
	if (value instanceof Tuple && !ownClass(value)) return hashOfTuple(value.items.map(hashOf));
	if (ownClass(value)) {
		const own = special(value, '__hash__');
		if (own !== undefined) return own as bigint;
		if (value instanceof ScalarInstance) return hashOf(value.payload);
	}
	const key = hashKey(value);
	return typeof key === 'string' ? hashOfText(key) : BigInt(identity(key)) * 16n;
}

/** xxHash's mixing of the items' hashes, as CPython does it. */
function hashOfTuple(hashes: readonly bigint[]): bigint {
	const wrap = (x: bigint) => BigInt.asUintN(64, x);
	let acc = 2870177450012600261n;
	for (const hash of hashes) {
		acc = wrap(acc + wrap(hash) * 14029467366897019727n);
		acc = wrap((acc << 31n) | (acc >> 33n));
		acc = wrap(acc * 11400714785074694791n);
	}
	acc = wrap(acc + (BigInt(hashes.length) ^ (2870177450012600261n ^ 3527539n)));
	return acc === wrap(-1n) ? 1546275796n : BigInt.asIntN(64, acc);
}

function hashOfText(text: string): bigint {
	let hash = 1469598103934665603n;
	for (let i = 0; i < text.length; i++)
		hash = BigInt.asUintN(64, (hash ^ BigInt(text.charCodeAt(i))) * 1099511628211n);
	return BigInt.asIntN(61, hash);
}

/** Objects of the program with a `__hash__` of their own, by that number: equal ones are one key. */
const representatives = new Map<bigint, object[]>();

/** Forgets the keys of earlier programs. */
export const forgetKeys = (): void => representatives.clear();

function ownKey(object: object, cls: PyClass): string | object | null {
	const found = cls.lookup('__hash__');
	const equal = cls.lookup('__eq__');
	if (found === null || (found === undefined && equal !== undefined)) throw unhashable(object);
	if (found === undefined) {
		if (object instanceof ScalarInstance) return cls.lookup('__eq__') ? object : hashKey(object.payload);
		return object instanceof Tuple ? null : object;
	}
	const hash = special(object, '__hash__');
	if (typeof hash !== 'bigint') throw typeError('__hash__ method should return an integer');
	const same = representatives.get(hash) ?? [];
	const known = same.find((other) => other === object || truth(compare('==', other, object)));
	if (known) return known;
	representatives.set(hash, [...same, object]);
	return object;
}

const unhashable = (value: unknown) =>
	new ProgramError(
		'TypeError',
		`unhashable type: '${typeName(value)}'`,
		{},
		value instanceof Tracer ? { kind: 'traced', tracer: value } : null
	);

/** What an object that is no plain tuple is as a key of a dict; null: itself. */
export function keyOf(key: object): HashKey | null {
	if (Array.isArray(key) || key instanceof ListInstance) throw unhashable(key);
	if (key instanceof Dict || key instanceof DictInstance) throw unhashable(key);
	if (key instanceof PySet) {
		if (!key.frozen) throw unhashable(key);
		const parts = key
			.values()
			.map(hashKey)
			.map((part) => (typeof part === 'string' ? part : `#${identity(part)}`));
		return `f${JSON.stringify(parts.sort())}`;
	}
	if (key instanceof DictView) throw unhashable(key);
	const cls = ownClass(key);
	if (cls) return ownKey(key, cls);
	if (arrays.isArray(key)) {
		const stand = arrays.hashable?.(key);
		if (stand === undefined || stand === false) throw unhashable(key);
		return hashKey(stand);
	}
	return key instanceof HostObject && key.hashText ? key.hashText() : null;
}
