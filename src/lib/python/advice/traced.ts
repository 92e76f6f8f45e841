import { tracedNow, type TracedNow } from '$lib/api/now';
import type { Help, ProgramError } from '$lib/core/errors';
import * as help from '$lib/core/help/tracers';
import type { Tracer } from '$lib/core/interpreter';
import type { AnyNode, Call, Conditional, Expression } from '../ast';
import type { Block, If } from '../ast/statements';
import { forRange, whileLoop } from './loops';
import { Rewriter } from './rewrite';
import type { ProgramText } from './text';

/** Help for an error that wants a value of a tracer, or null where there is nothing to add to what was said. */
export function tracedHelp(error: ProgramError, tracer: Tracer, text: ProgramText): Help {
	const now = tracedNow(tracer);
	const path = error.span ? text.pathTo(error.span) : [];
	const place = new TracedPlace(path, now, new Rewriter(text));
	const instead = place.insteadOf(error) ?? error.help.instead ?? null;
	return {
		why: help.noValueYet({ ...now, what: place.what, now: now.value }),
		...(instead === null ? {} : { instead })
	};
}

/** The name of the plain function that a call calls; null for any other node. */
const calledBy = (node: AnyNode | undefined): string | null =>
	node?.kind === 'Call' && node.callee.kind === 'Name' ? node.callee.id : null;

/** Builtins that turn their one argument into a number. */
const converts: ReadonlySet<string> = new Set(['bool', 'int', 'float', 'range']);

const reductions: Readonly<Record<string, string>> = {
	max: 'max',
	min: 'min',
	any: 'any',
	all: 'all',
	sorted: 'sort'
};

/** A place in the program that asks a traced value for its value. */
class TracedPlace {
	private readonly node: AnyNode | undefined;
	private readonly text: ProgramText;

	constructor(
		private readonly path: readonly AnyNode[],
		private readonly now: TracedNow,
		private readonly rewriter: Rewriter
	) {
		this.text = rewriter.text;
		this.node = path.at(-1);
	}

	/** What has no value: an expression in backticks, where it can be told apart. */
	get what(): string {
		const { node, now } = this;
		const named = now.called ?? now.argument;
		if (!node) return named === null ? 'A traced value' : `\`${named}\``;
		if (node.kind === 'Call' && node.args.length === 1 && converts.has(calledBy(node) ?? ''))
			return this.quoted(node.args[0]);
		if (node.kind === 'Unary' && node.op === 'not') return this.quoted(node.operand);
		if (node.kind === 'Subscript' && node.index.kind !== 'Slice') return this.quoted(node.index);
		if (node.kind === 'Compare' && node.ops.length === 1) return this.quoted(node);
		if (named !== null && now.type !== 'bool[]') return `\`${named}\``;
		if (reductions[calledBy(node) ?? ''] && now.type === 'bool[]')
			return `A comparison in ${this.quoted(node)}`;
		return named === null ? this.quoted(node) : `\`${named}\``;
	}

	private quoted(node: AnyNode): string {
		return `\`${this.text.of(node)}\``;
	}

	/** What to write, in the program's own names; null where there is no way. */
	insteadOf({ type, message }: ProgramError): string | null {
		const { node } = this;
		if (!node) return null;
		if (type === 'TracerArrayConversionError') return this.inJax(node);
		if (type === 'NonConcreteBooleanIndexError') return this.masked(node);
		if (message.startsWith('unsupported format string')) return this.printed();
		if (message.startsWith('unhashable')) return help.notAKey(this.rewriter.jnp);
		const number = this.number(node);
		if (number !== null) return number;
		if (type === 'ConcretizationTypeError' || message.startsWith('Shapes must be')) return this.fixed();
		return this.decision();
	}

	/** NumPy's function by the name of JAX's. */
	private inJax(node: AnyNode): string {
		const np = this.text.nameOf('numpy');
		const text = this.text.of(node);
		return text.startsWith(`${np}.`)
			? `${this.rewriter.jnp}${text.slice(np.length)}`
			: help.useJax(this.rewriter.jnp);
	}

