import { exampleNamed, exampleNames, examples, type Example } from '$lib/examples/catalogue';
import type { Span } from '$lib/core/source';
import type { Hover } from '$lib/recording/hover';
import { lane, type Moment } from '$lib/recording/moment';
import type { ValueRef } from '$lib/recording/value-ref';
import { spansOf } from '$lib/recording/query';
import type { EqnIndex, Failure, Lane, Loop, Recording, RoleName } from '$lib/recording/recording';
import { spanOfStop, stopOf } from '$lib/recording/stops';
import { eqnAt, firstOf } from '$lib/recording/walk';
import { Address, type Bar } from './address';
import { AskedColumns } from './asked.svelte';
import { BranchWatch } from './branching.svelte';
import { Breakpoints } from './breakpoints.svelte';
import { DraftKeeper } from './draft-keeper.svelte';
import { Cause } from './cause.svelte';
import { Comparison } from './comparison.svelte';
import type { Draft } from './drafts';
import { Engine, type Port } from './engine';
import { Find } from './find.svelte';
import { FaultTour } from './fault-tour.svelte';
import { fingerprintOf } from './fingerprint';
import { Gates } from './gates.svelte';
import { GradientView } from './gradient.svelte';
import { Jaxprs } from './jaxprs.svelte';
import { Landmarks } from './landmarks.svelte';
import { CellEntry } from './cell-entry.svelte';
import { DataSheet } from './data-sheet.svelte';
import { DeckWalk } from './deck-walk.svelte';
import { Locks } from './locks.svelte';
import { decodeLink, encodeLink, isTooLong, type LinkState } from './link';
import { plainHome, type Home } from './home';
import type { Sight, Source } from './payload';
import { nothing, type Found } from './inner';
import { inlineValues, type InlineValues } from './inline-values';
import { Journey } from './journey.svelte';
import { LongLoops } from './long.svelte';
import { LaneOverview } from './overview.svelte';
import { ClassRoom } from './room.svelte';
import { Settings } from './settings.svelte';
import { Presenting } from './presenting.svelte';
import type { QuestionKind, QuestionOf, Reply } from './protocol';
import { Player } from './player.svelte';
import { Prediction } from './prediction.svelte';
import type { Notice, Status } from './status';
import { Debounce } from './throttle';
import { editPause, jumpPause, patience, type Speed } from './timing';
import { noMarks, type Marks } from './marks';
import { Watches } from './watches.svelte';
import { WhatIf } from './what-if.svelte';
import { plainView, type Panel, type Room, type Tab, type Theme, type View } from './view';

/** What a session needs of the browser. */
export interface World {
	readonly openEngine: () => Port;
	readonly bar: Bar;
	/** Null where the page may not store anything. */
	readonly storage: Storage | null;
	/** Milliseconds since 1970. */
	readonly now: () => number;
}

/**
 * All that changes while Lockstep is used, and the only thing that does: the program, what is recorded of it, where the
 * cursor stands and how it is looked at. Components read it and call its intents.
 */
