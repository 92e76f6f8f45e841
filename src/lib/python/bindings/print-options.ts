import {
	changePrintOptions,
	printOptions,
	type FloatMode,
	type PrintOptions
} from '$lib/array/print-options';
import { staticInt } from '$lib/api/arguments';
import { Dict } from '$lib/core/containers';
import { call } from '../call';
import { Instance, PyClass } from '../classes';
import { typeError } from '../errors';
import { method, native, type NativeFunction } from '../native';
import { strOf } from '../repr';
import { truth } from '../truth';
import { objectClass } from '../types';

const names =
	'precision=None, threshold=None, edgeitems=None, linewidth=None, suppress=None, nanstr=None, infstr=None, formatter=None';
const keywords = 'sign=None, floatmode=None, legacy=None, override_repr=None';

export const whole = (x: unknown): number => (x === Infinity ? Infinity : (staticInt(x) ?? 0));

export type Given = readonly unknown[];

/** What was given for NumPy's options, in the order of their signature; None for what stays. */
export function changes(given: Given): Partial<PrintOptions> {
	const [precision, threshold, edgeitems, linewidth, suppress, nanstr, infstr, formatter, sign, mode] = given;
	return {
		...(precision === null ? {} : { precision: Math.min(Math.max(0, whole(precision)), 100) }),
		...(threshold === null ? {} : { threshold: whole(threshold) }),
		...(edgeitems === null ? {} : { edgeitems: whole(edgeitems) }),
		...(linewidth === null ? {} : { linewidth: whole(linewidth) }),
		...(suppress === null ? {} : { suppress: truth(suppress) }),
		...(nanstr === null ? {} : { nanstr: strOf(nanstr) }),
		...(infstr === null ? {} : { infstr: strOf(infstr) }),
		...(sign === null ? {} : { sign: sign as PrintOptions['sign'] }),
		...(mode === null ? {} : { floatmode: mode as FloatMode }),
		formatter: formatter === null ? null : formatterOf(formatter)
	};
}

/** Keys of a `formatter` that stand for an element type, the one that counts first. */
const formatterKeys = (type: string): readonly string[] => {
	if (type === 'bool') return ['bool', 'all'];
	return type.includes('float') ? ['float', 'float_kind', 'all'] : ['int', 'int_kind', 'all'];
};

function formatterOf(given: unknown): PrintOptions['formatter'] {
	if (!(given instanceof Dict)) throw typeError('formatter must be a dict of functions');
	return (type) => {
		const key = formatterKeys(type).find((each) => given.has(each));
		if (key === undefined) return null;
		const isFloat = type.includes('float');
		return (x) =>
			strOf(call(given.get(key), [type === 'bool' ? x !== 0 : isFloat ? x : BigInt(Math.trunc(x))]));
	};
}

const optionsClass = new PyClass('printoptions', [objectClass], { module: 'contextlib' });
optionsClass.set(
	'__enter__',
	method('__enter__(self)', (self: Instance) => {
		self.fields.set('before', printOptions.current);
		changePrintOptions(self.fields.get('change') as Partial<PrintOptions>);
		return optionsDict();
	})
);
optionsClass.set(
	'__exit__',
	method('__exit__(self, *args)', (self: Instance) => {
		printOptions.current = self.fields.get('before') as PrintOptions;
		return null;
	})
);

function optionsDict(): Dict {
	const { formatter: _, precision, threshold, edgeitems, linewidth, ...texts } = printOptions.current;
	const sizes = Object.entries({ precision, threshold, edgeitems, linewidth });
	return new Dict([
		...sizes.map(([name, value]) => [name, Number.isFinite(value) ? BigInt(value) : value] as const),
		...Object.entries(texts)
	]);
}

/** `set_printoptions`, `get_printoptions` and the context `printoptions`, of `numpy` and of `jax.numpy`. */
export const printing: Readonly<Record<string, NativeFunction>> = {
	set_printoptions: native(`set_printoptions(${names}, *, ${keywords})`, (...given: Given) => {
		changePrintOptions(changes(given));
		return null;
	}),
	get_printoptions: native('get_printoptions()', optionsDict),
	printoptions: native(`printoptions(${names}, *, ${keywords})`, (...given: Given) => {
		const manager = new Instance(optionsClass);
		manager.fields.set('change', changes(given));
		return manager;
	})
};
