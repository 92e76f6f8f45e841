import { lane, type Lane } from '$lib/recording/moment';
import type { Loop } from '$lib/recording/recording';
import { noMarks, type Marks } from './marks';
import type { Speed } from './timing';
import {
	plainView,
	type JaxprForm,
	type Order,
	type Panel,
	type Room,
	type Tab,
	type Theme,
	type View
} from './view';

/** What looking needs of the session. */
export interface LookedAt {
	readonly loop: Loop | null;
	readonly player: { speed: Speed };
	readonly overview: { further(from: Lane, rows: number): Lane };
}

/** How the recording is looked at, and what is laid over it. */
export class Looking {
	#view = $state.raw<Omit<View, 'speed'>>(plainView);
	#marks = $state.raw<Marks>(noMarks);

	constructor(
		private readonly at: LookedAt,
		/** Told whenever either is another. */
		private readonly changed: () => void
	) {}

	get view(): View {
		return { ...this.#view, speed: this.at.player.speed };
	}

	get marks(): Marks {
		return this.#marks;
	}

	get focusLane(): Lane {
		return lane(Math.min(this.#view.lane ?? 0, this.#lastLane));
	}

	get #lastLane(): number {
		return Math.max(0, (this.at.loop?.lanes ?? 1) - 1);
	}

	/** Looks at the recording so, with this laid over it. */
	lay(view: View, marks: Marks): void {
		this.#view = view;
		this.#marks = marks;
	}

	/** Lays something over the recording, or takes it away. */
	mark(change: Partial<Marks>): void {
		this.#marks = { ...this.#marks, ...change };
		this.changed();
	}

	focus(at: Lane): void {
		this.#look({ lane: lane(Math.max(0, Math.min(at, this.#lastLane))) });
	}

	/** The lane so many rows further down. */
	focusBy(rows: number): void {
		this.focus(this.at.overview.further(this.focusLane, rows));
	}

	setTab(tab: Tab): void {
		this.#look({ tab });
	}

	/** Opens a panel of the dock; null shuts it. */
	setPanel(panel: Panel | null): void {
		this.#look({ panel });
	}

	setJaxpr(jaxpr: JaxprForm): void {
		this.#look({ jaxpr });
	}

	setOrder(order: Order): void {
		this.#look({ order });
	}

	setTheme(theme: Theme): void {
		this.#look({ theme });
	}

	setRoom(room: Room): void {
		this.#look({ room });
	}

	setSpeed(speed: Speed): void {
		this.at.player.speed = speed;
		this.changed();
	}

	#look(change: Partial<View>): void {
		this.#view = { ...this.#view, ...change };
		this.changed();
	}
}
