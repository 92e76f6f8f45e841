import type { NDArray } from '$lib/array/ndarray';
import { avalOfArray, shortText } from './aval';
import { Literal, Var, type Atom, type Eqn, type EqnOf, type Jaxpr } from './jaxpr';
import { isHeld } from './literal';
import { literalText } from './literal-text';
import { brk, group, join, mark, nest, render, renderMarked, type Doc } from './pretty';
import { paramText, printedParams } from './print-params';
import { isJaxpr, subJaxprs } from './sub-jaxprs';

/**
 * Prints as JAX 0.10 does (jax/_src/core.py pp_jaxpr): names by order of first printing, bodies of more than ten
 * equations or used twice hoisted to the top.
 */
export function printJaxpr(jaxpr: Jaxpr): string {
	return render(new Printer(jaxpr).whole());
}

/**
 * What a stretch of a jaxpr's text is: an equation with all it holds, a variable's name (with its type where it is bound),
 * or an inner jaxpr that is told before all others.
 */
export type Printed =
	| { readonly kind: 'equation'; readonly eqn: Eqn }
	| { readonly kind: 'let' }
	| { readonly kind: 'variable'; readonly variable: Var; readonly bound: boolean };

export interface PrintedPlace {
	readonly of: Printed;
	readonly from: number;
	readonly to: number;
}

/** As JAX's `jaxpr.pretty_print(width=...)`, with what stands where in it, outer places first. */
export function printWithPlaces(
	jaxpr: Jaxpr,
	width: number
): { readonly text: string; readonly places: readonly PrintedPlace[] } {
	// The printer marks with nothing else.
	return renderMarked(new Printer(jaxpr).whole(), width) as ReturnType<typeof printWithPlaces>;
}

/** One equation by itself, as `str(eqn)`. */
export function printEqn(eqn: Eqn): string {
	const alone: Jaxpr = { constvars: [], invars: [], eqns: [eqn], outs: eqn.outputs };
	return render(new Printer(alone).eqn(eqn)).trimEnd();
}

const hoistAbove = 10;
/** Uses followed before the printer counts no more: nested calls double them at every level. */
const followAtMost = 20000;

/** a..z, ba, bb, ... */
export function letterName(n: number): string {
	let name = '';
	do {
		name = String.fromCharCode(97 + (n % 26)) + name;
		n = Math.floor(n / 26);
	} while (n > 0);
	return name;
}

class Printer {
	private readonly names = new Map<Var, string>();
	private next = 0;
	/** How many jaxprs we are inside of, the outermost aside. */
	private depth = 0;
	/** Names of the arrays that jits close over. */
	private readonly closed = new Map<NDArray, string>();
	private readonly hoisted = new Map<Jaxpr, string>();
	private readonly used: Set<Var>;

	constructor(private readonly top: Jaxpr) {
		this.used = usedVars(top);
	}

	whole(): Doc {
		const shared = this.shared().map((jaxpr): Doc => {
			const body = this.inner(jaxpr, arraysIn(jaxpr));
			const told = [`let ${this.hoisted.get(jaxpr) ?? ''} = `, body, ' in'];
			return [mark({ kind: 'let' } satisfies Printed, told), brk()];
		});
		return [...shared, this.jaxpr(this.top)];
	}

	/**
	 * Sub-jaxprs to hoist: those met more than once when every use is followed, and long ones; in the order in which
	 * they are met, nearest first. Fills `hoisted` with their names.
	 */
	private shared(): Jaxpr[] {
		const counts = new Map<Jaxpr, number>();
		const names = new Map<Jaxpr, string>();
		const queue: Jaxpr[] = [this.top];
		for (let at = 0; at < Math.min(queue.length, followAtMost); at++) {
			const jaxpr = queue[at];
			const long = jaxpr !== this.top && jaxpr.eqns.length > hoistAbove;
			counts.set(jaxpr, (counts.get(jaxpr) ?? 0) + (long ? 2 : 1));
			for (const eqn of jaxpr.eqns)
				for (const sub of subJaxprs(eqn)) {
					queue.push(sub);
					if (!names.has(sub) && hasName(eqn)) names.set(sub, eqn.params.name.replace(/^[<>]+|[<>]+$/g, ''));
				}
		}
		const chosen = [...counts].filter(([, count]) => count > 1).map(([jaxpr]) => jaxpr);
		const taken = new Map<string, number>();
		for (const jaxpr of chosen) {
			const stem = names.get(jaxpr) ?? 'jaxpr';
			const before = taken.get(stem) ?? 0;
			taken.set(stem, before + 1);
			const name = before > 0 ? `${stem}${before}` : stem;
			if (before > 0) taken.set(name, (taken.get(name) ?? 0) + 1);
			this.hoisted.set(jaxpr, name);
		}
		return chosen;
	}

	private name(v: Var): string {
		const known = this.names.get(v);
		if (known !== undefined) return known;
		const name = this.fresh();
		this.names.set(v, name);
		return name;
	}

	private fresh(): string {
		const hoisted = [...this.hoisted.values()];
		let name = letterName(this.next++);
		while (hoisted.includes(name)) name = letterName(this.next++);
		return name;
	}

