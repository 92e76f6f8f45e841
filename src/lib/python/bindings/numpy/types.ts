import { unboxed } from '../../unboxed';
import { isHost, type HostArray } from '$lib/api/numpy/host-array';
import { asHost, castTo } from '$lib/api/numpy/convert';
import {
	bitsOf,
	deviceType,
	hostDTypes,
	hostTypeOf,
	kindOf,
	type HostDType
} from '$lib/api/numpy/host-dtype';
import type { Kwargs } from '$lib/core/fn';
import { call } from '../../call';
import { HostObject, PyClass } from '../../classes';
import { floatClass, objectClass } from '../../types';
import { dtypeObject, DTypeObject, ScalarType } from '../dtype';

const numpyClass = (name: string, base: PyClass): PyClass => new PyClass(name, [base], { module: 'numpy' });

/** NumPy's tree of scalar types. */
export const generic = numpyClass('generic', objectClass);
export const number = numpyClass('number', generic);
export const integer = numpyClass('integer', number);
export const signedinteger = numpyClass('signedinteger', integer);
export const unsignedinteger = numpyClass('unsignedinteger', integer);
export const inexact = numpyClass('inexact', number);
export const floating = numpyClass('floating', inexact);

/** `type(a)` of NumPy's arrays. */
export const ndarrayClass = numpyClass('ndarray', objectClass);

const kinds = (letters: string) => (value: unknown): boolean =>
	isHost(value) && value.scalar && letters.includes(kindOf(value.host)); // prettier-ignore
generic.accepts = kinds('biuf');
number.accepts = kinds('iuf');
integer.accepts = kinds('iu');
signedinteger.accepts = kinds('i');
unsignedinteger.accepts = kinds('u');
inexact.accepts = kinds('f');
floating.accepts = kinds('f');
ndarrayClass.accepts = (value) => isHost(value) && !value.scalar;

/** `np.float64`: an element type wherever one is asked for, and callable to make a scalar. */
class HostType extends ScalarType {
	constructor(
		name: string,
		readonly host: HostDType
	) {
		super(name, deviceType(host), host);
		this.module = 'numpy';
		this.accepts = (value) => isHost(value) && value.scalar && value.host === host;
	}

	override createBare(operands: readonly unknown[], _kwargs?: Kwargs): unknown {
		const args = operands.map(unboxed);
		const given = asHost(args.length === 0 ? 0 : numberIn(args[0]));
		return castTo(given, this.host, given.shape.length === 0);
	}
}

/** Text is read as Python's float reads it. */
function numberIn(x: unknown): unknown {
	if (typeof x !== 'string') return x;
	return call(floatClass, [x]);
}

const typeNames: Partial<Record<HostDType, string>> = { bool: 'bool' };
const types = new Map(hostDTypes.map((host) => [host, new HostType(typeNames[host] ?? host, host)]));

export const hostTypes: readonly HostType[] = [...types.values()];

/** The class of a scalar of that type. */
export function hostType(host: HostDType): HostType {
	const found = types.get(host);
	if (!found) throw new Error(`internal: no NumPy type ${host}`);
	return found;
}

/** `type(x)`. */
export const classOf = (x: HostArray): PyClass => (x.scalar ? hostType(x.host) : ndarrayClass);

/** np.float64 is a float to Python, and nothing else of NumPy's is. */
const isPythonFloat = (value: unknown): boolean => isHost(value) && value.scalar && value.host === 'float64';

const known = floatClass.accepts;
floatClass.accepts = (value) => isPythonFloat(value) || (known ? known(value) : typeof value === 'number');

/** The dtype object of NumPy's 64-bit types, which JAX has none of. */
class HostDTypeObject extends HostObject {
	readonly cls = dtypeObject('float32').cls;

	constructor(readonly host: HostDType) {
		super();
	}

	get dtype(): ReturnType<typeof deviceType> {
		return deviceType(this.host);
	}

	override attribute(name: string): unknown {
		switch (name) {
			case 'name':
				return this.host;
			case 'itemsize':
				return BigInt(bitsOf(this.host) / 8);
			case 'kind':
				return kindOf(this.host);
			case 'type':
				return hostType(this.host);
			default:
				return undefined;
		}
	}

	override equals(other: unknown): boolean {
		if (other instanceof HostDTypeObject || other instanceof HostType) return other.host === this.host;
		if (other instanceof ScalarType) return other.width === this.host;
		if (other instanceof DTypeObject) return false;
		try {
			return hostTypeOf(other) === this.host;
		} catch {
			return false;
		}
	}

	override hashText(): string {
		return `dtype ${this.host}`;
	}

	repr(): string {
		return `dtype('${this.host}')`;
	}

	override str(): string {
		return this.host;
	}
}

const wide = new Map<HostDType, HostDTypeObject>();

/** What `a.dtype` is: the objects that arrays of JAX's have, and NumPy's own for 64 bits. */
export function hostDTypeObject(host: HostDType): HostObject {
	if (host !== 'int64' && host !== 'float64') return dtypeObject(host);
	let found = wide.get(host);
	if (!found) wide.set(host, (found = new HostDTypeObject(host)));
	return found;
}
