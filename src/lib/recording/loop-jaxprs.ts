import { avalOfArray, shortText, type Aval } from '$lib/core/aval';
import { singleEquation, Var, type Eqn, type Jaxpr } from '$lib/core/jaxpr';
import { lanesOf, type Lanes } from '$lib/core/lanes';
import { lineage } from '$lib/core/origin';
import { printJaxpr, printWithPlaces, type PrintedPlace } from '$lib/core/print-jaxpr';
import type { Span } from '$lib/core/source';
import { subJaxprs } from '$lib/core/sub-jaxprs';
import { spreadLanes } from '$lib/rules/lanes';
import { shapesOf } from '$lib/rules/shape';
import { partsOf, variablesIn, type JaxprPart, type VariableRole } from './jaxpr-variables';
import type { LiveLoop } from './live-loop';
import { asPrinted, shownEqns, type RanLoop } from './loop';
import { eqnIndex, type EqnIndex } from './moment';

/** The jaxprs of a loop's body, for one row and as `vmap` made it, with what stands where in their texts. Plain data. */
export interface LoopJaxprs {
	readonly row: readonly JaxprText[];
	/** Null without vmap. */
	readonly batched: readonly JaxprText[] | null;
	/** The whole equation, `scan[...]`, in the same two forms. */
	readonly whole: { readonly row: string; readonly batched: string | null };
}

export interface JaxprText {
	/** A `while_loop` has two: its condition is the other. */
	readonly part: JaxprPart;
	/** As JAX's `pretty_print(width=44)`. */
	readonly text: string;
	/** In the order of their beginnings, those around others first. */
	readonly equations: readonly PlacedEquation[];
	/** Inner jaxprs that are told before the body, `let inner = ... in`. */
	readonly lets: readonly { readonly from: number; readonly to: number }[];
	readonly mentions: readonly Mention[];
	readonly variables: readonly TracedVariable[];
}

/** An equation of a text, of the body itself or of a jaxpr inside one. */
export interface PlacedEquation {
	readonly from: number;
	readonly to: number;
	/** Equations around it; at least 1 where it is not of the body itself. */
	readonly depth: number;
	/**
	 * The number of the one-row equation that it is, or was written for: several may have been for one. Null where it was
	 * written for none of them.
	 */
	readonly origin: number | null;
	/** The equation of the user's body that it belongs to; null for bookkeeping. */
	readonly eqn: EqnIndex | null;
	readonly span: Span | null;
}

/** Where a variable is named. */
export interface Mention {
	readonly from: number;
	readonly to: number;
	/** Place among the text's variables. */
	readonly variable: number;
	/** With its type after it. */
	readonly bound: boolean;
}

export interface TracedVariable {
	/** As printed. */
	readonly letter: string;
	/** `f32[4]`. */
	readonly type: string;
	/** What the user calls it. */
	readonly name: string | null;
	readonly role: VariableRole | null;
	/** Its axis for each of the loop's, outermost first, null where the rows share it; null where that is not known or there is no vmap. */
	readonly lanes: Lanes | null;
}

/** Fits the pane beside the picture. */
const width = 44;

/** The jaxprs of a loop. */
export function loopJaxprs({ loop, ran, args }: LiveLoop): LoopJaxprs {
	const { view } = ran.params;
	// The printer leaves the view out.
	const row = { primitive: view.row.primitive, params: { ...view.row.params, view } } as RanLoop;
	const printed = asPrinted(ran);
	const origins = new Origins(ran, row);
	const isBatched = view.axes.length > 0;
	return {
		row: partsOf(row).map((part) => textOf(part, row, origins, false)),
		batched: isBatched ? partsOf(printed).map((part) => textOf(part, printed, origins, true)) : null,
		whole: {
			row: wholeText(row, view.row.operands),
			batched: isBatched ? wholeText(printed, args.map(avalOfArray)) : null
		}
	};

	function textOf(
		{ part, jaxpr }: ReturnType<typeof partsOf>[number],
		of: RanLoop,
		{ originOf, eqnOf }: Origins,
		batched: boolean
	): JaxprText {
		if (batched) spreadLanes(jaxpr);
		const { text, places } = printWithPlaces(jaxpr, width);
		const known = variablesIn(of, part);
		const numbers = new Map<Var, number>();
		const variables: TracedVariable[] = [];
		const mentions: Mention[] = [];
		for (const { from, to, of } of places) {
			if (of.kind !== 'variable') continue;
			const { variable: v, bound } = of;
			let number = numbers.get(v);
			if (number === undefined) {
				numbers.set(v, (number = variables.length));
				const letter = text.slice(from, to).split(':')[0];
				const { role = null, name = v.names[0] ?? null } = known.get(v) ?? {};
				const lanes = batched ? lanesIn(v, loop.axes.length) : null;
				variables.push({ letter, type: shortText(v.aval), name, role, lanes });
			}
			mentions.push({ from, to, variable: number, bound });
		}
		const lets = places.flatMap(({ from, to, of }) => (of.kind === 'let' ? [{ from, to }] : []));
		const own = new Set(jaxpr.eqns);
		return { part, text, equations: placed(places, own, originOf, eqnOf), lets, mentions, variables };
	}
}