	/** A mask keeps the shape. */
	private masked(node: AnyNode): string | null {
		if (node.kind !== 'Subscript') return null;
		return `${this.rewriter.jnp}.where(${this.text.of(node.index)}, ${this.text.of(node.object)}, 0)`;
	}

	/** A formatted string, as `jax.debug.print` prints it once there is a value. */
	private printed(): string {
		const found = this.path.findLast((node) => node.kind === 'FormattedString');
		const parts = found?.kind === 'FormattedString' ? found.parts : [];
		const args = new Map<string, string>();
		const template = parts.map((part) => {
			if (typeof part === 'string') return part;
			const value = this.text.of(part.value);
			const name = part.value.kind === 'Name' ? value : `v${args.size}`;
			args.set(name, value);
			const spec = part.spec ? `:${part.spec.parts.join('')}` : '';
			return `${part.label ?? ''}{${name}${spec}}`;
		});
		const given = [...args].map(([name, value]) => `, ${name}=${value}`).join('');
		return `jax.debug.print(${JSON.stringify(template.join(''))}${given})`;
	}

	/** What decides a shape is fixed. */
	private fixed(): string {
		const { argument, purpose, name } = this.now;
		if (purpose === 'jit' && argument !== null && /^\w+$/.test(argument))
			return help.staticArgument(plain(name), argument);
		return help.largestShape(this.rewriter.jnp);
	}

	/** Places that want a number. */
	private number(node: AnyNode): string | null {
		if (node.kind === 'Call') return this.called(node);
		if (node.kind !== 'Subscript') return null;
		if (node.index.kind === 'Slice') return this.sliced(node.object, node.index);
		const { jnp, lax } = this.rewriter;
		const parent = this.path.at(-2);
		const [object, index] = [this.text.of(node.object), this.text.of(node.index)];
		if (parent?.kind === 'Call' && parent.callee === node)
			return `${lax}.switch(${[index, object, ...parent.args.map((arg) => this.text.of(arg))].join(', ')})`;
		return `${jnp}.array(${object})[${index}]`;
	}

	/** Python's functions of numbers, as JAX's of arrays. */
	private called(node: Call): string | null {
		const { jnp } = this.rewriter;
		const name = calledBy(node);
		const args = node.args.map((arg) => this.text.of(arg));
		if (name === 'range') return this.counted(node);
		if ((name === 'int' || name === 'float') && args.length === 1)
			return `${operand(this.text, node.args[0])}.astype(${name})`;
		if ((name === 'max' || name === 'min') && args.length > 1)
			return args.reduce((a, b) => `${jnp}.${name}imum(${a}, ${b})`);
		const reduction = name === null ? undefined : reductions[name];
		return reduction !== undefined && args.length === 1
			? `${jnp}.${reduction}(${jnp}.array(${args[0]}))`
			: null;
	}

	private counted(node: Call): string {
		const loop = this.path.findLast((each) => each.kind === 'For' && each.iterable === node);
		const written =
			loop?.kind === 'For' ? forRange(loop, this.after(this.path.indexOf(loop)), this.rewriter) : null;
		const count = this.text.of(node.args[node.args.length - 1] ?? node);
		const loops = written ?? `${this.rewriter.lax}.fori_loop(0, ${count}, body, carry)`;
		return this.withStatic(loops);
	}

	/** In a jitted function an argument may be made static. */
	private withStatic(code: string): string {
		const { argument, purpose, name } = this.now;
		return purpose === 'jit' && argument !== null && /^\w+$/.test(argument)
			? `${code}\n# or: ${help.staticArgument(plain(name), argument)}`
			: code;
	}

	/** `x[i:i + 3]` has a fixed size; of others a mask keeps the shape. */
	private sliced(
		object: Expression,
		{ start, stop }: { readonly start: Expression | null; readonly stop: Expression | null }
	): string {
		const { jnp, lax } = this.rewriter;
		const x = this.text.of(object);
		const from = start ? this.text.of(start) : '0';
		const to = stop ? this.text.of(stop) : '';
		const size = sizeBetween(from, stop, this.text);
		if (size !== null) return `${lax}.dynamic_slice_in_dim(${x}, ${from}, ${size})`;
		const places = `${jnp}.arange(${x}.shape[0])`;
		const test = [...(start ? [`${places} >= ${from}`] : []), ...(stop ? [`${places} < ${to}`] : [])];
		const inside = test.length === 1 ? test[0] : test.map((part) => `(${part})`).join(' & ');
		return this.withStatic(`${jnp}.where(${inside}, ${x}, 0)`);
	}

