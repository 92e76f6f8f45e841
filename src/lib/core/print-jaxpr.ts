import { NDArray } from '$lib/array/ndarray';
import { isFloat } from '$lib/array/dtype';
import { shortText } from './aval';
import { Literal, Var, type Atom, type Eqn, type Jaxpr } from './jaxpr';

/**
 * Prints as JAX 0.10 does (jax/_src/core.py pp_jaxpr, pretty_printer.py): names by order of first printing, groups on
 * one line where they fit 80 columns, bodies of more than ten equations or used twice hoisted to the top.
 */
export function printJaxpr(jaxpr: Jaxpr): string {
	const printer = new Printer(jaxpr);
	return printer.whole();
}

const width = 80;
const hoistAbove = 10;

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
	private readonly hoisted = new Map<Jaxpr, string>();
	private readonly used: Set<Var>;

	constructor(private readonly top: Jaxpr) {
		this.used = usedVars(top);
	}

	whole(): string {
		const lets = this.shared().map((jaxpr) => {
			const name = this.hoisted.get(jaxpr) ?? '';
			return `let ${name} = ${this.jaxpr(jaxpr, `let ${name} = `.length + 3)} in\n`;
		});
		return lets.join('') + this.jaxpr(this.top, 0);
	}

	/** Sub-jaxprs to hoist, inner ones first; fills `hoisted` with their names. */
	private shared(): Jaxpr[] {
		const uses = new Map<Jaxpr, { count: number; name: string }>();
		const order: Jaxpr[] = [];
		const visit = (jaxpr: Jaxpr): void => {
			for (const eqn of jaxpr.eqns)
				for (const sub of subJaxprs(eqn)) {
					const use = uses.get(sub);
					if (use) use.count++;
					else {
						uses.set(sub, { count: 1, name: hoistName(eqn) });
						visit(sub);
						order.push(sub);
					}
				}
		};
		visit(this.top);
		const taken = new Set<string>();
		const chosen = order.filter(
			(jaxpr) => jaxpr.eqns.length > hoistAbove || (uses.get(jaxpr)?.count ?? 0) > 1
		);
		for (const jaxpr of chosen) {
			const stem = uses.get(jaxpr)?.name ?? 'jaxpr';
			let name = stem;
			for (let n = 0; taken.has(name); n++) name = `${stem}${n}`;
			taken.add(name);
			this.hoisted.set(jaxpr, name);
		}
		return chosen;
	}

	private name(v: Var): string {
		let name = this.names.get(v);
		if (name === undefined) this.names.set(v, (name = letterName(this.next++)));
		return name;
	}

	private binder = (v: Var): string => `${this.name(v)}:${shortText(v.aval)}`;
	private result = (v: Var): string => (this.used.has(v) ? this.binder(v) : `_:${shortText(v.aval)}`);

	private atom = (atom: Atom): string =>
		atom instanceof Literal ? `${scalarText(atom.value)}:${shortText(atom.aval)}` : this.name(atom);

	/** `indent`: columns to the left of the text. */
	private jaxpr(jaxpr: Jaxpr, indent: number): string {
		const consts = jaxpr.constvars.map(this.binder).join(' ');
		const args = jaxpr.invars.map(this.binder).join(' ');
		const head = `{ lambda ${consts}; ${args}. let`;
		const eqns = jaxpr.eqns.map((eqn) => this.eqn(eqn, indent + 4));
		const outs = jaxpr.outs.map(this.atom);
		const tail = `in (${outs.length === 1 ? `${outs[0]},` : outs.join(', ')}) }`;
		const flat = `${head} ${eqns.join('; ')} ${tail}`;
		if (fits(flat, indent)) return flat;
		return [head, ...eqns.map((text) => `    ${hang(text, 4)}`), `  ${tail}`].join('\n');
	}

	private eqn(eqn: Eqn, indent: number): string {
		const operands = eqn.inputs.map(this.atom).join(' ');
		// JAX names the operands before the inner jaxpr and the results after it, except where a jit shares them.
		if (eqn.primitive === 'jit') this.shareNames(eqn.params.jaxpr, eqn);
		const left = eqn.outputs.map(this.result).join(' ');
		const start = left === '' ? eqn.primitive : `${left} = ${eqn.primitive}`;
		const params = printedParams(eqn);
		if (params.length === 0) return `${start} ${operands}`;
		const names = params.map(([key]) => key);
		const flatParams = params.map(([key, value]) => `${key}=${this.param(eqn, value, indent)}`);
		const flat = `${start}[${flatParams.join(' ')}] ${operands}`;
		if (!flat.includes('\n') && fits(flat, indent)) return flat;
		const lines = params.map(
			([, value], i) => `  ${names[i]}=${hang(this.param(eqn, value, indent + 2), 2)}`
		);
		return `${start}[\n${lines.join('\n')}\n] ${operands}`;
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
			if (out instanceof Var && !this.names.has(out) && this.used.has(result))
				this.names.set(out, this.name(result));
		});
	}

	private param(eqn: Eqn, value: unknown, indent: number): string {
		if (isJaxpr(value)) return this.hoisted.get(value) ?? this.jaxpr(value, indent + 6);
		if (eqn.primitive === 'cond' && Array.isArray(value)) {
			const branches = value.map(
				(branch: Jaxpr) => this.hoisted.get(branch) ?? this.jaxpr(branch, indent + 2)
			);
			return `(\n${branches.map((text) => `  ${hang(text, 2)}`).join('\n')}\n)`;
		}
		return paramText(value, eqn.primitive === 'dot_general');
	}
}

