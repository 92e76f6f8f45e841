import type { Block, If, Statement } from '../ast/statements';
import type { Expression } from '../ast';
import type { ProgramText } from './text';

/** Rewrites of Python that decides into JAX that computes both ways, in the program's own names. */
export class Rewriter {
	readonly jnp: string;
	readonly lax: string;

	constructor(readonly text: ProgramText) {
		this.jnp = text.nameOf('jax.numpy');
		this.lax = text.nameOf('jax.lax');
	}

	/** A condition as one array of booleans: `(x > 0) & (c < 5)`. */
	condition(test: Expression): string {
		switch (test.kind) {
			case 'Logical':
				return this.joined(test.op, test.values);
			case 'Unary':
				if (test.op !== 'not') break;
				return isTest(test.operand)
					? `~(${this.condition(test.operand)})`
					: `${this.jnp}.logical_not(${this.text.of(test.operand)})`;
			case 'Compare':
				return this.comparison(test.operands, test.ops);
			case 'Call':
				if (this.text.of(test.callee) === 'bool' && test.args.length === 1)
					return this.condition(test.args[0]);
		}
		return this.text.of(test);
	}

	private joined(op: 'and' | 'or', values: readonly Expression[]): string {
		if (values.every(isTest))
			return values.map((value) => `(${this.condition(value)})`).join(op === 'and' ? ' & ' : ' | ');
		return values
			.map((value) => this.condition(value))
			.reduceRight((rest, value) => `${this.jnp}.logical_${op}(${value}, ${rest})`);
	}

	/** `0 < x < 3` asks for a truth value between its halves. */
	private comparison(operands: readonly Expression[], ops: readonly string[]): string {
		const parts = ops.map((op, i) => {
			const [left, right] = [this.text.of(operands[i]), this.text.of(operands[i + 1])];
			if (op !== 'in' && op !== 'not in') return `${left} ${op} ${right}`;
			return `${op === 'in' ? '' : '~'}${this.jnp}.isin(${left}, ${this.jnp}.array(${right}))`;
		});
		return parts.length === 1 ? parts[0] : parts.map((part) => `(${part})`).join(' & ');
	}

	/** `jnp.where(test, a, b)`, or `lax.cond` where the two are no arrays. */
	choice(test: string, then: Expression, otherwise: Expression): string {
		const [a, b] = [this.text.of(then), this.text.of(otherwise)];
		if (isArrayLike(then) && isArrayLike(otherwise)) return `${this.jnp}.where(${test}, ${a}, ${b})`;
		return `${this.lax}.cond(${test}, lambda: ${wrapped(then, a)}, lambda: ${wrapped(otherwise, b)})`;
	}

	/** What to write for an `if` statement; `rest` are the statements after it. null where it has no simple form. */
	ifStatement(node: If, rest: Block): string | null {
		const returned = this.returned(node, rest);
		if (returned !== null) return `return ${returned}`;
		const names = [...assignedIn(node)];
		if (names.length === 0) return null;
		const lines = names.map((name) => {
			const value = this.assigned(name, node);
			return value === null ? null : `${name} = ${value}`;
		});
		if (lines.includes(null) || !inOneOrder(node, names)) return this.branches(node, names);
		const test = this.condition(node.test);
		const shaken = names.length > 1 && names.some((name) => mentions(node.test, name));
		if (!shaken) return lines.join('\n');
		// Later lines would read a name of the test that an earlier one has changed.
		return [`decided = ${test}`, ...lines.map((line) => (line ?? '').replace(test, 'decided'))].join('\n');
	}

	/** Functions for the two branches, of everything they change. */
	private branches(node: If, names: readonly string[]): string {
		const list = names.join(', ');
		const define = (name: string, block: Block): string[] => [
			`def ${name}(${list}):`,
			...this.text.lines(block).map((line) => `    ${line}`),
			`    return ${list}`
		];
		const unchanged = names.length === 1 ? list : `(${list})`;
		const otherwise = node.otherwise.length > 0 ? 'otherwise' : `lambda ${list}: ${unchanged}`;
		return [
			...define('then', node.body),
			...(node.otherwise.length > 0 ? define('otherwise', node.otherwise) : []),
			`${list} = ${this.lax}.cond(${this.condition(node.test)}, then, ${otherwise}, ${list})`
		].join('\n');
	}

	/** The value that a name has after an `if`; null where it takes more than an expression. */
	private assigned(name: string, node: If): string | null {
		const then = this.valueIn(name, node.body);
		const otherwise = this.valueIn(name, node.otherwise);
		if (then === null || otherwise === null) return null;
		if (then === otherwise) return then;
		return `${this.jnp}.where(${this.condition(node.test)}, ${then}, ${otherwise})`;
	}

