import type { Lane } from '$lib/recording/moment';
import type { Speed } from './timing';

export const themes = ['auto', 'light', 'dark'] as const;
export type Theme = (typeof themes)[number];

export const tabs = ['program', 'jaxpr', 'output'] as const;
export type Tab = (typeof tabs)[number];

/** The desk has everything at hand; the projector is read from the back row. */
export const rooms = ['desk', 'projector'] as const;
export type Room = (typeof rooms)[number];

/** The panels of the dock under the program. */
export const panels = [
	'inspect',
	'watch',
	'find',
	'changes',
	'cause',
	'faults',
	'branches',
	'compare',
	'data',
	'table'
] as const;
export type Panel = (typeof panels)[number];

/** Which jaxprs are shown: that of one row, as it was before `vmap`, the one after it, or both. */
export const jaxprForms = ['both', 'before', 'after'] as const;
export type JaxprForm = (typeof jaxprForms)[number];

/** In which order steps and prints are told: as prints came out, as the batch runs, or one row after the other. */
export const orders = ['printed', 'batch', 'row'] as const;
export type Order = (typeof orders)[number];

/** How the recording is looked at: what a link holds beside the program and the moment. */
export interface View {
	readonly tab: Tab;
	readonly theme: Theme;
	readonly room: Room;
	readonly speed: Speed;
	/** The lane whose values the code shows; null while none is singled out. */
	readonly lane: Lane | null;
	/** The panel of the dock that is open; null while it is shut. */
	readonly panel: Panel | null;
	readonly jaxpr: JaxprForm;
	/** Null while none was chosen: prints as they came out, steps as the batch runs. */
	readonly order: Order | null;
}

export const plainView: View = {
	tab: 'program',
	theme: 'auto',
	room: 'desk',
	speed: 1,
	lane: null,
	panel: null,
	jaxpr: 'both',
	order: null
};
