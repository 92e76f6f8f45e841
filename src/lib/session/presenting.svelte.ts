import { untrack } from 'svelte';
import { samePlace, type Moment } from '$lib/recording/moment';
import type { Loop, Recording } from '$lib/recording/recording';
import { placeOf, type Found } from './inner';
import type { Sight } from './payload';
import type { Revealed } from './prediction.svelte';
import { AudienceEnd, PresenterEnd, type Channel, type FromAudience, type Move } from './presenter';
import type { ClassRoom, Overlay } from './room.svelte';

/** What presenting needs of the session. */
export interface Presentable {
	readonly recording: Recording | null;
	readonly status: { readonly kind: string };
	readonly room: ClassRoom;
	readonly prediction: { mirror(revealed: Revealed): void };
	readonly player: {
		readonly loop: Loop | null;
		mirror(moment: Moment, t: number): void;
	};
	readonly journey: {
		find(recording: Recording, wanted: Moment, arrived: (found: Found) => void): void;
		arrive(found: Found): void;
	};
	readonly opening: { show(sight: Sight): void };
}

export type Key = Pick<Extract<FromAudience, { kind: 'key' }>, 'key' | 'shiftKey'>;

/** An audience that has not been heard for so long is gone, ms. */
const patience = 5000;

/**
 * This window's part in a presentation: the presenter's, with the audience in another window, or that audience's. The
 * effects that carry it are in `ui/projector`.
 */
export class Presenting {
	/** Names the channel; null where nothing is presented. */
	id = $state<string | null>(null);
	role = $state<'presenter' | 'audience' | null>(null);
	frozen = $state(false);
	/** When it was begun, and when the audience was last heard, ms since 1970. */
	since = $state(0);
	#heard = $state(-Infinity);
	/** The audience has been shown something. */
	seen = $state(false);
	ended = $state(false);
	#move = $state.raw<Move | null>(null);
	#presenter: PresenterEnd | null = null;
	#audience: AudienceEnd | null = null;

	constructor(private readonly session: Presentable) {}

	/** Whether the audience's window is there. */
	isHeard(now: number): boolean {
		return now - this.#heard < patience;
	}

	/** Presents on a channel; `pressed` is told the keys that the audience's window was given. */
	present(id: string, channel: Channel, now: () => number, pressed: (key: Key) => void): void {
		this.#presenter = new PresenterEnd(channel, {
			heard: () => (this.#heard = now()),
			left: () => (this.#heard = -Infinity),
			key: pressed
		});
		this.id = id;
		this.role = 'presenter';
		this.since = now();
		this.frozen = false;
		this.#heard = -Infinity;
	}

	/** Looks on at what is presented on a channel. */
	attend(id: string, channel: Channel): void {
		this.id = id;
		this.role = 'audience';
		this.#audience = new AudienceEnd(channel, {
			sight: (sight) => {
				this.#move = null;
				this.seen = true;
				this.ended = false;
				this.session.opening.show(sight);
			},
			move: (move) => (this.#move = move),
			overlay: (overlay) => this.session.room.mirror(overlay),
			revealed: (revealed) => this.session.prediction.mirror(revealed),
			ended: () => (this.ended = true)
		});
	}

	/** Ends the presentation, for the audience too. */
	end(): void {
		this.#presenter?.end();
		this.#presenter = null;
		this.role = null;
		this.id = null;
		this.frozen = false;
	}

	toggleFreeze(): void {
		if (this.#presenter === null) return;
		this.frozen = !this.frozen;
		this.#presenter.freeze(this.frozen);
	}

	show(sight: Sight): void {
		this.#presenter?.show({ ...sight, view: { ...sight.view, room: 'projector' } });
	}

	move(move: Move): void {
		this.#presenter?.move(move);
	}

	lay(overlay: Overlay): void {
		this.#presenter?.lay(overlay);
	}

	reveal(revealed: Revealed): void {
		this.#presenter?.reveal(revealed);
	}

	/** Brings the audience to where the presenter is; once the program has run. Read in an effect. */
	follow(): void {
		const move = this.#move;
		const { recording, status, player, journey } = this.session;
		if (move === null || recording === null || status.kind === 'running') return;
		untrack(() => {
			if (player.loop && samePlace(move.moment, placeOf(player.loop))) player.mirror(move.moment, move.t);
			else journey.find(recording, move.moment, (found) => journey.arrive(found));
		});
	}

	/** That the audience is still there. */
	here(): void {
		this.#audience?.here();
	}

	sendKey(key: Key): void {
		this.#audience?.sendKey(key.key, key.shiftKey);
	}

	/** The audience's window goes. */
	leave(): void {
		this.#audience?.bye();
	}
}