	private valueIn(name: string, block: Block): string | null {
		if (block.length === 1 && block[0].kind === 'If') return this.assigned(name, block[0]);
		let value = name;
		for (const statement of block) {
			const simple = this.simpleAssignment(statement);
			if (simple === null) return null;
			if (simple.name === name) value = simple.value;
		}
		return value;
	}

	/** `name = value` and `name += value`, with an array for a value. */
	simpleAssignment(statement: Statement): { readonly name: string; readonly value: string } | null {
		if (statement.kind === 'Pass') return { name: '', value: '' };
		if (statement.kind === 'Assign') {
			const [target] = statement.targets;
			if (statement.targets.length !== 1 || target.kind !== 'NameTarget' || !isArrayLike(statement.value))
				return null;
			return { name: target.id, value: this.text.of(statement.value) };
		}
		if (statement.kind !== 'AugmentedAssign' || statement.target.kind !== 'NameTarget') return null;
		const { id } = statement.target;
		return { name: id, value: `${id} ${statement.op} ${this.operand(statement.value)}` };
	}

	private operand(value: Expression): string {
		const text = this.text.of(value);
		return ['Name', 'Constant', 'Call', 'Attribute', 'Subscript'].includes(value.kind) ? text : `(${text})`;
	}

	/** `if a: return x` and what is returned otherwise, as one expression. */
	private returned(node: If, rest: Block): string | null {
		const then = returnOf(node.body);
		if (!then) return null;
		const after = node.otherwise.length > 0 ? node.otherwise : rest;
		const test = this.condition(node.test);
		const nested = after[0]?.kind === 'If' ? this.returned(after[0], after.slice(1)) : null;
		if (nested !== null && isArrayLike(then))
			return `${this.jnp}.where(${test}, ${this.text.of(then)}, ${nested})`;
		const otherwise = returnOf(after);
		return otherwise && this.choice(test, then, otherwise);
	}
}

const returnOf = (block: Block): Expression | null =>
	block.length === 1 && block[0].kind === 'Return' ? block[0].value : null;

/** Is it true or false already? */
const isTest = (node: Expression): boolean =>
	node.kind === 'Compare' ||
	node.kind === 'Logical' ||
	(node.kind === 'Unary' && node.op === 'not') ||
	(node.kind === 'Call' && node.callee.kind === 'Name' && node.callee.id === 'bool');

/**
 * Can the branches' assignments be made one name after the other, both branches at once? Each has to read a name
 * before or after it is assigned as the others do, and a later test may not read one that has changed.
 */
function inOneOrder(node: If, names: readonly string[]): boolean {
	if (names.length === 1) return true;
	return [node.body, node.otherwise].every((block) => {
		const [first] = block;
		if (block.length === 1 && first.kind === 'If')
			return !names.some((name) => mentions(first.test, name)) && inOneOrder(first, names);
		const assigned = new Set<string>();
		return block.every((statement) => {
			const [own] = assignedIn(statement);
			const fits = names.every((name, place) => {
				if (name === own || !mentions(statement, name) || !assignedIn(block).has(name)) return true;
				return assigned.has(name) === place < names.indexOf(own);
			});
			assigned.add(own);
			return fits;
		});
	});
}

/** Could the expression be an array? Displays and texts are none. */
const isArrayLike = (node: Expression): boolean =>
	!['Tuple', 'List', 'Dict', 'Set', 'Lambda', 'FormattedString', 'Comprehension'].includes(node.kind) &&
	!(node.kind === 'Constant' && (node.value === null || typeof node.value === 'string'));

/** A lambda's body: a tuple in its parentheses. */
const wrapped = (node: Expression, text: string): string =>
	node.kind === 'Tuple' && !isOneGroup(text) ? `(${text})` : text;

/** Does the first bracket end at the end? */
function isOneGroup(text: string): boolean {
	let depth = 0;
	return (
		text.startsWith('(') &&
		[...text].every((char, i) => {
			if (char === '(') depth++;
			if (char === ')') depth--;
			return depth > 0 || i === text.length - 1;
		})
	);
}

/** Names that statements bind, in order; functions and classes inside are their own. */
export function assignedIn(value: unknown, found = new Set<string>()): Set<string> {
	if (typeof value !== 'object' || value === null) return found;
	const { kind, id } = value as { readonly kind?: string; readonly id?: string };
	if (kind === 'NameTarget' && id !== undefined) found.add(id);
	if (kind === 'FunctionDef' || kind === 'ClassDef' || kind === 'Lambda' || kind === 'Constant') return found;
	for (const [key, part] of Object.entries(value)) if (key !== 'span') assignedIn(part, found);
	return found;
}

/** Does the name occur in it as a value? */
export function mentions(value: unknown, name: string): boolean {
	if (typeof value !== 'object' || value === null) return false;
	const { kind, id } = value as { readonly kind?: string; readonly id?: string };
	if (kind === 'Constant') return false;
	if (kind === 'Name' && id === name) return true;
	return Object.entries(value).some(([key, part]) => key !== 'span' && mentions(part, name));
}
