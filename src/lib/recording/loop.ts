import { stridesOf } from '$lib/array/shape';
import type { LoopView, Placed, ScanParams, WhileParams } from '$lib/core/control';
import { Literal, Var, type Atom, type Eqn, type Jaxpr } from '$lib/core/jaxpr';
import type { Frame, Source } from '$lib/core/source';
import type { KeptLoop, Track } from './kept';
import { eqnIndex, type LoopPlace } from './moment';
import { callsIn } from './calls';
import { loopsIn } from './sketch';
import { operatorOf } from './operator';
import { indexing } from './parts';
import { textOf } from './program-text';
import type { Column, Crumb, Equation, Leaf, Loop, Operand, Role, RoleName } from './recording';

/** Variables of the body that ran which the user's view of the loop reads. */
export function wantedVars({ body, placed }: LoopView): Set<Var> {
	const wanted = new Set<Var>();
	const want = (v: Var): void => {
		const atom = placed.get(v)?.atom ?? v;
		if (atom instanceof Var) wanted.add(atom);
	};
	for (const eqn of body.eqns) eqn.outputs.forEach(want);
	return wanted;
}

/** May some of its operands be start indices? */
const indexes = ({ primitive, params }: Eqn): boolean =>
	/^(dynamic|gather|scatter)/.test(primitive) || ('jaxpr' in params && params.jaxpr.eqns.some(indexes));

/** The equation that ran. */
export type RanLoop =
	| { readonly primitive: 'scan'; readonly params: ScanParams; readonly closed?: ScanParams }
	| { readonly primitive: 'while'; readonly params: WhileParams; readonly closed?: WhileParams };

/** The loop as it is printed, with the calls in its body as equations of their own: `closed`, where those were laid open. */
export const asPrinted = (ran: RanLoop): RanLoop =>
	ran.closed ? ({ primitive: ran.primitive, params: ran.closed } as RanLoop) : ran;

/** Whether a body calls jitted or checkpointed functions that are not the library's. */
export const callsFunctions = ({ body }: LoopView): boolean =>
	body.eqns.some(
		({ primitive, params }) =>
			(primitive === 'jit' || primitive === 'remat2') &&
			params.jaxpr.eqns.some(({ source }) => !source.library)
	);

/** Puts what a loop left behind into the user's view: the program the user wrote, one row, with columns for all. */
export function loopOf(
	{ within, loop: index }: LoopPlace,
	program: string,
	ran: RanLoop,
	kept: KeptLoop,
	source: Source
): Loop {
	const { view } = ran.params;
	const columns = new Columns(view, kept);
	const { body, closed } = view;
	const firstX = closed + view.carry.length;
	const leaves = (names: readonly string[], atoms: readonly Atom[]): Leaf[] =>
		names.map((name, i) => ({ name, column: columns.of(atoms[i]) }));
	return {
		index,
		within,
		eqn: null,
		kind: view.kind,
		name: view.name,
		call: source.span,
		body: view.span,
		path: crumbs(source.frame),
		length: kept.length,
		recorded: kept.recorded,
		reverse: ran.primitive === 'scan' && ran.params.reverse,
		axes: view.axes,
		lanes: view.axes.reduce((product, { size }) => product * size, 1),
		carry: leaves(view.carry, body.invars.slice(closed, firstX)),
		xs: leaves(view.xs, body.invars.slice(firstX)),
		ys: leaves(view.ys, body.outs.slice(view.carry.length)),
		closed: leaves(
			body.invars.slice(0, closed).map((v, i) => v.names[0] ?? `outer ${i}`),
			body.invars.slice(0, closed)
		),
		active: kept.active && columns.ofTrack(kept.active),
		...bodyOf(program, view, columns),
		reusedKeys: [],
		roles: roles(view)
	};
}

/** Columns of the user's variables. */
export class Columns {
	constructor(
		private readonly view: LoopView,
		private readonly kept: KeptLoop
	) {}

	of(atom: Atom): Column {
		const shared = this.view.axes.map(() => null);
		if (atom instanceof Literal) return columnOf(literalTrack(atom), shared);
		const placed: Placed = this.view.placed.get(atom) ?? { atom, dims: shared };
		if (placed.atom instanceof Literal) return columnOf(literalTrack(placed.atom), shared);
		const track = this.kept.tracks.get(placed.atom);
		if (!track) throw new Error('internal: a value of the body has no column');
		return columnOf(track, placed.dims);
	}

	/** Of a while loop's predicate, whose axes are lane axes: the inner ones first batched are last. */
	ofTrack(track: Track): Column {
		const missing = this.view.axes.length - track.type.shape.length;
		return columnOf(
			track,
			this.view.axes.map((_, i) => (i < missing ? null : i - missing))
		);
	}
}

const literalTrack = ({ aval, value }: Literal): Track => ({
	type: aval,
	data: value.data,
	offset: 0,
	stride: 0
});

