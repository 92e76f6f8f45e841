import { hostScalar } from '$lib/api/numpy/host-array';
import { bitsOf, hostTypeOf, isReal, isWhole, kindOf, type HostDType } from '$lib/api/numpy/host-dtype';
import { HostObject, PyClass } from '../../classes';
import { typeError, valueError } from '../../errors';
import { reprOf } from '../../repr';
import { objectClass } from '../../types';
import { hostDTypeObject, hostType } from './types';

const infoClass = (name: string): PyClass => new PyClass(name, [objectClass], { module: 'numpy' });
const classes = { finfo: infoClass('finfo'), iinfo: infoClass('iinfo') };

/** Facts of one of NumPy's number types: `np.finfo(np.float64).eps`. */
class NumpyInfo extends HostObject {
	readonly cls: PyClass;

	constructor(
		kind: keyof typeof classes,
		private readonly host: HostDType,
		private readonly facts: Readonly<Record<string, unknown>>
	) {
		super();
		this.cls = classes[kind];
	}

	override attribute(name: string): unknown {
		if (name === 'dtype') return hostDTypeObject(this.host);
		return Object.hasOwn(this.facts, name) ? this.facts[name] : undefined;
	}

	repr(): string {
		const { min, max } = this.facts;
		return `${this.cls.name}(min=${reprOf(min)}, max=${reprOf(max)}, dtype=${this.host})`;
	}
}

/** Bits of the fraction and of the exponent. */
const layout: Partial<Record<HostDType, readonly [nmant: number, nexp: number]>> = {
	float16: [10, 5],
	float32: [23, 8],
	float64: [52, 11]
};

export function finfo(x: unknown): NumpyInfo {
	const host = hostTypeOf(x) ?? 'float64';
	const facts = layout[host];
	if (!isReal(host) || !facts) throw valueError(`data type ${reprOf(x)} not inexact`);
	const [nmant, nexp] = facts;
	const scalar = (value: number): unknown => hostScalar(host, value);
	const top = 2 ** (nexp - 1);
	const max = (2 - 2 ** -nmant) * 2 ** (top - 1);
	return new NumpyInfo('finfo', host, {
		bits: BigInt(bitsOf(host)),
		eps: scalar(2 ** -nmant),
		epsneg: scalar(2 ** -(nmant + 1)),
		max: scalar(max),
		min: scalar(-max),
		tiny: scalar(2 ** (2 - top)),
		smallest_normal: scalar(2 ** (2 - top))
	});
}

export function iinfo(x: unknown): NumpyInfo {
	const host = hostTypeOf(x);
	if (host === null || !isWhole(host)) throw valueError(`Invalid integer data type '${reprOf(x)}'.`);
	const bits = BigInt(bitsOf(host));
	const signed = kindOf(host) === 'i';
	const max = (1n << (signed ? bits - 1n : bits)) - 1n;
	return new NumpyInfo('iinfo', host, { bits, min: signed ? -max - 1n : 0n, max });
}

/** `np.issubdtype` */
export function issubdtype(x: unknown, of: unknown): boolean {
	const host = hostTypeOf(x);
	if (host === null) throw typeError('Cannot interpret None as a data type');
	if (!(of instanceof PyClass)) return hostTypeOf(of) === host;
	if (of.accepts && of.module === 'numpy') return of.accepts(hostScalar(host, 0));
	return hostType(host) === of || hostTypeOf(of) === host;
}
