import { type NDArray } from '$lib/array/ndarray';
import { isFloat } from '$lib/array/dtype';
import { aval, shortText } from './aval';
import { asWritten } from './literal';
import { brk, group, join, nest, render, type Doc } from './pretty';
import { Literal, singleEquation, Var, type Atom, type Eqn, type EqnOf, type Jaxpr } from './jaxpr';
import type { Binary } from './primitive';

/**
 * Prints as JAX 0.10 does (jax/_src/core.py pp_jaxpr): names by order of first printing, bodies of more than ten
 * equations or used twice hoisted to the top.
 */
export function printJaxpr(jaxpr: Jaxpr): string {
	return render(new Printer(jaxpr).whole());
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
	private readonly hoisted = new Map<Jaxpr, string>();
	private readonly used: Set<Var>;

	constructor(private readonly top: Jaxpr) {
		this.used = usedVars(top);
	}

	whole(): Doc {
		const shared = this.shared().map((jaxpr): Doc => {
			const body = this.inner(jaxpr);
			return [`let ${this.hoisted.get(jaxpr) ?? ''} = `, body, ' in', brk()];
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
		const hoisted = [...this.hoisted.values()];
		let name = letterName(this.next++);
		while (hoisted.includes(name)) name = letterName(this.next++);
		this.names.set(v, name);
		return name;
	}

	private binder = (v: Var): string => `${this.name(v)}:${shortText(v.aval)}`;
	/** Results that nothing reads have no name in the outermost jaxpr; JAX drops them nowhere else. */
	private result = (v: Var): string => {
		if (this.names.has(v) || this.depth > 0 || this.used.has(v)) return this.binder(v);
		this.names.set(v, '_');
		return this.binder(v);
	};

	private atom = (atom: Atom): string =>
		atom instanceof Literal ? `${literalText(atom.value)}:${shortText(atom.aval)}` : this.name(atom);

	private inner(jaxpr: Jaxpr): Doc {
		this.depth++;
		const doc = this.jaxpr(jaxpr);
		this.depth--;
		return doc;
	}

	private jaxpr(jaxpr: Jaxpr): Doc {
		const head: Doc = [
			'{ lambda ',
			list(jaxpr.constvars.map(this.binder)),
			'; ',
			list(jaxpr.invars.map(this.binder))
		];
		const eqns = join(
			brk('; '),
			jaxpr.eqns.map((eqn) => this.eqn(eqn))
		);
		const outs = jaxpr.outs.map(this.atom);
		const tail: Doc = ['in (', list(outs, ','), outs.length === 1 ? ',)' : ')'];
		return group(nest(2, head, '. let', nest(2, brk(), eqns), brk(), tail), ' }');
	}

	eqn(eqn: Eqn): Doc {
		// Results are named first, except where a jit shares its names.
		if (eqn.primitive === 'jit') this.shareNames(eqn.params.jaxpr, eqn);
		const left = eqn.outputs.map(this.result);
		const name = eqn.primitive.replace(/^scatter_/, 'scatter-');
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
		if (isJaxpr(value)) return this.sub(value);
		if (Array.isArray(value) && value.length > 0 && value.every(isJaxpr)) {
			const parts = value.map((jaxpr) => this.sub(jaxpr));
			return group(nest(2, '(', brk(''), join(brk(), parts)), brk(''), ')');
		}
		return paramText(value, eqn.primitive === 'dot_general');
	}

	private sub(jaxpr: Jaxpr): Doc {
		return this.hoisted.get(jaxpr) ?? this.inner(jaxpr);
	}
}

/** Names one after another; each goes to a new line where the one before has reached the width. */
const list = (parts: readonly string[], separator = ''): Doc =>
	nest(2, group(join([separator, group(brk())], parts)));

export const isJaxpr = (value: unknown): value is Jaxpr =>
	typeof value === 'object' && value !== null && 'eqns' in value && 'invars' in value;

export const subJaxprs = (eqn: Eqn): readonly Jaxpr[] => {
	const update = updateJaxpr(eqn);
	return update ? [update] : jaxprsIn(eqn.params);
};

const updates = new Map<string, Jaxpr>();

/** What a scatter does with an element and its update: a jaxpr of its own, the same one for the same element type. */
function updateJaxpr(eqn: Eqn): Jaxpr | null {
	const op = updateOps.get(eqn.primitive);
	if (!op) return null;
	const { dtype } = eqn.inputs[0].aval;
	const key = `${op} ${dtype}`;
	const made =
		updates.get(key) ?? singleEquation(op, [aval(dtype, []), aval(dtype, [])], {}, [aval(dtype, [])]);
	updates.set(key, made);
	return made;
}

const updateOps: ReadonlyMap<string, Binary> = new Map([
	['scatter_add', 'add'],
	['scatter_mul', 'mul'],
	['scatter_min', 'min'],
	['scatter_max', 'max']
]);

/** The jaxprs among a primitive's parameters. */
export function jaxprsIn(params: object): readonly Jaxpr[] {
	return Object.entries(params)
		.filter(([key]) => key !== 'view')
		.flatMap(([, value]) => (Array.isArray(value) ? value : [value]) as unknown[])
		.filter(isJaxpr);
}

type Named = EqnOf<'jit'> | EqnOf<'custom_jvp_call'> | EqnOf<'custom_vjp_call'>;

const hasName = (eqn: Eqn): eqn is Named =>
	eqn.primitive === 'jit' || eqn.primitive === 'custom_jvp_call' || eqn.primitive === 'custom_vjp_call';

function usedVars({ eqns, outs }: Jaxpr): Set<Var> {
	const used = new Set<Var>();
	for (const atom of [...outs, ...eqns.flatMap(({ inputs }) => inputs)])
		if (atom instanceof Var) used.add(atom);
	return used;
}

/** Parameters as JAX lists them, sorted by name, with what its printers leave out left out. */
export function printedParams(eqn: Eqn): (readonly [string, unknown])[] {
	const entries = (): (readonly [string, unknown])[] =>
		Object.entries(eqn.params)
			.filter(([key]) => key !== 'view')
			.map(([key, value]) => [key, key === 'mode' ? modeText.get(value) : value] as const)
			.sort(([a], [b]) => (a < b ? -1 : 1));
	switch (eqn.primitive) {
		case 'broadcast_in_dim':
			return eqn.params.broadcast_dimensions.length > 0
				? [['broadcast_dimensions', eqn.params.broadcast_dimensions]]
				: [];
		case 'jit':
			return [
				['name', eqn.params.name],
				['jaxpr', eqn.params.jaxpr]
			];
		case 'dot_general':
			return entries().filter(([, value]) => value !== null);
		case 'reduce_sum':
			return [
				['axes', eqn.params.axes],
				['out_sharding', null]
			];
		case 'scatter':
		case 'scatter_add':
		case 'scatter_mul':
		case 'scatter_min':
		case 'scatter_max':
			return [...entries(), ['update_consts', []], ['update_jaxpr', updateJaxpr(eqn)]];
		case 'split':
			return [
				['axis', eqn.params.axis],
				['sizes', new NumpyInts(eqn.params.sizes)]
			];
		case 'custom_jvp_call':
			return [
				['name', eqn.params.name],
				['call_jaxpr', eqn.params.call_jaxpr],
				['jvp', eqn.params.jvp],
				['symbolic_zeros', eqn.params.symbolic_zeros]
			];
		case 'custom_vjp_call':
			return [
				['name', eqn.params.name],
				['bwd', eqn.params.bwd],
				['call_jaxpr', eqn.params.call_jaxpr],
				['fwd', eqn.params.fwd],
				['symbolic_zeros', eqn.params.symbolic_zeros]
			];
		case 'iota':
		case 'reshape':
			return [...entries(), ['sharding', null] as const].sort(([a], [b]) => (a < b ? -1 : 1));
		default:
			return entries();
	}
}

/** `jnp.split` computes its sizes with NumPy, and JAX's text shows it. */
class NumpyInts {
	constructor(readonly values: readonly number[]) {}

	toString(): string {
		const texts = this.values.map((n) => `np.int64(${n})`);
		return texts.length === 1 ? `(${texts[0]},)` : `(${texts.join(', ')})`;
	}
}

function paramText(value: unknown, lists: boolean): string {
	if (value === null || value === undefined) return 'None';
	if (typeof value === 'boolean') return value ? 'True' : 'False';
	if (typeof value === 'function') return '<function>';
	if (typeof value === 'number' && !Number.isFinite(value)) return floatText(value);
	if (Array.isArray(value)) {
		const parts = value.map((part: unknown) => paramText(part, lists));
		if (lists && value.every((part) => typeof part === 'number')) return `[${parts.join(', ')}]`;
		return parts.length === 1 ? `(${parts[0]},)` : `(${parts.join(', ')})`;
	}
	if (value instanceof NumpyInts) return value.toString();
	if (typeof value === 'object') return dimensionText(value);
	return String(value);
}

/** JAX's enumeration of modes. */
const modeText: ReadonlyMap<unknown, string> = new Map([
	['clip', 'GatherScatterMode.CLIP'],
	['fill', 'GatherScatterMode.FILL_OR_DROP'],
	['promise_in_bounds', 'GatherScatterMode.PROMISE_IN_BOUNDS']
]);

/** The dimension numbers of gather and scatter, as Python prints a NamedTuple. */
function dimensionText(numbers: object): string {
	const name = 'offset_dims' in numbers ? 'GatherDimensionNumbers' : 'ScatterDimensionNumbers';
	const fields = Object.entries(numbers).map(([key, value]) => `${key}=${paramText(value, false)}`);
	return `${name}(${fields.join(', ')})`;
}

export const literalText = (value: NDArray): string =>
	value.ndim === 0
		? scalarText(value, 0)
		: `[${Array.from(value.data, (_, i) => scalarText(value, i)).join(' ')}]`;

/** A literal's number: `0.0`, `-inf`, `3`, `True`. */
function scalarText(value: NDArray, at: number): string {
	const n = value.data[at];
	if (value.dtype === 'bool') return n ? 'True' : 'False';
	if (!isFloat(value.dtype)) return String(n);
	return floatText(asWritten(value) ?? n);
}

/** Python's repr of a double. JAX keeps a literal's value as the Python float of its float32, if it is not weak. */
export function floatText(x: number): string {
	if (Number.isNaN(x)) return 'nan';
	if (!Number.isFinite(x)) return x > 0 ? 'inf' : '-inf';
	if (Object.is(x, -0)) return '-0.0';
	const text = String(x);
	const [digits, exponent] = text.split('e');
	if (exponent === undefined) {
		const size = Math.abs(x);
		if (size !== 0 && size < 1e-4) return exponential(x);
		if (size >= 1e16) return exponential(x);
		return text.includes('.') ? text : `${text}.0`;
	}
	const n = Number(exponent);
	if (n >= 0 && n < 16) return `${BigInt(x)}.0`;
	return `${digits}e${n < 0 ? '-' : '+'}${String(Math.abs(n)).padStart(2, '0')}`;
}

function exponential(x: number): string {
	const [digits, exponent] = x.toExponential().split('e');
	const n = Number(exponent);
	return `${digits}e${n < 0 ? '-' : '+'}${String(Math.abs(n)).padStart(2, '0')}`;
}
