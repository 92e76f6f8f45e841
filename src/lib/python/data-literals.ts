import type { Call, Expression, Parameters } from './ast';
import type { Block } from './ast/statements';
import { literalOf, type Literal } from './number-literal';
import { parse } from './parse/parse';

/** An argument of a program's outermost call that is written out in it as numbers. */
export interface DataArray extends Literal {
	readonly kind: 'array';
	/** As the user calls it: the variable, else the parameter that it is given to. */
	readonly name: string;
}

/** An argument that is not: `jnp.arange(6)`. */
export interface ComputedData {
	readonly kind: 'computed';
	readonly name: string;
	/** As it stands in the program. */
	readonly text: string;
	/** Why its numbers cannot be changed; ends a sentence that begins with what it is. */
	readonly reason: string;
}

export type Datum = DataArray | ComputedData;

/** What the program is called with, in the order it is given. Throws Python's SyntaxErrors, as `parse` does. */
export function dataIn(text: string): readonly Datum[] {
	const finder = new DataFinder(text, parse(text).body);
	return [...finder.found.values()];
}

/** Calls whose arguments say how to compute, not with what. */
const wrappers =
	/^(vmap|pmap|jit|grad|value_and_grad|partial|checkpoint|remat|make_jaxpr|jacfwd|jacrev|hessian)$/;
const makers = /^(array|asarray|float32|float16|bfloat16|int32|int16|int8|uint32|uint8|bool_|float|int)$/;
const loops: { readonly [name: string]: readonly string[] } = {
	scan: ['f', 'init', 'xs', 'length'],
	fori_loop: ['lower', 'upper', 'body', 'init'],
	while_loop: ['cond', 'body', 'init'],
	map: ['f', 'xs']
};
/** Arguments that are settings of a call. */
const settings =
	/^(axis|in_axes|out_axes|axis_name|length|reverse|unroll|dtype|keepdims|argnums|has_aux|static_argnums)$/;

class DataFinder {
	/** By the place in the text, so that each is there once. */
	readonly found = new Map<number, Datum>();
	/** What names stand for at the top of the program, one after the other. */
	readonly #values = new Map<string, Expression[]>();
	readonly #functions = new Map<string, Parameters>();
	readonly #modules = new Set<string>();
	/** Names that are being looked into, and which of their values: a program may well say `x = f(x)`. */
	readonly #open = new Map<string, number>();

	constructor(
		private readonly text: string,
		body: Block
	) {
		this.#read(body);
		const calls = body.filter((statement) => statement.kind === 'Expression');
		for (const { value } of calls) this.#outermost(value);
		const last = body.findLast(({ kind }) => kind === 'Assign' || kind === 'AnnotatedAssign');
		if (this.found.size === 0 && last && 'value' in last && last.value)
			this.#outermost(last.value as Expression);
	}

