import type { Kwargs } from '$lib/core/fn';
import type { ProgramError } from '$lib/core/errors';
import type { ParameterKind } from './ast';
import { keywords } from '$lib/core/help/names';
import { typeError } from './errors';
import { missing } from './parts';

const { nearest } = missing.functions;

export interface SignatureParameter {
	readonly name: string;
	readonly kind: ParameterKind;
	readonly required: boolean;
}

/** Marks a parameter that no argument was given for, until its default is filled in. */
export const absent = Symbol('absent');

const quoted = (names: readonly string[]): string => {
	const all = names.map((name) => `'${name}'`);
	if (all.length < 3) return all.join(' and ');
	return `${all.slice(0, -1).join(', ')}, and ${all[all.length - 1]}`;
};
const plural = (n: number): string => (n === 1 ? '' : 's');

/** The parameters of a function, and how arguments are spread over them as CPython does. */
export class Signature {
	/** Positional ones, in order. */
	readonly positional: readonly SignatureParameter[];
	private readonly index = new Map<string, number>();
	private readonly star: number;
	private readonly doublestar: number;

	constructor(readonly parameters: readonly SignatureParameter[]) {
		this.positional = parameters.filter(({ kind }) => kind === 'positional' || kind === 'normal');
		this.star = parameters.findIndex(({ kind }) => kind === 'star');
		this.doublestar = parameters.findIndex(({ kind }) => kind === 'doublestar');
		parameters.forEach(({ name, kind }, i) => {
			if (kind === 'normal' || kind === 'keyword') this.index.set(name, i);
		});
	}

	/**
	 * A value for each parameter, in order: `absent` where the default is to be used, an array of the rest for
	 * `*args`, a Map for `**kwargs`. Throws CPython's TypeErrors.
	 */
	bind(name: string, args: readonly unknown[], kwargs: Kwargs): unknown[] {
		const values: unknown[] = new Array(this.parameters.length).fill(absent);
		const taken = Math.min(args.length, this.positional.length);
		for (let i = 0; i < taken; i++) values[i] = args[i];
		if (this.star >= 0) values[this.star] = args.slice(taken);
		if (this.doublestar >= 0) values[this.doublestar] = new Map<string, unknown>();
		for (const [key, value] of kwargs) this.bindKeyword(name, key, value, values, kwargs);
		if (this.star < 0 && args.length > this.positional.length) throw this.tooMany(name, args, values);
		this.checkMissing(name, values);
		return values;
	}

	private bindKeyword(name: string, key: string, value: unknown, values: unknown[], kwargs: Kwargs): void {
		const at = this.index.get(key);
		if (at === undefined) {
			if (this.doublestar >= 0) (values[this.doublestar] as Map<string, unknown>).set(key, value);
			else throw this.unexpected(name, key, kwargs);
		} else if (values[at] !== absent) throw typeError(`${name}() got multiple values for argument '${key}'`);
		else values[at] = value;
	}

	private unexpected(name: string, key: string, kwargs: Kwargs): ProgramError {
		const only = this.parameters.filter((each) => each.kind === 'positional' && kwargs.has(each.name));
		if (only.length > 0)
			return typeError(
				`${name}() got some positional-only arguments passed as keyword arguments: '${only.map((each) => each.name).join(', ')}'`
			);
		const names = this.parameters
			.filter(({ kind }) => kind === 'normal' || kind === 'keyword')
			.map((each) => each.name);
		return typeError(
			`${name}() got an unexpected keyword argument '${key}'`,
			keywords(name, nearest(key, names), names)
		);
	}

	private tooMany(name: string, args: readonly unknown[], values: readonly unknown[]): ProgramError {
		const most = this.positional.length;
		const least = this.positional.filter(({ required }) => required).length;
		const takes =
			least === most
				? `${most} positional argument${plural(most)}`
				: `from ${least} to ${most} positional arguments`;
		const keyword = this.parameters.filter(
			({ kind }, i) => kind === 'keyword' && values[i] !== absent
		).length;
		const given =
			keyword > 0
				? `${args.length} positional argument${plural(args.length)} (and ${keyword} keyword-only argument${plural(keyword)}) were given`
				: `${args.length} ${args.length === 1 ? 'was' : 'were'} given`;
		return typeError(`${name}() takes ${takes} but ${given}`);
	}

	private checkMissing(name: string, values: readonly unknown[]): void {
		let positional: string[] | null = null;
		let keyword: string[] | null = null;
		for (let i = 0; i < values.length; i++) {
			const parameter = this.parameters[i];
			if (values[i] !== absent || !parameter.required) continue;
			if (parameter.kind === 'keyword') (keyword ??= []).push(parameter.name);
			else (positional ??= []).push(parameter.name);
		}
		const missing = positional ?? keyword;
		if (!missing) return;
		const kind = positional ? 'positional' : 'keyword-only';
		throw typeError(
			`${name}() missing ${missing.length} required ${kind} argument${plural(missing.length)}: ${quoted(missing)}`
		);
	}
}