export class Session {
	/** The program as it stands in the editor. */
	text = $state(examples[0].program);
	/** The last good one, which may be of an older text; replaced whole. */
	recording = $state.raw<Recording | null>(null);
	status = $state.raw<Status>({ kind: 'running', slow: false, failure: null });
	notice = $state.raw<Notice | null>(null);
	hover = $state.raw<Hover | null>(null);
	/** The value that is looked at closely. */
	selected = $state.raw<ValueRef | null>(null);
	readonly player = new Player(
		() => this.#moved(),
		() => this.landmarks.range
	);
	readonly journey = new Journey({
		player: this.player,
		recordingNow: () => this.recording,
		ask: (question) => this.ask(question),
		barring: (place) => this.gates.barring(place),
		leave: () => this.#leave()
	});
	readonly landmarks: Landmarks = new Landmarks({
		marks: () => this.marks,
		mark: (change) => this.mark(change),
		loop: () => this.loop,
		goal: () => this.player.goal
	});
	readonly deck: DeckWalk = new DeckWalk({
		sight: () => this.#sight(),
		show: (sight) => {
			this.#open({ ...sight, view: this.#kept(sight.view), fingerprint: null, walk: this.deck.walk });
			this.room.enter();
		},
		leave: () => this.#leave(),
		changed: () => this.#changed(),
		lesson: (name) => this.home.lesson(name)
	});
	readonly room: ClassRoom = new ClassRoom(this);
	readonly presenting: Presenting = new Presenting(this);
	readonly drafts = new DraftKeeper();
	readonly settings = new Settings();
	readonly locks: Locks = new Locks(this, () => this.#leave());
	readonly data: DataSheet = new DataSheet(this);
	readonly entry: CellEntry = new CellEntry(this);
	/** Values of expressions over the history of the loop that is shown. */
	readonly columns = new AskedColumns(
		(question) => this.ask(question),
		() => this.status.kind !== 'running' && this.recording?.program === this.#ran
	);
	readonly cause: Cause = new Cause(
		this,
		() => this.status.kind !== 'running' && this.recording?.program === this.#ran
	);
	readonly whatIf: WhatIf = new WhatIf(
		this,
		() => this.status.kind !== 'running' && this.recording?.program === this.#ran
	);
	readonly comparison: Comparison = new Comparison(
		this,
		() => this.status.kind !== 'running' && this.recording?.program === this.#ran
	);
	readonly long: LongLoops = new LongLoops(this, () => this.recording?.program === this.#ran);
	readonly jaxprs: Jaxprs = new Jaxprs(
		this,
		() => this.status.kind !== 'running' && this.recording?.program === this.#ran
	);
	readonly watches = new Watches(this, this.columns);
	readonly overview: LaneOverview = new LaneOverview(this, this.columns, this.long);
	readonly find = new Find(this, this.columns, this.long);
	readonly breakpoints = new Breakpoints(this, this.columns, this.long);
	readonly gates: Gates = new Gates(this);
	readonly prediction: Prediction = new Prediction(this);
	readonly faults = new FaultTour(this);
	readonly gradient: GradientView = new GradientView(this);
	readonly branches = new BranchWatch((question) => this.ask(question));
	readonly examples: readonly Example[] = examples;

	#view = $state.raw<Omit<View, 'speed'>>(plainView);
	#marks = $state.raw<Marks>(noMarks);
	#world: World | null = null;
	#engine: Engine | null = null;
	#address: Address | null = null;
	#edit = new Debounce(editPause);
	#slow = new Debounce(patience);
	/** The program that questions are about: the one that was run last. */
	#ran: string | null = null;
	/** Where to stand once there is a recording; null: where one opens. */
	#wanted: Moment | null = null;
	/** When the last jump was made, ms. */
	#jumped = -Infinity;
	/** Of the result when the opened link was made. */
	#expected: string | null = null;

	readonly example: Example | null = $derived(examples.find(({ program }) => program === this.text) ?? null);
	/** Whether the recording is of the program in the editor: its places in the text hold. */
	readonly current: boolean = $derived(this.recording?.program === this.text);
	readonly activeEqn: EqnIndex | null = $derived.by(() => {
		const { loop, moment, t } = this.player;
		return loop && eqnAt(loop, moment, t);
	});

	/** The expression being carried out; null where the recording is of another text. */
	readonly activeSpan: Span | null = $derived.by(() => {
		if (!this.current || this.activeEqn === null) return null;
		const { loop, moment } = this.player;
		const stop = loop && stopOf(loop, moment);
		return loop && stop ? spanOfStop(loop, stop) : (loop?.eqns[this.activeEqn]?.span ?? null);
	});
	readonly inlineValues: InlineValues | null = $derived.by(() => {
		const { loop, moment } = this.player;
		return loop && this.current ? inlineValues(loop, moment, this.activeEqn, this.focusLane) : null;
	});
	/** What the program's names are, from all its loops. */
	readonly roles: readonly RoleName[] = $derived(this.recording?.loops.flatMap(({ roles }) => roles) ?? []);

	get view(): View {
		return { ...this.#view, speed: this.player.speed };
	}

	/** What is laid over the recording. */
	get marks(): Marks {
		return this.#marks;
	}

	get loop(): Loop | null {
		return this.player.loop;
	}

	/** The error in sight: while a newer program runs, still that of the last one. */
	get failure(): Failure | null {
		return this.status.kind === 'failed' || this.status.kind === 'running' ? this.status.failure : null;
	}

	get focusLane(): Lane {
		return lane(Math.min(this.#view.lane ?? 0, Math.max(0, (this.loop?.lanes ?? 1) - 1)));
	}

	/** Stretches of the program that what is pointed at in the picture comes from. */
	get hoverSpans(): readonly Span[] {
		return this.loop && this.hover && this.hover.kind !== 'span' ? spansOf(this.loop, this.hover) : [];
	}

	constructor(private readonly home: Home = plainHome) {
		this.text = textOf(home.sight.source);
		this.#marks = home.sight.marks;
		this.deck.enter(home.walk);
	}

	/** Reads the address and runs what it holds. Only in a browser. */
	start(world: World): void {
		this.#world = world;
		this.#engine = new Engine(world.openEngine, {
			recorded: (recording) => this.#recorded(recording),
			unreached: (part) => this.#settle({ kind: 'unreached', part }),
			crashed: (message) => this.#settle({ kind: 'crashed', message })
		});
		this.#address = new Address(world.bar);
		this.player.fetch = this.long.fetch;
		this.player.stops = this.gates.stopsWith(this.breakpoints.stops);
		this.player.joined = this.gradient.joined;
		this.player.fence = (goal) => this.gates.fence(goal);
		this.drafts.open(world.storage);
		this.settings.open(world.storage);
		this.readAddress();
		const [newest] = this.drafts.list;
		if (newest && !newest.seen && newest.text !== this.text) this.#offer(newest);
	}

	/** Before the page is reloaded or left. */
	leave(): void {
		this.#address?.leave();
	}

	close(): void {
		for (const timer of [this.#edit, this.#slow]) timer.cancel();
		this.drafts.close();
		this.player.close();
		this.#engine?.close();
	}

	/** Follows the address bar: after opening, "back" and "forward", or a fragment typed by hand. */
	readAddress(): void {
		const fragment = this.#address?.read() ?? '';
		if (this.recording && fragment === `#${this.link()}`) return;
		const decoded = decodeLink(fragment, exampleNames, this.home.lesson);
		if (decoded.kind === 'state' && this.#address?.isLeft(fragment) && this.#return(decoded.state)) return;
		const { sight, walk } = this.home;
		const plain: LinkState = { ...sight, view: this.view, fingerprint: null, walk };
		this.#open(decoded.kind === 'state' ? decoded.state : plain);
		if (decoded.kind === 'damaged') this.notice = { kind: 'damaged', reason: decoded.reason };
	}

	/** The fragment of this very picture, without `#`; to be opened in `room`. */
	link(room: Room = this.view.room): string {
		const state = this.#linkState();
		return encodeLink({ ...state, view: { ...state.view, room } }, this.home.lesson);
	}

	/** What is seen now. */
	get sight(): Sight {
		return this.#sight();
	}

	/** Shows what another window does. */
	show(sight: Sight): void {
		this.#open({ ...sight, fingerprint: null, walk: null });
	}

	/** Whether no link can hold all this. */
	get isTooLong(): boolean {
		return isTooLong(this.#linkState());
	}

	openExample(name: string): void {
		const example = exampleNamed(name);
		if (example) this.#openText(example.program);
	}

	/** Whether a lock allows the program to become this; where it does not, that is told. */
	mayBecome(text: string): boolean {
		const locked = this.locks.against(text);
		if (locked !== null) this.tell(locked);
		return locked === null;
	}

	/** What is typed in the editor; false where a lock forbids it. */
	setProgram(text: string): boolean {
		if (text === this.text) return true;
		if (!this.mayBecome(text)) return false;
		if (this.drafts.current === null) this.#address?.push(this.link());
		this.drafts.typed(text, this.#world?.now() ?? 0);
		this.text = text;
		this.#edit.do(() => this.run());
		this.#changed();
		return true;
	}

	/** Runs the program of the editor. */
	run(): void {
		this.#edit.cancel();
		this.#slow.cancel();
		if (this.text.trim() === '') {
			this.#engine?.cancel();
			this.recording = null;
			this.journey.stop();
			this.journey.arrive(nothing);
			this.#settle({ kind: 'empty' });
			return;
		}
		const failure = this.failure;
		this.status = { kind: 'running', slow: false, failure };
		this.#slow.do(() => (this.status = { kind: 'running', slow: true, failure }));
		this.#ran = this.text;
		this.#engine?.run(this.text);
	}

	/** Runs it in a new worker: one that could not fetch something may remember that. */
	retry(): void {
		this.#engine?.close();
		this.run();
	}

	/** Ends a run that takes too long; the last good picture stays. */
	cancel(): void {
		this.journey.stop();
		this.#engine?.cancel();
		this.#settle({ kind: 'cancelled' });
	}

	/** Asks the engine about the program that was run last. Never rejects. */
	ask<K extends QuestionKind>(question: QuestionOf<K>): Promise<Reply<K>> {
		return this.#engine?.ask(question) ?? Promise.resolve({ kind: 'superseded' });
	}

	pickLoop(index: number): void {
		const loop = this.recording?.loops[index];
		if (loop && loop !== this.loop) this.journey.jump(firstOf(loop));
	}

	setSpeed(speed: Speed): void {
		this.player.speed = speed;
		this.#changed();
	}

	focus(at: Lane): void {
		this.#look({ lane: lane(Math.max(0, Math.min(at, (this.loop?.lanes ?? 1) - 1))) });
	}

	/** The lane so many rows further down. */
	focusBy(rows: number): void {
		this.focus(this.overview.further(this.focusLane, rows));
	}

	setTab(tab: Tab): void {
		this.#look({ tab });
	}

	/** Opens a panel of the dock; null shuts it. */
	setPanel(panel: Panel | null): void {
		this.#look({ panel });
	}

	/** Lays something over the recording, or takes it away. */
	mark(change: Partial<Marks>): void {
		this.#marks = { ...this.#marks, ...change };
		this.#changed();
	}

	/** Says a word of the last move. */
	tell(text: string): void {
		this.journey.word = { kind: 'told', text };
	}

	select(value: ValueRef | null): void {
		this.selected = value;
	}

	setTheme(theme: Theme): void {
		this.#look({ theme });
	}

	setRoom(room: Room): void {
		this.#look({ room });
	}

	hoverOn(hover: Hover | null): void {
		this.hover = hover;
	}

	/** The pointer is on this character of the program; null when it leaves. */
	hoverAt(at: number | null): void {
		const span = at !== null && this.loop && this.current ? smallestSpan(this.loop, at) : null;
		if (span === null && this.hover?.kind !== 'span') return;
		if (this.hover?.kind !== 'span' || this.hover.span !== span) this.hover = span && { kind: 'span', span };
	}

	/** Puts the notice away; a draft that was declined is not offered again. */
	dismiss(): void {
		if (this.notice?.kind === 'draft') this.drafts.markSeen(this.notice.id);
		this.notice = null;
	}

	/** The link has been handed on, and what was typed with it. */
	shared(): void {
		const draft = this.drafts.keep();
		if (draft) this.drafts.markSeen(draft.id);
	}

	/** Brings a kept draft back into the editor. */
	restore(id: number): void {
		const draft = this.drafts.list.find((kept) => kept.id === id);
		if (!draft) return;
		this.#openText(draft.text);
		this.drafts.markSeen(id);
		this.notice = null;
	}

	/** Undoes a jump, or does it again: what is laid over the recording and how it is looked at stay as they are. */
	#return({ source, moment, view: { lane }, marks: { locks }, walk }: LinkState): boolean {
		const { recording } = this;
		if ((walk?.at ?? null) !== (this.deck.walk?.at ?? null)) return false;
		if (String(locks ?? '') !== String(this.locks.all)) return false;
		if (textOf(source) !== this.text || !recording || !this.current) return false;
		this.journey.find(recording, moment, (found) => {
			this.#view = { ...this.#view, lane };
			this.journey.arrive(found);
		});
		return true;
	}

	/** Leaves an entry in the history before a jump. Jumps that follow at once are one. */
	#leave(): void {
		const now = this.#world?.now() ?? 0;
		if (now - this.#jumped > jumpPause) this.#address?.push(this.link());
		this.#jumped = now;
	}

	#openText(program: string): void {
		if (program === this.text) return;
		this.#address?.push(this.link());
		this.#open({
			source: { kind: 'program', text: program },
			moment: null,
			view: { ...this.view, lane: null },
			marks: noMarks,
			fingerprint: null,
			walk: this.deck.own
		});
	}

	/** What is seen now. */
	#sight(): Sight {
		const source: Source = this.example ? sourceOf(this.example) : { kind: 'program', text: this.text };
		const moment = this.loop && (this.drafts.current || this.current) ? this.player.goal : this.#wanted;
		return { source, moment, view: this.view, marks: this.marks };
	}

	#linkState(): LinkState {
		const sight = this.#sight();
		const result = this.current && sight.source.kind === 'program' ? this.recording : null;
		return { ...sight, fingerprint: result && fingerprintOf(result), walk: this.deck.walk };
	}

	/** A slide's view, with what is the viewer's own. */
	#kept(view: View): View {
		const { theme, room, speed } = this.view;
		return { ...view, theme, room, speed };
	}

	#open({ source, moment, view, marks, fingerprint, walk }: LinkState): void {
		this.deck.enter(walk);
		const before = this.drafts.finish();
		this.text = textOf(source);
		this.#view = view;
		this.#marks = marks;
		this.selected = null;
		this.#wanted = moment;
		this.#expected = fingerprint;
		this.player.speed = view.speed;
		this.player.pause();
		this.notice = null;
		if (before && before.text !== this.text) this.#offer(before);
		if (this.recording && this.recording.program === this.#ran && this.current) this.#reuse(this.recording);
		else {
			// An error that was in sight was another program's.
			this.status = { kind: 'running', slow: false, failure: null };
			this.run();
		}
	}

	/** The program that was opened is the one whose recording is there. */
	#reuse(recording: Recording): void {
		this.#edit.cancel();
		this.#engine?.cancel();
		this.#recorded(recording);
	}