const lanesIn = (v: Var, axes: number): Lanes | null => {
	const lanes = lanesOf(v);
	return lanes?.length === axes ? lanes : null;
};

function placed(
	places: readonly PrintedPlace[],
	body: ReadonlySet<Eqn>,
	originOf: Origins['originOf'],
	eqnOf: Origins['eqnOf']
): PlacedEquation[] {
	const around: PlacedEquation[] = [];
	return places.flatMap(({ from, to, of }) => {
		if (of.kind !== 'equation') return [];
		while (around.length > 0 && around[around.length - 1].to <= from) around.pop();
		const own = eqnOf(of.eqn);
		const depth = around.length || (body.has(of.eqn) ? 0 : 1);
		const eqn = own ?? around.at(-1)?.eqn ?? null;
		const equation = { from, to, depth, origin: originOf(of.eqn), eqn, span: of.eqn.source.span };
		around.push(equation);
		return [equation];
	});
}

function wholeText({ primitive, params }: RanLoop, operands: readonly Aval[]): string {
	return printJaxpr(singleEquation(primitive, operands, params, shapesOf(primitive, operands, params)));
}

/** Tells of the equations of a loop that ran which ones of its one-row jaxprs and of the user's body they were written for. */
class Origins {
	/** The equations of the one-row jaxprs, those inside others too. */
	private readonly numbers = new Map<Eqn, number>();
	/** By number: the user's equation it belongs to. */
	private readonly eqns: (EqnIndex | null)[] = [];
	private readonly users = new Map<Eqn, EqnIndex>();
	/** Where the user's equations are by what they make, for equations that were written anew otherwise. */
	private readonly makers = new Map<Var, EqnIndex>();

	constructor(ran: RanLoop, row: RanLoop) {
		const { body, placed } = ran.params.view;
		shownEqns(body).forEach((eqn, n) => {
			// The user's view may be of a body with its checkpoints laid open, which the printed one still has.
			for (const one of lineage(eqn)) if (!this.users.has(one)) this.users.set(one, eqnIndex(n));
			for (const v of eqn.outputs) {
				const atom = placed.get(v)?.atom;
				if (atom instanceof Var && !this.makers.has(atom)) this.makers.set(atom, eqnIndex(n));
			}
		});
		for (const { jaxpr } of partsOf(row)) this.number(jaxpr, null);
	}

	private number({ eqns }: Jaxpr, around: EqnIndex | null): void {
		for (const eqn of eqns) {
			if (this.numbers.has(eqn)) continue;
			const own = this.ownOf(eqn) ?? around;
			this.numbers.set(eqn, this.eqns.length);
			this.eqns.push(own);
			for (const inner of subJaxprs(eqn)) this.number(inner, own);
		}
	}

	private ownOf(eqn: Eqn): EqnIndex | null {
		const made = eqn.outputs.map((v) => this.makers.get(v)).find((maker) => maker !== undefined);
		return first(eqn, (one) => this.users.get(one)) ?? made ?? null;
	}

	readonly originOf = (eqn: Eqn): number | null => first(eqn, (one) => this.numbers.get(one));

	readonly eqnOf = (eqn: Eqn): EqnIndex | null => {
		const origin = this.originOf(eqn);
		return this.ownOf(eqn) ?? (origin === null ? null : this.eqns[origin]);
	};
}

/** What is known of the nearest of an equation's lineage that anything is known of. */
function first<T>(eqn: Eqn, known: (eqn: Eqn) => T | undefined): T | null {
	for (const one of lineage(eqn)) {
		const found = known(one);
		if (found !== undefined) return found;
	}
	return null;
}