	/** Places that want a truth value. */
	private decision(): string | null {
		const { rewriter, path } = this;
		const at = path.findLastIndex((each) => decides(each, path));
		const node = path[at];
		if (!node) return help.decideLater(rewriter.jnp, rewriter.lax);
		switch (node.kind) {
			case 'If':
				return this.ifStatement(node, at);
			case 'While':
				return whileLoop(node, this.after(at), rewriter);
			case 'Conditional':
				return this.choice(node);
			case 'Assert':
				return help.checkOutside;
			case 'Comprehension':
				return `${rewriter.jnp}.where(${node.clauses.flatMap(({ conditions }) => conditions.map((c) => rewriter.condition(c))).join(' & ')}, ${this.text.of(node.element)}, 0)`;
			default:
				return rewriter.condition(node as Expression);
		}
	}

	private choice({ test, then, otherwise }: Conditional): string {
		const written = this.rewriter.choice(this.rewriter.condition(test), then, otherwise);
		return test.kind === 'Name' ? this.withStatic(written) : written;
	}

	private ifStatement(node: If, at: number): string {
		const { rewriter } = this;
		if (node.body.some(({ kind }) => kind === 'Break'))
			return help.breakOut(rewriter.lax, rewriter.condition(node.test));
		const written = rewriter.ifStatement(node, this.after(at));
		if (written !== null) return node.test.kind === 'Name' ? this.withStatic(written) : written;
		return raises(node.body) ? help.checkOutside : help.decideLater(rewriter.jnp, rewriter.lax);
	}

	/** The statements after the one at a place of the path. */
	private after(at: number): Block {
		const node = this.path[at];
		const parent = this.path[at - 1] as object | undefined;
		for (const part of Object.values(parent ?? this.text.program)) {
			const place = Array.isArray(part) ? part.indexOf(node) : -1;
			if (place >= 0) return (part as Block).slice(place + 1);
		}
		return [];
	}
}

/** Does the node ask something on the path for a truth value? The statement or expression around counts more. */
function decides(node: AnyNode, path: readonly AnyNode[]): boolean {
	const inside = path[path.indexOf(node) + 1];
	switch (node.kind) {
		case 'If':
		case 'While':
		case 'Conditional':
		case 'Assert':
			return inside === node.test;
		case 'Comprehension':
			return node.clauses.some(({ conditions }) => conditions.includes(inside as Expression));
		case 'Logical':
		case 'Compare':
			return !isInTest(node, path);
		case 'Unary':
			return node.op === 'not' && !isInTest(node, path);
		case 'Call':
			return calledBy(node) === 'bool' && !isInTest(node, path);
		default:
			return false;
	}
}

/** Is it a part of a larger test? */
function isInTest(node: AnyNode, path: readonly AnyNode[]): boolean {
	const parent = path[path.indexOf(node) - 1];
	return (
		parent !== undefined &&
		(parent.kind === 'Logical' || calledBy(parent) === 'bool' || decides(parent, path))
	);
}

/** A lambda has no name to be called by. */
const plain = (name: string): string => (/^\w+$/.test(name) ? name : 'f');

const raises = (block: Block): boolean => block.some(({ kind }) => kind === 'Raise');

const operand = (text: ProgramText, node: Expression): string =>
	['Name', 'Call', 'Attribute', 'Subscript'].includes(node.kind) ? text.of(node) : `(${text.of(node)})`;

/** The size of `start:start + size`. */
function sizeBetween(start: string, stop: Expression | null, text: ProgramText): string | null {
	if (stop?.kind !== 'Binary' || stop.op !== '+') return null;
	const [left, right] = [text.of(stop.left), text.of(stop.right)];
	return left === start ? right : right === start ? left : null;
}