	#recorded(recording: Recording): void {
		const { outcome } = recording;
		const failed = outcome.kind === 'error';
		const status: Status = failed ? { kind: 'failed', failure: outcome.error } : { kind: 'ready' };
		const kept = this.recording !== null && this.drafts.current !== null && !isCut(recording);
		if (failed && kept) this.#settle(status);
		else this.#take(recording, status);
	}

	/** Shows a recording: at the moment of the link, or where the cursor stood before the edit, once that is found. */
	#take(recording: Recording, status: Status): void {
		const kept = this.drafts.current && this.loop ? this.player.goal : this.#wanted;
		this.journey.find(recording, kept, (found) => {
			this.#show(recording, found);
			this.#settle(status);
		});
	}

	#show(recording: Recording, found: Found): void {
		const before = this.recording;
		this.recording = recording;
		this.journey.arrive(found);
		if (before && before !== recording) this.#engine?.release(before);
		if (this.#expected !== null && this.#expected !== fingerprintOf(recording))
			this.notice = { kind: 'differs' };
		this.#expected = null;
		this.hover = null;
	}

	#settle(status: Status): void {
		this.#slow.cancel();
		this.status = status;
		this.#changed();
	}

	#look(change: Partial<View>): void {
		this.#view = { ...this.#view, ...change };
		this.#changed();
	}

	#moved(): void {
		this.journey.moved();
		this.#changed();
	}

	#changed(): void {
		this.#address?.replace(() => this.link());
	}

	#offer({ id, text }: Draft): void {
		this.notice = { kind: 'draft', id, text };
	}
}

const textOf = (source: Source): string =>
	source.kind === 'program' ? source.text : (exampleNamed(source.name) ?? examples[0]).program;

const sourceOf = ({ name }: Example): Source => ({ kind: 'example', name });

/** Whether a loop was stopped by the work limit: what there is of it is the program's own. */
const isCut = ({ loops }: Recording): boolean => loops.some(({ recorded, length }) => recorded < length);

/** The innermost expression with an equation round a character. */
function smallestSpan(loop: Loop, at: number): Span | null {
	const around = loop.eqns.flatMap(({ span }) => (span && span.from <= at && at < span.to ? [span] : []));
	return around.sort((a, b) => a.to - a.from - (b.to - b.from))[0] ?? null;
}