	private binder = (v: Var): Doc => marked(v, true, `${this.name(v)}:${shortText(v.aval)}`);
	/** Results that nothing reads have no name in the outermost jaxpr; JAX drops them nowhere else. */
	private result = (v: Var): Doc => {
		if (this.names.has(v) || this.depth > 0 || this.used.has(v)) return this.binder(v);
		this.names.set(v, '_');
		return this.binder(v);
	};

	private atom = (atom: Atom): Doc => {
		if (atom instanceof Var) return marked(atom, false, this.name(atom));
		return this.closed.get(atom.value) ?? `${literalText(atom.value)}:${shortText(atom.aval)}`;
	};

	/** An array that a jit closes over, told as a constvar of its body. */
	private array = (value: NDArray): Doc => {
		const name = this.fresh();
		this.closed.set(value, name);
		return `${name}:${shortText(avalOfArray(value))}`;
	};

	private inner(jaxpr: Jaxpr, arrays: readonly NDArray[] = []): Doc {
		this.depth++;
		const doc = this.jaxpr(jaxpr, arrays);
		this.depth--;
		return doc;
	}

	private jaxpr(jaxpr: Jaxpr, arrays: readonly NDArray[] = []): Doc {
		const head: Doc = [
			'{ lambda ',
			list([...arrays.map(this.array), ...jaxpr.constvars.map(this.binder)]),
			'; ',
			list(jaxpr.invars.map(this.binder))
		];
		const eqns = join(brk('; '), jaxpr.eqns.map(this.eqn));
		const outs = jaxpr.outs.map(this.atom);
		const tail: Doc = ['in (', list(outs, ','), outs.length === 1 ? ',)' : ')'];
		return group(nest(2, head, '. let', nest(2, brk(), eqns), brk(), tail), ' }');
	}

	eqn = (eqn: Eqn): Doc => mark({ kind: 'equation', eqn } satisfies Printed, this.equation(eqn));

	private equation(eqn: Eqn): Doc {
		// Results are named first, except where a jit shares its names.
		if (eqn.primitive === 'jit') this.shareNames(eqn.params.jaxpr, eqn);
		const left = eqn.outputs.map(this.result);
		const name = nameOf(eqn);
		const start: Doc = left.length === 0 ? name : [list(left), ` = ${name}`];
		const params = printedParams(eqn).map(([key, value]): Doc => [`${key}=`, this.param(eqn, value)]);
		const operands = list(eqn.inputs.map(this.atom));
		if (params.length === 0) return [start, ' ', operands];
		return [start, group(nest(2, '[', brk(''), join(brk(), params)), brk(''), ']'), ' ', operands];
	}

	/** A jit body's binders bear the names of its operands and results. */
	private shareNames(body: Jaxpr, eqn: Eqn): void {
		if (this.hoisted.has(body)) return;
		body.invars.forEach((v, i) => {
			const operand = eqn.inputs[i];
			if (operand instanceof Var && !this.names.has(v)) this.names.set(v, this.name(operand));
		});
		body.outs.forEach((out, i) => {
			const result = eqn.outputs[i];
			if (!(out instanceof Var) || this.names.has(out)) return;
			const dropped = this.depth === 0 && !this.used.has(result);
			this.names.set(out, dropped ? '_' : this.name(result));
		});
	}

	private param(eqn: Eqn, value: unknown): Doc {
		if (isJaxpr(value)) return this.sub(value, eqn.primitive === 'jit');
		if (Array.isArray(value) && value.length > 0 && value.every(isJaxpr)) {
			const parts = value.map((jaxpr) => this.sub(jaxpr));
			return group(nest(2, '(', brk(''), join(brk(), parts)), brk(''), ')');
		}
		return paramText(value, eqn.primitive === 'dot_general');
	}

	private sub(jaxpr: Jaxpr, closes = false): Doc {
		return this.hoisted.get(jaxpr) ?? this.inner(jaxpr, closes ? arraysIn(jaxpr) : []);
	}
}

function nameOf({ primitive, params }: Eqn): string {
	if ('collective' in params && params.collective) return params.collective;
	return primitive.replace(/^scatter_/, 'scatter-');
}

const marked = (variable: Var, bound: boolean, text: string): Doc =>
	mark({ kind: 'variable', variable, bound } satisfies Printed, text);

/** Names one after another; each goes to a new line where the one before has reached the width. */
const list = (parts: readonly Doc[], separator = ''): Doc =>
	nest(2, group(join([separator, group(brk())], parts)));

type Named = EqnOf<'jit'> | EqnOf<'custom_jvp_call'> | EqnOf<'custom_vjp_call'>;

const hasName = (eqn: Eqn): eqn is Named =>
	eqn.primitive === 'jit' || eqn.primitive === 'custom_jvp_call' || eqn.primitive === 'custom_vjp_call';

/** The arrays written into a jaxpr, scalars of the program's text aside. */
function arraysIn({ eqns, outs }: Jaxpr): NDArray[] {
	const atoms = [...eqns.flatMap(({ inputs }) => inputs), ...outs];
	const arrays = atoms.flatMap((atom) => (atom instanceof Literal ? [atom.value] : []));
	return [...new Set(arrays.filter((value) => value.ndim > 0 || isHeld(value)))];
}

function usedVars({ eqns, outs }: Jaxpr): Set<Var> {
	const used = new Set<Var>();
	for (const atom of [...outs, ...eqns.flatMap(({ inputs }) => inputs)])
		if (atom instanceof Var) used.add(atom);
	return used;
}