/** A variable's history, with the axis of its values that each axis of the loop is; null where rows share them. */
export function columnOf(track: Track, dims: Placed['dims']): Column {
	const { type } = track;
	const words = type.dtype === 'key<fry>' ? 2 : 1;
	const all = stridesOf(type.shape).map((stride) => stride * words);
	const own = type.shape.map((_, axis) => axis).filter((axis) => !dims.includes(axis));
	return {
		dtype: type.dtype,
		shape: own.map((axis) => type.shape[axis]),
		weak: type.weak,
		shared: dims.every((dim) => dim === null),
		data: track.data,
		offset: track.offset,
		stepStride: track.stride,
		laneStrides: dims.map((dim) => (dim === null ? 0 : all[dim])),
		strides: own.map((axis) => all[axis]),
		...(track.extremes && { extremes: track.extremes })
	};
}

/** The conversion of a weak value to its own type says nothing to a reader. */
const isPlainCopy = (eqn: Eqn): boolean =>
	eqn.primitive === 'convert_element_type' && eqn.inputs[0].aval.dtype === eqn.params.new_dtype;

const isShown = (eqn: Eqn): boolean => !isPlainCopy(eqn) && !eqn.source.hidden;

/** The equations of a view's body that become the loop's, in their order. */
export const shownEqns = ({ eqns }: Jaxpr): readonly Eqn[] => eqns.filter(isShown);

/** The equations a reader sees, and what the body returns in terms of them. */
function bodyOf(program: string, view: LoopView, columns: Columns): Pick<Loop, 'eqns' | 'returns'> {
	const { body, closed } = view;
	const firstX = closed + view.carry.length;
	const operands = new Map<Var, Operand>();
	body.invars.forEach((v, i) => {
		if (i < closed) operands.set(v, { kind: 'closed', leaf: i });
		else if (i < firstX) operands.set(v, { kind: 'carry', leaf: i - closed });
		else operands.set(v, { kind: 'x', leaf: i - firstX });
	});
	const operandOf = (atom: Atom): Operand => {
		if (atom instanceof Literal) return { kind: 'literal', column: columns.of(atom) };
		const operand = operands.get(atom);
		if (!operand) throw new Error('internal: an equation reads what the body does not have');
		return operand;
	};
	const visible: Equation[] = [];
	const callsOf = callsIn(program);
	for (const eqn of body.eqns) {
		if (isPlainCopy(eqn)) {
			operands.set(eqn.outputs[0], operandOf(eqn.inputs[0]));
			continue;
		}
		if (!isShown(eqn)) {
			eqn.outputs.forEach((v) => operands.set(v, { kind: 'literal', column: columns.of(v) }));
			continue;
		}
		const index = eqnIndex(visible.length);
		visible.push({
			index,
			primitive: eqn.primitive,
			operator: operatorOf(eqn),
			span: eqn.source.span,
			text: textOf(program, eqn.source.span),
			name: eqn.outputs.find(({ names }) => names.length > 0)?.names[0] ?? null,
			operands: eqn.inputs.map(operandOf),
			becomes: becomes(eqn, view),
			results: eqn.outputs.map((v) => columns.of(v)),
			calls: callsOf(eqn.source.frame),
			loops: loopsIn(eqn),
			indexing: indexes(eqn) ? indexing.module.indexingOf(eqn) : null,
			...(eqn.source.again && { again: true })
		});
		eqn.outputs.forEach((v, result) => operands.set(v, { kind: 'equation', eqn: index, result }));
	}
	const results = body.outs.map(operandOf);
	return {
		eqns: visible,
		returns: { carry: results.slice(0, view.carry.length), ys: results.slice(view.carry.length) }
	};
}

function becomes(eqn: Eqn, { body, carry }: LoopView): Equation['becomes'] {
	const outputs = new Set<Atom>(eqn.outputs);
	return body.outs.flatMap((out, i) => {
		if (!outputs.has(out)) return [];
		const role = i < carry.length ? ('carry' as const) : ('y' as const);
		return [{ role, leaf: i < carry.length ? i : i - carry.length }];
	});
}

/** Names in the body by what they hold; a carry's name wins over a y's. */
function roles({ body, closed, carry, xs, span }: LoopView): RoleName[] {
	if (!span) return [];
	const found = new Map<string, Role>();
	const mark = (atoms: readonly Atom[], role: Role): void => {
		for (const atom of atoms)
			if (atom instanceof Var) for (const name of atom.names) if (!found.has(name)) found.set(name, role);
	};
	const root = (path: string): string => path.replace(/[.[].*$/, '');
	const firstX = closed + carry.length;
	for (const path of carry) found.set(root(path), 'carry');
	for (const path of xs) found.set(root(path), 'x');
	mark(body.invars.slice(closed, firstX), 'carry');
	mark(body.invars.slice(firstX), 'x');
	mark(body.outs.slice(0, carry.length), 'carry');
	mark(body.outs.slice(carry.length), 'y');
	return [...found].map(([name, role]) => ({ name, role, within: span }));
}

/** Functions and vmaps from the outside in. The call of a vmapped function is told by its vmap. */
function crumbs(frame: Frame | null): Crumb[] {
	const path: Crumb[] = [];
	for (let at = frame; at; at = at.parent) {
		const { kind, name, call, parent } = at;
		if (kind === 'vmap') path.unshift({ kind, name, size: at.size ?? 0, call });
		else if (kind === 'function' && !(parent?.kind === 'vmap' && parent.name === name))
			path.unshift({ kind, name, call });
	}
	return path;
}
