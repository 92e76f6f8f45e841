import { ProgramError } from '$lib/core/errors';
import { besideOf, Changed, whereApart, type Beside } from '$lib/recording/beside';
import type { Divergence } from '$lib/recording/divergence';
import { InTree } from '$lib/recording/long-tree';
import type { LoopPlace } from '$lib/recording/moment';
import { treeShape } from '$lib/recording/tree-order';
import type { LiveLoop } from '$lib/recording/live-loop';
import type { Failure, Loop } from '$lib/recording/recording';
import type { Slices } from '$lib/recording/slices';
import type { Stretch } from '$lib/recording/windows';
import { changeFor, runAgain, type Arithmetic, type InputEdit } from '$lib/recording/what-if';
import { dropped, keyOfOther } from '../other-key';
import type { QuestionOf } from '../protocol';
import { record, type Run } from '../run';
import { changed, type TextEdit } from '../text-edit';
import { liveLoopAt, reached } from './inner-loops';

/**
 * What a loop is compared with: itself from other inputs and with other numbers in the program, another program's, or
 * itself in the order of `associative_scan`.
 */
export type OtherRun =
	Changes | { readonly with: 'program'; readonly program: string } | { readonly with: 'tree' };

export interface Changes extends Edits {
	readonly with: 'changes';
	readonly arithmetic: Arithmetic;
}

export interface Edits {
	readonly edits: readonly InputEdit[];
	readonly texts: readonly TextEdit[];
}

/** That run's loop, of a long one the steps that were asked for; or why there is none. */
export type OtherLoop =
	| { readonly kind: 'known'; readonly loop: Loop }
	| { readonly kind: 'refused'; readonly failure: Failure }
	| { readonly kind: 'none'; readonly reason: string };

/** A run that more may be asked about. */
interface Compared {
	readonly key: string;
	readonly beside: Beside;
	/** Another one of its kind has been asked for since. */
	dropped: boolean;
	/** The steps of it that were asked for last. */
	window: Stretch | null;
}

/** Of each kind the one that was asked for last, where one of the two is long. */
const compared = new WeakMap<Run, Map<string, Compared>>();

/** The loop that another is compared with. Throws what the changed program throws where it does not come to the loop. */
export function* otherLoop(run: Run, { place, other, window }: QuestionOf<'other'>): Slices<OtherLoop> {
	if (other.with === 'program' && place.within.length > 0)
		return { kind: 'none', reason: 'Only loops outside any other are compared.' };
	const found = comparedWith(run, place, other);
	if ('kind' in found) return found;
	found.window = window;
	return yield* asLongAs(() => !found.dropped && found.window === window, sentOf(found.beside, window));
}

/** Where a loop and the other first part. */
export function* apartIn(
	run: Run,
	{ place, other, closeness }: QuestionOf<'apart'>
): Slices<Divergence | null> {
	const found = comparedWith(run, place, other);
	if ('kind' in found) throw new Error('internal: a loop that is compared with nothing');
	const here = besideOf(liveLoopAt(run, place));
	return yield* asLongAs(() => !found.dropped, whereApart(here, found.beside, closeness));
}

function* sentOf(beside: Beside, window: Stretch): Slices<OtherLoop> {
	yield* beside.upTo(window.to);
	return { kind: 'known', loop: beside.sent(window) };
}

function comparedWith(run: Run, place: LoopPlace, other: OtherRun): Compared | OtherLoop {
	let all = compared.get(run);
	if (!all) compared.set(run, (all = new Map()));
	const slot = other.with === 'changes' ? other.arithmetic : other.with;
	const key = JSON.stringify(place) + keyOfOther(other);
	const known = all.get(slot);
	if (known?.key === key) return known;
	if (known) known.dropped = true;
	all.delete(slot);
	const beside = besideFor(run, place, other);
	if ('kind' in beside) return beside;
	const made = { key, beside, dropped: false, window: null };
	if (beside.loop.long || liveLoopAt(run, place).windows) all.set(slot, made);
	return made;
}

function besideFor(run: Run, place: LoopPlace, other: OtherRun): Beside | OtherLoop {
	if (other.with === 'changes') return withChanges(run, place, other);
	if (other.with === 'program') return ofProgram(run, place, other.program);
	const { windows } = liveLoopAt(run, place);
	const shape = windows && treeShape(windows.loop);
	return shape ? new InTree(windows, shape) : { kind: 'none', reason: 'It has no such order.' };
}

/** The loop of another program that has the same number, else its first. */
function ofProgram({ limits }: Run, { loop }: LoopPlace, program: string): Beside | OtherLoop {
	const { live, recording } = record(program, limits);
	const other = live[loop] ?? live[0];
	if (other) return besideOf(other);
	const { outcome } = recording;
	return outcome.kind === 'error'
		? { kind: 'refused', failure: outcome.error }
		: { kind: 'none', reason: 'No loop ran in it.' };
}

function withChanges(run: Run, place: LoopPlace, { edits, texts, arithmetic }: Changes): Beside {
	const other = texts.length === 0 ? run : record(changed(run.recording.program, texts), run.limits);
	return withInputs(other, reached(other, place), edits, arithmetic);
}

/** A loop of a run as it would have gone from other inputs. */
export function withInputs(
	{ recording }: Run,
	live: LiveLoop,
	edits: readonly InputEdit[],
	arithmetic: Arithmetic
): Beside {
	if (edits.length === 0 && arithmetic === 'own') return besideOf(live);
	if (live.windows) return new Changed(live.windows, changeFor(live, edits, arithmetic));
	return besideOf(runAgain(live, edits, recording.program, arithmetic));
}

/** Does the slices while they are wanted. */
function* asLongAs<T>(isWanted: () => boolean, slices: Slices<T>): Slices<T> {
	let turn = slices.next();
	while (!turn.done) {
		yield;
		if (!isWanted()) throw new ProgramError(dropped, 'Something else is asked for now.');
		turn = slices.next();
	}
	return turn.value;
}
