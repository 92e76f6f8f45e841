import type { Span } from '$lib/core/source';
import type { CellRef, Hover } from './hover';
import type { Lane, Moment } from './moment';
import type { Column, Equation, Loop, Operand } from './recording';

/** A leaf of the loop by its role. */
export interface LeafRef {
	readonly kind: 'carry' | 'x' | 'closed';
	readonly leaf: number;
}

/** The equation whose result becomes the given carry or y leaf; null where the body hands on what it was given. */
export const equationBehind = (loop: Loop, role: 'carry' | 'y', leaf: number): Equation | null =>
	loop.eqns.find((eqn) => eqn.becomes.some((to) => to.role === role && to.leaf === leaf)) ?? null;

/** Of an equation with several results (a loop's) the first that the body goes on with; null for a print, which has none. */
export function resultUsed(loop: Loop, { index, results }: Equation): Column | null {
	if (results.length < 2) return results[0] ?? null;
	const operands = [...loop.eqns.flatMap((eqn) => eqn.operands), ...loop.returns.carry, ...loop.returns.ys];
	const used = operands.find((to) => to.kind === 'equation' && to.eqn === index);
	return results[used?.kind === 'equation' ? used.result : 0];
}

/**
 * The leaves an equation reads: its own operands, and those of the unnamed expressions inside it, as its text in the
 * program shows them.
 */
export function leavesRead(loop: Loop, eqn: Equation): readonly LeafRef[] {
	return collect(loop, eqn.operands, (inner) => inner.name === null);
}

/** Every leaf an equation's value can depend on within the step. */
export function leavesReached(loop: Loop, eqn: Equation): readonly LeafRef[] {
	return collect(loop, eqn.operands, () => true);
}

function collect(loop: Loop, operands: readonly Operand[], enter: (eqn: Equation) => boolean): LeafRef[] {
	const found = new Map<string, LeafRef>();
	const seen = new Set<number>();
	const visit = (operand: Operand): void => {
		if (operand.kind === 'literal') return;
		if (operand.kind !== 'equation') {
			found.set(`${operand.kind}${operand.leaf}`, { kind: operand.kind, leaf: operand.leaf });
			return;
		}
		if (seen.has(operand.eqn)) return;
		seen.add(operand.eqn);
		const inner = loop.eqns[operand.eqn];
		if (enter(inner)) inner.operands.forEach(visit);
	};
	operands.forEach(visit);
	return [...found.values()];
}

const contains = (outer: Span, inner: Span): boolean => outer.from <= inner.from && inner.to <= outer.to;

/** Equations made by an expression of the given stretch of the program, else those of the smallest one round it. */
export function equationsAt(loop: Loop, span: Span): readonly Equation[] {
	const inside = loop.eqns.filter((eqn) => eqn.span && contains(span, eqn.span));
	if (inside.length > 0) return inside;
	const around = loop.eqns.filter((eqn) => eqn.span && contains(eqn.span, span));
	const width = (eqn: Equation): number => (eqn.span ? eqn.span.to - eqn.span.from : Infinity);
	const least = Math.min(...around.map(width));
	return around.filter((eqn) => width(eqn) === least);
}

/** The equations a hover is about. For an x or an init cell these are the ones that read it. */
export function equationsOf(loop: Loop, hover: Hover): readonly Equation[] {
	if (hover.kind === 'span') return equationsAt(loop, hover.span);
	if (hover.kind === 'equation' || hover.kind === 'traced')
		return loop.eqns.filter((eqn) => eqn.index === hover.eqn);
	const { kind, leaf } = hover.cell;
	if (kind === 'watch') return [];
	if (kind === 'x') return readers(loop, { kind: 'x', leaf });
	if (kind === 'init') return readers(loop, { kind: 'carry', leaf });
	const made = equationBehind(loop, kind === 'y' ? 'y' : 'carry', leaf);
	return made ? [made] : [];
}

const readers = (loop: Loop, ref: LeafRef): Equation[] =>
	loop.eqns.filter((eqn) => eqn.operands.some((to) => to.kind === ref.kind && to.leaf === ref.leaf));

/** Stretches of the program a hover points at. */
export function spansOf(loop: Loop, hover: Hover): readonly Span[] {
	if (hover.kind === 'span' || hover.kind === 'traced') return hover.span ? [hover.span] : [];
	return equationsOf(loop, hover).flatMap((eqn) => (eqn.span ? [eqn.span] : []));
}

/** The innermost expression with an equation round a character of the program. */
export function smallestSpan(loop: Loop, at: number): Span | null {
	const around = loop.eqns.flatMap(({ span }) => (span && span.from <= at && at < span.to ? [span] : []));
	return around.sort((a, b) => a.to - a.from - (b.to - b.from))[0] ?? null;
}

/** The cells whose values the hovered equations read and make at the moment's step; `lane` null means every lane. */
export function cellsOf(loop: Loop, moment: Moment, hover: Hover): readonly CellRef[] {
	if (moment.step < 0) return hover.kind === 'cell' ? [hover.cell] : [];
	if (hover.kind === 'cell') return [hover.cell, ...cellOperands(loop, hover.cell)];
	const lane = hover.kind === 'equation' ? hover.lane : null;
	return equationsOf(loop, hover).flatMap((eqn) => operandCells(loop, eqn, moment.step, lane));
}

function cellOperands(loop: Loop, cell: CellRef): readonly CellRef[] {
	if (cell.kind !== 'carry' && cell.kind !== 'y') return [];
	const made = equationBehind(loop, cell.kind, cell.leaf);
	return made ? operandCells(loop, made, cell.step, cell.lane) : [];
}

function operandCells(loop: Loop, eqn: Equation, step: number, lane: Lane | null): CellRef[] {
	return leavesRead(loop, eqn).flatMap(({ kind, leaf }): CellRef[] => {
		if (kind === 'closed') return [];
		if (kind === 'x') return [{ kind: 'x', lane, step, leaf }];
		return [
			step === 0 ? { kind: 'init', lane, step: 0, leaf } : { kind: 'carry', lane, step: step - 1, leaf }
		];
	});
}
