import type { View } from '$lib/array/kernel';
import { sizeOf } from '$lib/array/shape';
import { Literal, type Atom, type Var } from '$lib/core/jaxpr';
import { expressionOf } from './expression';
import type { Fused, Group, Step } from './groups';

/** A number as JavaScript, in parentheses where a sign before it could join its own. */
function literal(x: number): string {
	const text = Object.is(x, -0) ? '-0' : String(x);
	return text.startsWith('-') ? `(${text})` : text;
}

/** Elements an iteration of a loop computes: fewer tests, as long as the loop stays short. */
function unrolling({ n, steps }: Fused): number {
	if (steps.length > 12) return 1;
	return n % 4 === 0 ? 4 : n % 2 === 0 ? 2 : 1;
}

/**
 * Writes the body of a function `(views, steps) => run` that carries out groups of equations. Storage is fixed when
 * the function is made, which V8 turns into constants; `run` does nothing and returns false once a view has other
 * storage. Positions are read once a run, an operand of one element once before its loop, and what has just
 * been computed is not read at all.
 */
export class SourceWriter {
	private readonly places = new Map<View, number>();
	private readonly called: Step[] = [];
	/** Values of one element that have a name in the whole function. */
	private readonly ones = new Map<Atom, string>();
	private readonly lines: string[] = [];
	private names = 0;

	/** `isRead` says whether a result is looked for in its place. */
	constructor(private readonly isRead: (v: Var) => boolean) {}

	add(group: Group): void {
		if (group.kind === 'kernel') this.call(group.step);
		else if (group.n === 1) group.steps.forEach((step) => this.one(step));
		else this.loop(group);
	}

	/** The places the function reads and writes: its `views`. */
	get views(): View[] {
		return [...this.places.keys()];
	}

	/** The equations whose kernels it calls: its `steps`. */
	get steps(): readonly Step[] {
		return this.called;
	}

	get source(): string {
		const indices = [...this.places.values()];
		const moved = indices.map((i) => `v${i}.data !== d${i}`).join(' || ') || 'false';
		return [
			"'use strict';",
			...indices.map((i) => `const v${i} = views[${i}], d${i} = v${i}.data;`),
			...this.called.map((_, i) => `const { kernel: k${i}, ins: p${i}, outs: q${i} } = steps[${i}];`),
			'return () => {',
			`if (${moved}) return false;`,
			...indices.map((i) => `const a${i} = v${i}.at;`),
			...this.lines,
			'return true;',
			'};'
		].join('\n');
	}

	private call(step: Step): void {
		const i = this.called.push(step) - 1;
		this.lines.push(`k${i}(p${i}, q${i});`);
	}

	private one(step: Step): void {
		const [v] = step.eqn.outputs;
		const operands = step.eqn.inputs.map((atom, i) => this.operandOfOne(atom, step.ins[i]));
		const name = this.define(step, operands, this.lines);
		this.ones.set(v, name);
		if (this.isRead(v)) this.lines.push(`${this.slot(step.outs[0])} = ${name};`);
	}

	private loop(group: Fused): void {
		const by = unrolling(group);
		const inner: string[] = [];
		for (let k = 0; k < by; k++) this.element(group, k === 0 ? ' + i' : ` + i + ${k}`, inner);
		this.lines.push(`for (let i = 0; i < ${group.n}; i += ${by}) {`, ...inner, '}');
	}

	/** The equations of a loop for the element at `offset`. */
	private element({ steps }: Fused, offset: string, lines: string[]): void {
		const local = new Map<Atom, string>();
		const operand = (atom: Atom, view: View): string => {
			if (sizeOf(atom.aval.shape) === 1) return this.operandOfOne(atom, view);
			const name = local.get(atom) ?? this.read(view, offset, lines);
			local.set(atom, name);
			return name;
		};
		for (const step of steps) {
			const [v] = step.eqn.outputs;
			const name = this.define(
				step,
				step.eqn.inputs.map((atom, i) => operand(atom, step.ins[i])),
				lines
			);
			local.set(v, name);
			if (this.isRead(v)) lines.push(`${this.slot(step.outs[0], offset)} = ${name};`);
		}
	}

	private operandOfOne(atom: Atom, view: View): string {
		if (atom instanceof Literal) return literal(atom.value.data[0]);
		const name = this.ones.get(atom) ?? this.read(view, '', this.lines);
		this.ones.set(atom, name);
		return name;
	}

	private read(view: View, offset: string, lines: string[]): string {
		const name = this.name();
		lines.push(`const ${name} = ${this.slot(view, offset)};`);
		return name;
	}

	private define({ eqn }: Step, operands: readonly string[], lines: string[]): string {
		const types = eqn.inputs.map(({ aval }) => aval);
		const element = expressionOf(eqn.primitive, operands, types, eqn.outputs[0].aval, eqn.params);
		if (element === null) throw new Error(`internal: no code for ${eqn.primitive}`);
		const name = this.name();
		lines.push(`const ${name} = ${element};`);
		return name;
	}

	private slot(view: View, offset = ''): string {
		const i = this.places.get(view) ?? this.places.size;
		this.places.set(view, i);
		return `d${i}[a${i}${offset}]`;
	}

	private name(): string {
		return `x${this.names++}`;
	}
}
