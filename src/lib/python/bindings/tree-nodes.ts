import { Dict, Tuple } from '$lib/core/containers';
import { registerNode } from '$lib/core/tree';
import { getAttribute } from '../attributes';
import { call } from '../call';
import { isOwned, PyClass } from '../classes';
import { dataclassFields } from '../dataclass-fields';
import { typeError, valueError } from '../errors';
import { iterate } from '../iterate';
import { reprOf, strOf } from '../repr';
import { truth } from '../truth';
import { TreeKeyObject } from './tree-objects';

const registered = new WeakSet<PyClass>();

/** Of exactly this class: JAX does not look into values of classes derived from a registered one. */
const isOf =
	(cls: PyClass) =>
	(value: unknown): boolean =>
		isOwned(value) && value.cls === cls;

function claim(cls: unknown): PyClass {
	if (!(cls instanceof PyClass)) throw typeError(`Expected a type, got ${reprOf(cls)}`);
	if (registered.has(cls))
		throw valueError(`Duplicate custom PyTreeDef type registration for ${cls.toString()}.`);
	registered.add(cls);
	return cls;
}

/** What a flattening function of the program gives: children, and what is kept beside them. */
function pairOf(result: unknown): [children: unknown[], aux: unknown] {
	if (!(result instanceof Tuple) || result.length !== 2)
		throw typeError(
			'The to_iterable function for a custom PyTree node should return a (children, aux_data) tuple'
		);
	return [[...iterate(result.items[0])], result.items[1]];
}

const customText =
	(cls: PyClass, aux: unknown) =>
	(parts: readonly string[]): string =>
		`CustomNode(${cls.name}[${strOf(aux)}], [${parts.join(', ')}])`;

const flatIndex = (children: readonly unknown[]): string[] => children.map((_, i) => `[<flat index ${i}>]`);

/** `register_pytree_node`: the program's own way into and out of values of `cls`. */
export function registerPytreeNode(given: unknown, flatten: unknown, unflatten: unknown): null {
	const cls = claim(given);
	registerNode({
		test: isOf(cls),
		flatten: (value) => {
			const [children, aux] = pairOf(call(flatten, [value]));
			return {
				children,
				keys: flatIndex(children),
				type: cls.toString(),
				meta: aux,
				text: customText(cls, aux)
			};
		},
		unflatten: (aux, children) => call(unflatten, [aux, new Tuple(children)])
	});
	return null;
}

/** `register_pytree_with_keys`: the flattening function gives (key, child) pairs. */
export function registerPytreeWithKeys(given: unknown, flatten: unknown, unflatten: unknown): null {
	const cls = claim(given);
	registerNode({
		test: isOf(cls),
		flatten: (value) => {
			const [pairs, aux] = pairOf(call(flatten, [value]));
			const split = pairs.map((pair) => [...iterate(pair)]);
			const path = split.map(([key]) => (key instanceof TreeKeyObject ? key.key : key));
			return {
				children: split.map(([, child]) => child),
				keys: split.map(([key]) => strOf(key)),
				type: cls.toString(),
				meta: aux,
				text: customText(cls, aux),
				path
			};
		},
		unflatten: (aux, children) => call(unflatten, [aux, new Tuple(children)])
	});
	return null;
}

/** `register_pytree_node_class`: the class itself has `tree_flatten` and `tree_unflatten`. */
export function registerPytreeNodeClass(cls: unknown): unknown {
	registerPytreeNode(cls, getAttribute(cls, 'tree_flatten'), getAttribute(cls, 'tree_unflatten'));
	return cls;
}

/** The same with `tree_flatten_with_keys`. */
export function registerPytreeWithKeysClass(cls: unknown): unknown {
	registerPytreeWithKeys(
		cls,
		getAttribute(cls, 'tree_flatten_with_keys'),
		getAttribute(cls, 'tree_unflatten')
	);
	return cls;
}

/** `register_static`: values are structure, without leaves. */
export function registerStatic(given: unknown): unknown {
	const cls = claim(given);
	registerNode({
		test: isOf(cls),
		flatten: (value) => ({
			children: [],
			keys: [],
			type: cls.toString(),
			meta: value,
			text: customText(cls, value)
		}),
		unflatten: (value) => value
	});
	return cls;
}

const names = (list: unknown): string[] => [...iterate(list)].map(strOf);

/** Fields of a dataclass by whether their metadata says `static`. */
function fieldNames(cls: PyClass): { data: string[]; meta: string[] } | null {
	const fields = dataclassFields(cls)?.filter(({ init }) => init);
	if (!fields) return null;
	const isStatic = ({ metadata }: { metadata: unknown }): boolean =>
		metadata instanceof Dict && truth(metadata.get('static') ?? false);
	return {
		data: fields.filter((field) => !isStatic(field)).map(({ name }) => name),
		meta: fields.filter(isStatic).map(({ name }) => name)
	};
}

/** `register_dataclass`: data fields are children, meta fields are structure. Gives the class back. */
export function registerDataclass(
	given: unknown,
	dataFields: unknown,
	metaFields: unknown,
	drop: unknown
): unknown {
	if (!(given instanceof PyClass)) throw typeError(`Expected a type, got ${reprOf(given)}`);
	const own = fieldNames(given);
	if ((dataFields === null || metaFields === null) && !own)
		throw typeError(
			`register_dataclass: data_fields and meta_fields are required when nodetype is not a dataclass. Got nodetype=${given.toString()}.`
		);
	const data = dataFields === null ? (own?.data ?? []) : names(dataFields);
	const meta = metaFields === null ? (own?.meta ?? []) : names(metaFields);
	if (own) checkFields(given, own, [...data, ...meta], names(drop));
	const cls = claim(given);
	const read = (value: unknown, fields: readonly string[]): unknown[] =>
		fields.map((name) => getAttribute(value, name));
	registerNode({
		test: isOf(cls),
		flatten: (value) => {
			const aux = new Tuple(read(value, meta));
			return {
				children: read(value, data),
				keys: data.map((name) => `.${name}`),
				type: cls.toString(),
				meta: aux,
				text: customText(cls, aux)
			};
		},
		unflatten: (aux, children) => {
			const fields = [...meta, ...data];
			const values = [...(aux as Tuple).items, ...children];
			return call(cls, [], new Map(fields.map((name, i) => [name, values[i]])));
		}
	});
	return cls;
}

function checkFields(
	cls: PyClass,
	own: { data: string[]; meta: string[] },
	listed: readonly string[],
	dropped: readonly string[]
): void {
	const all = [...own.data, ...own.meta].filter((name) => !dropped.includes(name));
	const missing = all.filter((name) => !listed.includes(name));
	const unexpected = listed.filter((name) => !all.includes(name));
	if (missing.length === 0 && unexpected.length === 0) return;
	const set = (list: readonly string[]): string => `{${list.map((name) => `'${name}'`).join(', ')}}`;
	const part = missing.length > 0 ? ` Missing fields: ${set(missing)}.` : '';
	const other = unexpected.length > 0 ? ` Unexpected fields: ${set(unexpected)}.` : '';
	throw valueError(
		`data_fields and meta_fields must include all dataclass fields with \`\`init=True\`\` and only them.${part}${other} Add them to drop_fields to suppress this error (${cls.name}).`
	);
}
