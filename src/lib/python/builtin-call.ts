import { type Kwargs } from '$lib/core/fn';
import { typeError } from './errors';
import { type NativeFunction } from './native';

const several = (n: number, what = 'argument'): string => `${n} ${what}${n === 1 ? '' : 's'}`;

/** Functions of CPython that are written in C word their errors in their own ways. */
export function checkAsBuiltin(fn: NativeFunction, args: readonly unknown[], kwargs: Kwargs): void {
	const { parameters, positional } = fn.signature;
	const self = fn.binds ? 1 : 0;
	const given = args.length - self;
	const short = fn.name.slice(fn.name.lastIndexOf('.') + 1);
	const least = positional.filter(({ required }) => required).length - self;
	const star = parameters.find(({ kind }) => kind === 'star');
	const most = positional.length - self + (star ? (star.name === 'default' ? 1 : Infinity) : 0);
	const only = parameters.every(({ kind }) => kind === 'positional' || kind === 'star');
	if (!parameters.some(({ kind }) => kind === 'doublestar')) checkKeywords(fn, short, only, kwargs);
	const onlyPositional = positional.length > 0 && positional.every(({ kind }) => kind === 'positional');
	if (only) checkCount(fn.owner + fn.name, short, given, least, most);
	else if (onlyPositional && most > 0 && least === most && (given < least || given > most))
		throw typeError(`${short} expected ${several(most)}, got ${given}`);
	else if (given > most) tooMany(short, given, most);
	const missing = positional.findIndex(
		({ name, required }, i) => required && i >= args.length && !kwargs.has(name)
	);
	if (missing < 0 || only) return;
	const { kind, name } = positional[missing];
	if (kind === 'normal')
		throw typeError(`${short}() missing required argument '${name}' (pos ${missing + 1 - self})`);
	throw typeError(`${short}() takes at least ${several(least, 'positional argument')} (${given} given)`);
}

function checkKeywords(fn: NativeFunction, short: string, only: boolean, kwargs: Kwargs): void {
	if (kwargs.size === 0) return;
	if (only) throw typeError(`${fn.name}() takes no keyword arguments`);
	for (const key of kwargs.keys())
		if (
			!fn.signature.parameters.some(
				({ name, kind }) => name === key && (kind === 'normal' || kind === 'keyword')
			)
		)
			throw typeError(`'${key}' is an invalid keyword argument for ${short}()`);
}

/** Methods that count their arguments in words of their own. */
const searches = /^str\.(r?find|r?index|count|startswith|endswith)$/;

function checkCount(name: string, short: string, given: number, least: number, most: number): void {
	if (given >= least && given <= most) return;
	if (most === 0) throw typeError(`${name}() takes no arguments (${given} given)`);
	if (searches.test(name) && given < least)
		throw typeError(`${short}() takes at least ${several(least)} (${given} given)`);
	if (least === 1 && most === 1 && name !== 'reversed')
		throw typeError(`${name}() takes exactly one argument (${given} given)`);
	const bound = least === most ? '' : given < least ? 'at least ' : 'at most ';
	throw typeError(`${short} expected ${bound}${several(given < least ? least : most)}, got ${given}`);
}

function tooMany(short: string, given: number, most: number): never {
	if (most === 0) throw typeError(`${short}() takes no positional arguments`);
	throw typeError(`${short}() takes at most ${several(most)} (${given} given)`);
}
