import type { LoopView } from '$lib/core/control';
import type { PassPart, Tape, TapeResidual } from '$lib/core/gradient';
import { type Var, type Eqn } from '$lib/core/jaxpr';
import type { Span } from '$lib/core/source';
import type { LiveLoop } from './live-loop';
import { shownEqns } from './loop';
import { eqnIndex } from './moment';
import { operatorOf } from './operator';
import { textOf } from './program-text';
import type { Backward, BackwardPart, Residual } from './backward';
import type { Leaf, Operand } from './recording';

/** What a backward loop is told to be by the rules that made it, in the user's words; null for any other. */
function backwardOf({ backward, closed, carry }: LoopView, program: string): Backward | null {
	if (!backward) return null;
	const firstX = closed + carry.length;
	const ins = backward.ins.map(partOf);
	return {
		forward: null,
		residuals: backward.tape ? residualsOf(backward.tape, program) : [],
		closed: ins.slice(0, closed),
		carry: ins.slice(closed, firstX),
		xs: ins.slice(firstX),
		ys: backward.outs.slice(carry.length).map(partOf)
	};
}

function partOf(part: PassPart): BackwardPart {
	if (part.kind === 'cotangent') return { kind: 'cotangent', of: part.of };
	return part.kind === 'residual' ? part : { kind: 'other' };
}

/** What a tape holds. A name that comes again is numbered. */
function residualsOf({ of, residuals }: Tape, program: string): readonly Residual[] {
	const all = residuals.map((residual) => residualOf(residual, of, program));
	return all.map((one, n) => {
		const before = all.slice(0, n).filter(({ name }) => name === one.name).length;
		return before === 0 ? one : { ...one, name: `${one.name} (${before + 1})` };
	});
}

function residualOf({ kept, is, source }: TapeResidual, view: LoopView, program: string): Residual {
	const eqns = shownEqns(view.body);
	const eqn = is ? eqns.findIndex(({ outputs }) => outputs.includes(is)) : eqnAt(eqns, source?.span ?? null);
	const span = eqn >= 0 ? eqns[eqn].source.span : (source?.span ?? null);
	const argument = is && argumentOf(view, is);
	return {
		name: argument?.name ?? nameOf(eqns[eqn], is, textOf(program, span)),
		kept,
		is: argument?.operand ?? (is && eqn >= 0 ? resultOf(eqns[eqn], eqn, is) : null),
		eqn: eqn < 0 ? null : eqnIndex(eqn),
		span,
		text: textOf(program, span)
	};
}

/** The equation of an expression: the last of those that are written there. */
const eqnAt = (eqns: readonly Eqn[], span: Span | null): number =>
	span === null
		? -1
		: eqns.findLastIndex(({ source }) => source.span?.from === span.from && source.span.to === span.to);

function argumentOf(view: LoopView, v: Var): { readonly name: string; readonly operand: Operand } | null {
	const { body, closed, carry, xs } = view;
	const at = body.invars.indexOf(v);
	if (at < 0) return null;
	const firstX = closed + carry.length;
	if (at < closed) return { name: v.names[0] ?? `outer ${at}`, operand: { kind: 'closed', leaf: at } };
	if (at < firstX) return { name: carry[at - closed], operand: { kind: 'carry', leaf: at - closed } };
	return { name: xs[at - firstX], operand: { kind: 'x', leaf: at - firstX } };
}

const resultOf = ({ outputs }: Eqn, eqn: number, v: Var): Operand => ({
	kind: 'equation',
	eqn: eqnIndex(eqn),
	result: outputs.indexOf(v)
});

/** Longer expressions are told by what makes them. */
const longest = 24;

/** `h` for a value of the program's; `tanh′` for what the derivative of a function asks for. */
function nameOf(eqn: Eqn | undefined, is: Var | null, text: string): string {
	if (is) return is.names[0] ?? (text !== '' && text.length <= longest ? text : 'residual');
	if (!eqn) return 'residual';
	const { text: operator } = operatorOf(eqn);
	if (/^\w+$/.test(operator)) return `${operator}′`;
	const name = eqn.outputs[0].names[0] ?? (text.length <= longest ? `(${text})` : null);
	return name === null ? 'residual' : `${name}′`;
}

/**
 * A backward loop told of its part in a gradient; any other as it is. `before` are the loops that ran beside it until
 * now: its forward loop is among them, the one with most arrays in common where several kept the same tape.
 */
export function withGradient(live: LiveLoop, before: readonly LiveLoop[], program: string): LiveLoop {
	const told = backwardOf(live.ran.params.view, program);
	if (!told) return live;
	const forward = forwardOf(live, before)?.loop.index ?? null;
	const named = (leaves: readonly Leaf[], parts: readonly BackwardPart[]): Leaf[] =>
		leaves.map((leaf, i) => {
			const part = parts[i];
			return part.kind === 'residual' ? { ...leaf, name: told.residuals[part.residual].name } : leaf;
		});
	const { loop } = live;
	const [xs, closed] = [named(loop.xs, told.xs), named(loop.closed, told.closed)];
	return { ...live, loop: { ...loop, xs, closed, backward: { ...told, forward } } };
}

function forwardOf({ ran, args }: LiveLoop, before: readonly LiveLoop[]): LiveLoop | undefined {
	const tape = ran.params.view.backward?.tape;
	if (!tape) return undefined;
	const given = new Set(args);
	const shared = ({ args, kept }: LiveLoop): number =>
		[...kept.results, ...args].filter((array) => given.has(array)).length;
	const same = before.filter((one) => one.ran.params.view.tapes?.includes(tape));
	const most = Math.max(...same.map(shared));
	return same.findLast((one) => shared(one) === most);
}
