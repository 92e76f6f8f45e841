import { Tuple, Dict } from '$lib/core/containers';
import { nameValue } from '$lib/core/naming';
import { Fn, type FnParameters, type Kwargs } from '$lib/core/fn';
import { returning } from '$lib/core/locals';
import { currentSource, setSource, type Frame, type Span } from '$lib/core/source';
import { Activation } from './activation';
import { localsOf } from './locals';
import { pyError } from './errors';
import { returned, type Evaluate, type Execute } from './evaluate/unit';
import { tick } from './host';
import type { Scope } from './scope';
import { absent, type Signature } from './signature';
import { recordFrame } from './trace';

const noKwargs: Kwargs = new Map();

/** What a call runs: statements, or something with a value (a lambda's expression, the making of a generator). */
export type FunctionBody =
	{ readonly kind: 'statements'; readonly run: Execute } | { readonly kind: 'value'; readonly run: Evaluate };

/** What a `def` or `lambda` of the program says, apart from the values it closes over. */
export interface FunctionCode {
	readonly name: string;
	readonly qualname: string;
	readonly span: Span;
	readonly signature: Signature;
	/** All names of the function, parameters first. */
	readonly scope: Scope;
	readonly body: FunctionBody;
	readonly doc: string | null;
}

/** How deep calls may nest. */
const deepest = 990;
let depth = 0;

/** A function of the program. */
export class UserFunction extends Fn {
	override name: string;
	qualname: string;
	module = '__main__';
	override readonly span: Span;
	readonly params: readonly string[];
	doc: unknown;

	constructor(
		readonly code: FunctionCode,
		readonly closure: Activation | null,
		/** By parameter; undefined where there is none. */
		readonly defaults: readonly unknown[],
		readonly annotations: Dict
	) {
		super();
		this.name = code.name;
		this.qualname = code.qualname;
		this.span = code.span;
		this.doc = code.doc;
		this.params = code.signature.positional.map(({ name }) => name);
	}

	override get parameters(): FnParameters {
		const { parameters, positional } = this.code.signature;
		const has = (wanted: string): boolean => parameters.some(({ kind }) => kind === wanted);
		return {
			positional: positional.length,
			names: parameters.flatMap(({ name, kind }) => (kind.includes('star') ? [] : [name])),
			star: has('star'),
			doubleStar: has('doublestar')
		};
	}

	/** One JavaScript function for all of a call: what recursion can do is bounded by JavaScript's own stack. */
	call(args: readonly unknown[], kwargs: Kwargs = noKwargs): unknown {
		tick();
		const slots = this.slotsFor(args, kwargs);
		const before = currentSource();
		const frame: Frame = { parent: before.frame, kind: 'function', name: this.name, call: before.span };
		if (++depth > deepest) {
			depth--;
			throw pyError('RecursionError', 'maximum recursion depth exceeded');
		}
		setSource({ span: this.span, frame });
		try {
			const { body } = this.code;
			const activation = new Activation(slots, this.closure, frame);
			const ended = body.run(activation);
			const result = body.kind === 'value' ? ended : ended === returned ? activation.returned : null;
			returning(this.span, () => localsOf(this.code.scope, activation, result));
			return result;
		} catch (error) {
			throw recordFrame(error, this.name);
		} finally {
			depth--;
			setSource(before);
		}
	}

	/** Arguments spread over the parameters, the other names still unbound. */
	private slotsFor(args: readonly unknown[], kwargs: Kwargs): unknown[] {
		const { signature, scope } = this.code;
		const { parameters } = signature;
		const slots: unknown[] = new Array(scope.slots.size).fill(undefined);
		if (
			kwargs.size === 0 &&
			args.length === parameters.length &&
			signature.positional.length === args.length
		) {
			for (let i = 0; i < args.length; i++) slots[i] = named(args[i], parameters[i].name);
			return slots;
		}
		const values = signature.bind(this.qualname, args, kwargs);
		for (let i = 0; i < values.length; i++) slots[i] = named(this.argument(i, values[i]), parameters[i].name);
		return slots;
	}

	private argument(i: number, value: unknown): unknown {
		if (value === absent) return this.defaults[i];
		const { kind } = this.code.signature.parameters[i];
		if (kind === 'star') return new Tuple(value as unknown[]);
		return kind === 'doublestar' ? new Dict(value as Map<string, unknown>) : value;
	}
}

/** An array is known by the parameter it is first handed to, where it has no name yet. */
function named(value: unknown, name: string): unknown {
	if (typeof value === 'object') nameValue(value, name);
	return value;
}

/** A function with the object it was looked up on. */
export class BoundMethod extends Fn {
	override readonly span: Span | null;

	constructor(
		readonly fn: Fn,
		readonly self: unknown
	) {
		super();
		this.span = fn.span;
	}

	get name(): string {
		return this.fn.name;
	}

	get params(): readonly string[] {
		return this.fn.params.slice(1);
	}

	call(args: readonly unknown[], kwargs: Kwargs = noKwargs): unknown {
		return this.fn.call([this.self, ...args], kwargs);
	}
}

const attributes = new WeakMap<Fn, Map<string, unknown>>();

/** What was set on a function: `f.calls = 0`, `__wrapped__`. */
export function attributesOf(fn: Fn): Map<string, unknown> {
	let found = attributes.get(fn);
	if (!found) attributes.set(fn, (found = new Map()));
	return found;
}

/** Gives a function an attribute for programs to read. */
export function setFunctionAttribute(fn: Fn, name: string, value: unknown): void {
	attributesOf(fn).set(name, value);
}
