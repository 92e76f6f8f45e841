import { exampleNamed, examples, type Example } from '$lib/examples/catalogue';
import type { Moment } from '$lib/recording/moment';
import type { Recording } from '$lib/recording/recording';
import type { Draft } from './drafts';
import { fingerprintOf } from './fingerprint';
import type { Found } from './inner';
import type { LinkState } from './link';
import { noMarks } from './marks';
import type { Sight, Source } from './payload';
import type { Told } from './prediction.svelte';
import type { Session } from './session.svelte';
import type { Status } from './status';
import type { View } from './view';

/** Brings what a link, a menu or a slide holds before the eye: its program at once, its moment once that has run. */
export class Opening {
	/** Where to stand once there is a recording; null: where one opens. */
	#wanted: Moment | null = null;
	/** Of the result when the opened link was made. */
	#expected: string | null = null;

	constructor(private readonly session: Session) {}

	/** What is seen now. */
	get sight(): Sight {
		const { example, text, view, marks, loop, drafts, current, player } = this.session;
		const source: Source = example ? sourceOf(example) : { kind: 'program', text };
		const moment = loop && (drafts.current || current) ? player.goal : this.#wanted;
		return { source, moment, view, marks };
	}

	/** Opens what a link holds. */
	open({ source, moment, view, marks, fingerprint, walk }: LinkState): void {
		const { session } = this;
		session.deck.enter(walk);
		const before = session.drafts.finish();
		session.text = textOf(source);
		session.looking.lay(view, marks);
		session.selected = null;
		this.#wanted = moment;
		this.#expected = fingerprint;
		session.player.speed = view.speed;
		session.player.pause();
		session.notice = null;
		if (before && before.text !== session.text) this.#offer(before);
		if (session.recording && session.recordingIsLast && session.current) this.#reuse(session.recording);
		else {
			// An error that was in sight was another program's.
			session.runner.forget();
			session.run();
		}
	}

	openExample(name: string): void {
		const example = exampleNamed(name);
		if (example) this.#openText(example.program);
	}

	/** Brings a kept draft back into the editor. */
	restore(id: number): void {
		const { session } = this;
		const draft = session.drafts.list.find((kept) => kept.id === id);
		if (!draft) return;
		this.#openText(draft.text);
		session.drafts.markSeen(id);
		session.notice = null;
	}

	/** Shows what another window does. */
	show(sight: Sight): void {
		this.open({ ...sight, fingerprint: null, walk: null });
	}

	openSlide(sight: Sight): void {
		const { view, deck } = this.session;
		this.open({ ...sight, view: keptOf(view, sight.view), fingerprint: null, walk: deck.walk });
	}

	/** Goes back to where something was predicted, of whatever program. What was answered there stays answered. */
	revisit({ sight, walk }: Told): void {
		const { deck, linking, view } = this.session;
		linking.jump();
		const back = walk?.of.kind === 'own' && deck.own ? { ...deck.own, at: walk.at } : walk;
		this.open({ ...sight, view: keptOf(view, sight.view), fingerprint: null, walk: back });
	}

	/**
	 * Undoes a jump, or does it again: what is laid over the recording and how it is looked at stay as they are. False
	 * where it was of another program or slide.
	 */
	goBack({ source, moment, view: { lane }, marks: { locks }, walk }: LinkState): boolean {
		const { session } = this;
		const { recording } = session;
		if ((walk?.at ?? null) !== (session.deck.walk?.at ?? null)) return false;
		if (String(locks ?? '') !== String(session.locks.all)) return false;
		if (textOf(source) !== session.text || !recording || !session.current) return false;
		session.journey.find(recording, moment, (found) => {
			session.looking.lay({ ...session.view, lane }, session.marks);
			session.journey.arrive(found);
		});
		return true;
	}

	/** The program that was run last has run. One that failed while it is typed leaves the last good picture there. */
	recorded(recording: Recording): void {
		const { session } = this;
		const { outcome } = recording;
		const failed = outcome.kind === 'error';
		const status: Status = failed ? { kind: 'failed', failure: outcome.error } : { kind: 'ready' };
		const kept = session.recording !== null && session.drafts.current !== null && !isCut(recording);
		if (failed && kept) session.runner.settle(status);
		else this.#take(recording, status);
	}

	/** What was typed last on this device, unless that is known or in sight. */
	offerNewest(): void {
		const [newest] = this.session.drafts.list;
		if (newest && !newest.seen && newest.text !== this.session.text) this.#offer(newest);
	}

	#offer({ id, text }: Draft): void {
		this.session.notice = { kind: 'draft', id, text };
	}

	#openText(program: string): void {
		const { session } = this;
		if (program === session.text) return;
		session.linking.push();
		const view = { ...session.view, lane: null };
		const source: Source = { kind: 'program', text: program };
		this.open({ source, moment: null, view, marks: noMarks, fingerprint: null, walk: session.deck.own });
	}

	/** The program that was opened is the one whose recording is there. */
	#reuse(recording: Recording): void {
		this.session.unschedule();
		this.session.runner.drop();
		this.recorded(recording);
	}

	/** Shows a recording: at the moment of the link, or where the cursor stood before the edit, once that is found. */
	#take(recording: Recording, status: Status): void {
		const { journey, drafts, loop, player, runner } = this.session;
		const kept = drafts.current && loop ? player.goal : this.#wanted;
		journey.find(recording, kept, (found) => {
			this.#show(recording, found);
			runner.settle(status);
		});
	}

	#show(recording: Recording, found: Found): void {
		const { session } = this;
		const before = session.recording;
		session.recording = recording;
		session.journey.arrive(found);
		if (before && before !== recording) session.runner.release(before);
		if (this.#expected !== null && this.#expected !== fingerprintOf(recording))
			session.notice = { kind: 'differs' };
		this.#expected = null;
		session.pointing.on(null);
	}
}

/** The text of a source. */
export const textOf = (source: Source): string =>
	source.kind === 'program' ? source.text : (exampleNamed(source.name) ?? examples[0]).program;

const sourceOf = ({ name }: Example): Source => ({ kind: 'example', name });

/** A slide's view, with what is the viewer's own. */
const keptOf = ({ theme, room, speed }: View, slide: View): View => ({ ...slide, theme, room, speed });

/** Whether a loop was stopped by the work limit: what there is of it is the program's own. */
const isCut = ({ loops }: Recording): boolean => loops.some(({ recorded, length }) => recorded < length);