const fits = (text: string, indent: number): boolean => !text.includes('\n') && indent + text.length <= width;
const hang = (text: string, by: number): string => text.replaceAll('\n', `\n${' '.repeat(by)}`);

const isJaxpr = (value: unknown): value is Jaxpr =>
	typeof value === 'object' && value !== null && 'eqns' in value && 'invars' in value;

export const subJaxprs = (eqn: Eqn): readonly Jaxpr[] => jaxprsIn(eqn.params);

/** The jaxprs among a primitive's parameters. */
export function jaxprsIn(params: object): readonly Jaxpr[] {
	return Object.entries(params)
		.filter(([key]) => key !== 'view')
		.flatMap(([, value]) => (Array.isArray(value) ? value : [value]) as unknown[])
		.filter(isJaxpr);
}

const hoistName = (eqn: Eqn): string =>
	eqn.primitive === 'jit' ? eqn.params.name.replace(/[^A-Za-z0-9_]/g, '') || 'jaxpr' : 'jaxpr';

function usedVars(top: Jaxpr): Set<Var> {
	const used = new Set<Var>();
	const visit = (jaxpr: Jaxpr): void => {
		const mark = (atom: Atom) => atom instanceof Var && used.add(atom);
		jaxpr.outs.forEach(mark);
		for (const eqn of jaxpr.eqns) {
			eqn.inputs.forEach(mark);
			subJaxprs(eqn).forEach(visit);
		}
	};
	visit(top);
	return used;
}

/** Parameters as JAX lists them, sorted by name, with what its printers leave out left out. */
function printedParams(eqn: Eqn): (readonly [string, unknown])[] {
	const entries = (): (readonly [string, unknown])[] =>
		Object.entries(eqn.params)
			.filter(([key]) => key !== 'view')
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
		case 'reduce_max':
		case 'reduce_min':
		case 'reduce_prod':
			return [
				['axes', eqn.params.axes],
				['out_sharding', null]
			];
		case 'iota':
		case 'reshape':
			return [...entries(), ['sharding', null] as const].sort(([a], [b]) => (a < b ? -1 : 1));
		default:
			return entries();
	}
}

function paramText(value: unknown, lists: boolean): string {
	if (value === null || value === undefined) return 'None';
	if (typeof value === 'boolean') return value ? 'True' : 'False';
	if (Array.isArray(value)) {
		const parts = value.map((part: unknown) => paramText(part, lists));
		if (lists && value.every((part) => typeof part === 'number')) return `[${parts.join(', ')}]`;
		return parts.length === 1 ? `(${parts[0]},)` : `(${parts.join(', ')})`;
	}
	return String(value);
}

/** A literal's number: `0.0`, `-inf`, `3`, `True`. */
function scalarText(value: NDArray): string {
	const n = value.data[0];
	if (value.dtype === 'bool') return n ? 'True' : 'False';
	if (!isFloat(value.dtype)) return String(n);
	return floatText(n);
}

/** Python's repr of a double. JAX keeps a literal's value as the Python float of its float32. */
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
