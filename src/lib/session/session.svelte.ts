import { examples, type Example } from '$lib/examples/catalogue';
import type { ValueRef } from '$lib/recording/value-ref';
import type { Lane } from '$lib/recording/moment';
import type { Failure, Loop, Recording } from '$lib/recording/recording';
import { firstOf } from '$lib/recording/walk';
import type { Bar } from './address';
import { AskedColumns } from './asked.svelte';
import { BranchWatch } from './branching.svelte';
import { Breakpoints } from './breakpoints.svelte';
import { Cause } from './cause.svelte';
import { CellEntry } from './cell-entry.svelte';
import { Comparison } from './comparison.svelte';
import { DataSheet } from './data-sheet.svelte';
import { DeckWalk } from './deck-walk.svelte';
import { DraftKeeper } from './draft-keeper.svelte';
import type { Port } from './engine';
import { FaultTour } from './fault-tour.svelte';
import { Find } from './find.svelte';
import { Gates } from './gates.svelte';
import { GradientView } from './gradient.svelte';
import { plainHome, type Home } from './home';
import { nothing } from './inner';
import { Jaxprs } from './jaxprs.svelte';
import { Journey } from './journey.svelte';
import { Landmarks } from './landmarks.svelte';
import { Linking } from './linking';
import { Locks } from './locks.svelte';
import { LongLoops } from './long.svelte';
import { Looking } from './looking.svelte';
import type { Marks } from './marks';
import { Opening, textOf } from './opening';
import { LaneOverview } from './overview.svelte';
import type { Sight } from './payload';
import { Player } from './player.svelte';
import { Pointing } from './pointing.svelte';
import { Prediction } from './prediction.svelte';
import { Presenting } from './presenting.svelte';
import type { QuestionKind, QuestionOf, Reply } from './protocol';
import { Recalling } from './recalling.svelte';
import { ClassRoom } from './room.svelte';
import { Runner } from './runner.svelte';
import { RunningCode } from './running-code.svelte';
import { Settings } from './settings.svelte';
import type { Notice, Status } from './status';
import { Debounce } from './throttle';
import { editPause } from './timing';
import { plainView, type View } from './view';
import { Watches } from './watches.svelte';
import { WhatIf } from './what-if.svelte';

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
	notice = $state.raw<Notice | null>(null);
	/** The value that is looked at closely. */
	selected = $state.raw<ValueRef | null>(null);
	readonly runner: Runner = new Runner({
		recorded: (recording) => this.opening.recorded(recording),
		settled: () => this.#changed()
	});
	readonly opening: Opening = new Opening(this);
	readonly linking: Linking = new Linking(this);
	readonly pointing: Pointing = new Pointing(this);
	readonly looking: Looking = new Looking(this, () => this.#changed());
	readonly code: RunningCode = new RunningCode(this);
	readonly player = new Player(
		() => this.#moved(),
		() => this.landmarks.range
	);
	readonly journey = new Journey({
		player: this.player,
		recordingNow: () => this.recording,
		ask: (question) => this.ask(question),
		barring: (place) => this.gates.barring(place),
		leave: () => this.linking.jump()
	});
	readonly landmarks: Landmarks = new Landmarks({
		marks: () => this.marks,
		mark: (change) => this.mark(change),
		loop: () => this.loop,
		goal: () => this.player.goal
	});
	readonly deck: DeckWalk = new DeckWalk({
		sight: () => this.sight,
		show: (sight) => {
			this.opening.openSlide(sight);
			this.room.enter();
		},
		leave: () => this.linking.jump(),
		changed: () => this.#changed(),
		lesson: (name) => this.home.lesson(name)
	});
	readonly room: ClassRoom = new ClassRoom(this);
	readonly presenting: Presenting = new Presenting(this);
	readonly drafts = new DraftKeeper();
	readonly settings = new Settings();
	readonly locks: Locks = new Locks(this, () => this.linking.jump());
	readonly data: DataSheet = new DataSheet(this);
	readonly entry: CellEntry = new CellEntry(this);
	/** Values of expressions over the history of the loop that is shown. */
	readonly columns = new AskedColumns(
		(question) => this.ask(question),
		() => this.#isAnswered
	);
	readonly cause: Cause = new Cause(this, () => this.#isAnswered);
	readonly whatIf: WhatIf = new WhatIf(this, () => this.#isAnswered);
	readonly comparison: Comparison = new Comparison(this, () => this.#isAnswered);
	readonly long: LongLoops = new LongLoops(this, () => this.recordingIsLast);
	readonly jaxprs: Jaxprs = new Jaxprs(this, () => this.#isAnswered);
	readonly watches = new Watches(this, this.columns);
	readonly overview: LaneOverview = new LaneOverview(this, this.columns, this.long);
	readonly find = new Find(this, this.columns, this.long);
	readonly breakpoints = new Breakpoints(this, this.columns, this.long);
	readonly gates: Gates = new Gates(this);
	readonly prediction: Prediction = new Prediction(this);
	readonly recalling: Recalling = new Recalling(this);
	readonly faults = new FaultTour(this);
	readonly gradient: GradientView = new GradientView(this);
	readonly branches = new BranchWatch((question) => this.ask(question));
	readonly examples: readonly Example[] = examples;

	#world: World | null = null;
	readonly #edit = new Debounce(editPause);

	readonly example: Example | null = $derived(examples.find(({ program }) => program === this.text) ?? null);
	/** Whether the recording is of the program in the editor: its places in the text hold. */
	readonly current: boolean = $derived(this.recording?.program === this.text);

	get view(): View {
		return this.looking.view;
	}

	/** What is laid over the recording. */
	get marks(): Marks {
		return this.looking.marks;
	}

	get loop(): Loop | null {
		return this.player.loop;
	}

	get status(): Status {
		return this.runner.status;
	}

	/** The error in sight: while a newer program runs, still that of the last one. */
	get failure(): Failure | null {
		return this.runner.failure;
	}

	/** Whether the recording is of the program that was run last. */
	get recordingIsLast(): boolean {
		return this.recording?.program === this.runner.ran;
	}

	/** Whether questions are about the recording that is shown. */
	get #isAnswered(): boolean {
		return this.status.kind !== 'running' && this.recordingIsLast;
	}

	/** What is seen now. */
	get sight(): Sight {
		return this.opening.sight;
	}

	get focusLane(): Lane {
		return this.looking.focusLane;
	}

	constructor(readonly home: Home = plainHome) {
		this.text = textOf(home.sight.source);
		this.looking.lay(plainView, home.sight.marks);
		this.deck.enter(home.walk);
	}

	/** Reads the address and runs what it holds. Only in a browser. */
	start(world: World): void {
		this.#world = world;
		this.runner.open(world.openEngine);
		this.linking.start(world.bar, world.now);
		this.player.fetch = this.long.fetch;
		this.player.stops = this.gates.stopsWith(this.breakpoints.stops);
		this.player.joined = this.gradient.joined;
		this.player.fence = (goal) => this.gates.fence(goal);
		this.drafts.open(world.storage);
		this.settings.open(world.storage);
		this.linking.read();
		this.opening.offerNewest();
	}

	close(): void {
		this.#edit.cancel();
		this.drafts.close();
		this.player.close();
		this.runner.close();
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
		if (this.drafts.current === null) this.linking.push();
		this.drafts.typed(text, this.#world?.now() ?? 0);
		this.text = text;
		this.#edit.do(() => this.run());
		this.#changed();
		return true;
	}

	/** Runs the program of the editor. */
	run(): void {
		this.#edit.cancel();
		if (this.text.trim() === '') {
			this.recording = null;
			this.journey.stop();
			this.journey.arrive(nothing);
		}
		this.runner.run(this.text);
	}

	/** Runs it again, in a new engine. */
	retry(): void {
		this.runner.renew();
		this.run();
	}

	/** What was typed last is not run by itself. */
	unschedule(): void {
		this.#edit.cancel();
	}

	/** Ends a run that takes too long; the last good picture stays. */
	cancel(): void {
		this.journey.stop();
		this.runner.cancel();
	}

	/** Asks the engine about the program that was run last. Never rejects. */
	ask<K extends QuestionKind>(question: QuestionOf<K>): Promise<Reply<K>> {
		return this.runner.ask(question);
	}

	pickLoop(index: number): void {
		const loop = this.recording?.loops[index];
		if (loop && loop !== this.loop) this.journey.jump(firstOf(loop));
	}

	focus(at: Lane): void {
		this.looking.focus(at);
	}

	/** Lays something over the recording, or takes it away. */
	mark(change: Partial<Marks>): void {
		this.looking.mark(change);
	}

	/** Says a word of the last move. */
	tell(text: string): void {
		this.journey.word = { kind: 'told', text };
	}

	select(value: ValueRef | null): void {
		this.selected = value;
	}

	/** Puts the notice away; a draft that was declined is not offered again. */
	dismiss(): void {
		if (this.notice?.kind === 'draft') this.drafts.markSeen(this.notice.id);
		this.notice = null;
	}

	#moved(): void {
		this.journey.moved();
		this.#changed();
	}

	#changed(): void {
		this.linking.changed();
	}
}
