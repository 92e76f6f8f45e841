import { Ellipsis, Tuple } from '$lib/core/containers';
import { Fn } from '$lib/core/fn';
import { PyClass } from './classes';
import { typeError } from './errors';
import { isInstance } from './types';

/** A type written out: `list[int]`, `int | None`, `Optional[float]`. Nothing checks it. */
export class TypeForm {
	constructor(
		readonly text: string,
		/** The classes of a union, for `isinstance`; null for other forms. */
		readonly options: readonly unknown[] | null = null,
		/** What is made when it is called: `list[int]()`. */
		readonly origin: PyClass | null = null
	) {}
}

const nameOf = (type: unknown): string => {
	if (type === null) return 'None';
	if (type === Ellipsis) return '...';
	if (type instanceof TypeForm) return type.text;
	if (type instanceof PyClass)
		return type.module === 'builtins' ? type.qualname : `${type.module}.${type.qualname}`;
	if (Array.isArray(type)) return `[${type.map(nameOf).join(', ')}]`;
	return typeof type === 'string' ? `'${type}'` : type instanceof Fn ? type.name : String(type);
};

/** `form[index]` */
export function subscriptType(form: PyClass | TypeForm, index: unknown): TypeForm {
	const args = index instanceof Tuple ? index.items : [index];
	if (form instanceof PyClass && !form.user && !generic.has(form.name) && form.module === 'builtins')
		throw typeError(`type '${form.name}' is not subscriptable`);
	const text = nameOf(form);
	const options = text === 'typing.Optional' ? [...args, null] : text === 'typing.Union' ? args : null;
	return new TypeForm(
		`${text}[${args.map(nameOf).join(', ')}]`,
		options,
		form instanceof PyClass ? form : form.origin
	);
}

const generic = new Set(['list', 'tuple', 'dict', 'set', 'frozenset', 'type', 'deque', 'defaultdict']);

const isType = (value: unknown): boolean =>
	value === null || value instanceof PyClass || value instanceof TypeForm;

/** `int | None`; undefined where the operands are no types. */
export function unionType(a: unknown, b: unknown): TypeForm | undefined {
	if (!isType(a) || !isType(b) || (a === null && b === null)) return undefined;
	const options = [a, b].flatMap((each) =>
		each instanceof TypeForm && each.options ? each.options : [each]
	);
	return new TypeForm(options.map(nameOf).join(' | '), options);
}

/** Whether `value` is an instance of one of the classes of a union. */
/** `typing.List` and the like without brackets stand for their class. */
export const isAlias = (form: TypeForm): boolean => form.origin !== null && !form.text.includes('[');

export const isInstanceOfUnion = (value: unknown, form: TypeForm): boolean =>
	(form.options ?? []).some((each) =>
		each === null ? value === null : each instanceof PyClass && isInstance(value, each)
	);