	#read(body: Block): void {
		for (const statement of body) {
			if (statement.kind === 'FunctionDef') this.#functions.set(statement.target.id, statement.params);
			if (statement.kind === 'Import' || statement.kind === 'ImportFrom')
				for (const { target } of statement.aliases ?? []) this.#modules.add(target.id);
			if (statement.kind !== 'Assign' && statement.kind !== 'AnnotatedAssign') continue;
			const targets = statement.kind === 'Assign' ? statement.targets : [statement.target];
			for (const target of targets)
				if (target.kind === 'NameTarget' && statement.value) this.#assigned(target.id, statement.value);
		}
	}

	#assigned(id: string, value: Expression): void {
		this.#values.set(id, [...(this.#values.get(id) ?? []), value]);
	}

	/** Goes in until there is a call, whose arguments are the data. */
	#outermost(of: Expression): void {
		switch (of.kind) {
			case 'Call':
				return this.#call(of);
			case 'Name':
				return this.#named(of.id, (value) => this.#outermost(value));
			case 'Tuple':
			case 'List':
				return of.items.forEach((item) => this.#outermost(item));
			case 'Attribute':
			case 'Subscript':
				return this.#outermost(of.object);
			case 'Binary':
				return [of.left, of.right].forEach((side) => this.#outermost(side));
		}
	}

	#call(call: Call): void {
		const name = this.#functionName(call.callee);
		if (name === null && call.callee.kind === 'Attribute') this.#outermost(call.callee.object);
		else if (name === 'print') call.args.forEach((one) => this.#outermost(one));
		else if (name === null || !wrappers.test(name)) this.#arguments(call);
	}

	#arguments(call: Call): void {
		const names = this.#parameters(call);
		call.args.forEach((one, n) => {
			if (!settings.test(names[n] ?? '')) this.#argument(one, names[n] ?? `argument ${n + 1}`);
		});
		for (const { name, value } of call.keywords)
			if (name !== null && !settings.test(name)) this.#argument(value, name);
	}

	#argument(value: Expression, name: string): void {
		if (value.kind === 'Name') return this.#named(value.id, (inner) => this.#argument(inner, value.id));
		if (value.kind === 'Call') return this.#made(value, name);
		const literal = literalOf(value, this.text);
		if (literal.kind === 'literal') this.#add({ ...literal.literal, kind: 'array', name });
		else if (literal.kind === 'refused') this.#computed(value, name, literal.reason);
		else if (value.kind === 'Tuple' || value.kind === 'List')
			value.items.forEach((item, n) => this.#argument(item, `${name}[${n}]`));
		else if (value.kind === 'Dict')
			for (const { key, value: item } of value.entries) this.#argument(item, keyName(key, name));
		else if (value.kind === 'Attribute' || value.kind === 'Subscript') this.#argument(value.object, name);
		else if (value.kind === 'Binary')
			for (const side of [value.left, value.right])
				if (literalOf(side, this.text).kind === 'other') this.#argument(side, name);
	}

	/** An argument that is itself made by a call. */
	#made(call: Call, name: string): void {
		const maker = this.#functionName(call.callee);
		if (maker === null && call.callee.kind === 'Attribute') return this.#argument(call.callee.object, name);
		if (maker !== null && makers.test(maker) && call.args.length > 0) return this.#array(call, maker, name);
		if (maker !== null && wrappers.test(maker)) return;
		if (maker === null || this.#functions.has(maker)) return this.#arguments(call);
		this.#computed(call, name, 'is computed: write its numbers out to change them here');
	}

	#array(call: Call, maker: string, name: string): void {
		const dtype = call.keywords.find((one) => one.name === 'dtype')?.value ?? call.args[1];
		const written = dtype ? this.text.slice(dtype.span.from, dtype.span.to) : maker;
		const type = (['float', 'uint', 'int', 'bool'] as const).find((one) => written.includes(one));
		const literal = literalOf(call.args[0], this.text);
		if (literal.kind !== 'literal') return this.#argument(call.args[0], name);
		const given = type === 'uint' ? 'int' : type;
		this.#add({ ...literal.literal, ...(given && { type: given }), kind: 'array', name });
	}

	/** The names of the arguments, where the function is one of the program or a loop. */
	#parameters({ callee }: Call): readonly string[] {
		const wrapped = callee.kind === 'Call' ? callee.args[0] : callee;
		if (wrapped?.kind === 'Name') {
			const made = this.#values.get(wrapped.id)?.at(-1);
			const target = made?.kind === 'Call' ? made.args[0] : wrapped;
			const own = target?.kind === 'Name' && this.#functions.get(target.id);
			if (own) return own.map(({ name }) => name);
		}
		return loops[this.#functionName(callee) ?? ''] ?? [];
	}

	/** The last name of a function or of a module's: `array` of `jnp.array`; null for a method, or what a call returns. */
	#functionName(callee: Expression): string | null {
		if (callee.kind === 'Name') return callee.id;
		if (callee.kind !== 'Attribute') return null;
		let root = callee.object;
		while (root.kind === 'Attribute') root = root.object;
		return root.kind === 'Name' && this.#modules.has(root.id) ? callee.name : null;
	}

	#named(id: string, look: (value: Expression) => void): void {
		const values = this.#values.get(id) ?? [];
		const before = this.#open.get(id);
		const at = (before ?? values.length) - 1;
		if (at < 0) return;
		this.#open.set(id, at);
		look(values[at]);
		if (before === undefined) this.#open.delete(id);
		else this.#open.set(id, before);
	}

	#computed({ span }: Expression, name: string, reason: string): void {
		const text = this.text.slice(span.from, span.to);
		if (!this.found.has(span.from)) this.found.set(span.from, { kind: 'computed', name, text, reason });
	}

	#add(data: DataArray): void {
		if (!this.found.has(data.from)) this.found.set(data.from, data);
	}
}

const keyName = (key: Expression | null, name: string): string =>
	key?.kind === 'Constant' && typeof key.value === 'string' ? key.value : name;
