import { bitsOf } from '$lib/array/dtype';
import { sizeOf } from '$lib/array/shape';
import type { Lane } from './moment';
import type { Residual } from './backward';
import type { Leaf, Loop, Operand } from './recording';
import type { ValueRef } from './value-ref';

/** The two passes of a gradient: a loop, and the one that goes back over it from its last step to its first. */
export interface Passes {
	readonly forward: Loop;
	readonly backward: Loop;
}

/** The passes that a loop is one of; null where it is of none. `beside` are the loops that ran in the same place. */
export function passesOf(loop: Loop, beside: readonly Loop[]): Passes | null {
	const back = beside.find(({ backward }) => backward?.forward === loop.index);
	if (back) return { forward: loop, backward: back };
	const to = loop.backward?.forward ?? null;
	const forward = to === null ? undefined : beside[to];
	return forward ? { forward, backward: loop } : null;
}

/** The step of the other pass that is over the same values. */
export const turned = ({ length }: Loop, step: number): number => length - 1 - step;

/** What is kept at every step, with its values by step of the backward pass. */
export interface TapeRow {
	readonly residual: Residual;
	/** Its place among the backward pass's xs. */
	readonly x: number;
	readonly leaf: Leaf;
}

export function tapeRows({ backward }: Passes): readonly TapeRow[] {
	const { xs, residuals } = backward.backward ?? { xs: [], residuals: [] };
	return xs.flatMap((part, x) =>
		part.kind === 'residual' && residuals[part.residual].kept === 'step'
			? [{ residual: residuals[part.residual], x, leaf: backward.xs[x] }]
			: []
	);
}

export interface TapeSize {
	/** Kept at every step; a vector is one value. */
	readonly values: number;
	/** Of them, all lanes together. */
	readonly bytesPerStep: number;
	readonly bytes: number;
}

/** What the tape takes in memory; what is there anyway (an x, what is the same at every step) is not counted. */
export function tapeSize(passes: Passes): TapeSize {
	const rows = tapeRows(passes);
	const { lanes, length } = passes.forward;
	const bytesPerStep = rows.reduce((sum, { leaf: { column } }) => {
		const one = sizeOf(column.shape) * (bitsOf(column.dtype) / 8);
		return sum + one * (column.shared ? 1 : lanes);
	}, 0);
	return { values: rows.length, bytesPerStep, bytes: bytesPerStep * length };
}

/** What the backward pass reads that takes no room on the tape. */
export const readAnyway = ({ backward }: Passes): readonly Residual[] =>
	(backward.backward?.residuals ?? []).filter(({ kept }) => kept !== 'step');

/**
 * Place among the backward pass's carries of the cotangent of a carry of the forward pass; null where it has none, as an
 * int has. Before step `t` of the forward pass that carry's cotangent is entry `length - t` of the column.
 */
export function cotangentOf({ backward }: Passes, carry: number): number | null {
	const at = (backward.backward?.carry ?? []).findIndex(
		(part) => part.kind === 'cotangent' && part.of?.role === 'carry' && part.of.leaf === carry
	);
	return at < 0 ? null : at;
}

/** A value of one of the passes, and the step at which it is there to be looked at. */
export interface PassValue {
	readonly pass: Loop;
	readonly step: number;
	readonly value: ValueRef;
}

/**
 * What is kept of a forward step, `x` being its place among the backward pass's xs: as the forward pass made it where
 * that is asked for and it is a value of that pass, else as the backward pass reads it.
 */
export function tapeValue(
	{ forward, backward }: Passes,
	x: number,
	{
		lane,
		step,
		inForward
	}: { readonly lane: Lane | null; readonly step: number; readonly inForward: boolean }
): PassValue {
	const part = backward.backward?.xs[x];
	const is = part?.kind === 'residual' ? (backward.backward?.residuals[part.residual].is ?? null) : null;
	const made = inForward && is ? madeAt(is, lane, step) : null;
	if (made) return { pass: forward, step, value: made };
	const back = turned(backward, step);
	return { pass: backward, step: back, value: { kind: 'x', lane, step: back, leaf: x } };
}

/** An operand at a step, as a value that can be looked at: the carry that comes in was made by the step before. */
function madeAt(is: Operand, lane: Lane | null, step: number): ValueRef | null {
	switch (is.kind) {
		case 'carry':
			return step === 0
				? { kind: 'init', lane, step: 0, leaf: is.leaf }
				: { kind: 'carry', lane, step: step - 1, leaf: is.leaf };
		case 'x':
			return { kind: 'x', lane, step, leaf: is.leaf };
		case 'equation':
			return is.result === 0 ? { kind: 'result', eqn: is.eqn, lane, step } : null;
		case 'closed':
		case 'literal':
			return null;
	}
}
