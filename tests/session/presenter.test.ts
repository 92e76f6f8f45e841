import { describe, expect, it } from 'vitest';
import { lane, loopIndex, step, type Moment } from '$lib/recording/moment';
import { noMarks } from '$lib/session/marks';
import type { Sight } from '$lib/session/payload';
import { AudienceEnd, PresenterEnd, type Channel } from '$lib/session/presenter';
import type { Overlay } from '$lib/session/room.svelte';
import { plainView } from '$lib/session/view';

/** Windows that hear each other at once, but not themselves. */
class FakeAir {
	#ends: Channel[] = [];

	open(): Channel {
		const end: Channel = {
			heard: null,
			post: (message) => {
				for (const other of this.#ends) if (other !== end) other.heard?.(structuredClone(message));
			},
			close: () => (this.#ends = this.#ends.filter((other) => other !== end))
		};
		this.#ends.push(end);
		return end;
	}
}

const sight = (text: string): Sight => ({
	source: { kind: 'program', text },
	moment: null,
	view: plainView,
	marks: noMarks
});
const at = (n: number): Moment => ({
	within: [],
	loop: loopIndex(0),
	step: step(n),
	beat: 'rest',
	eqn: null
});
const overlay = (more: Partial<Overlay> = {}): Overlay => ({
	blank: null,
	spot: null,
	ink: [],
	alone: false,
	...more
});

/** What an audience was shown, in short. */
function audience(air: FakeAir): { shown: string[]; end: AudienceEnd } {
	const shown: string[] = [];
	const end = new AudienceEnd(air.open(), {
		sight: ({ source }) => shown.push(source.kind === 'program' ? source.text : source.name),
		move: ({ moment, t }) => shown.push(`${moment.step}:${t}`),
		overlay: ({ blank }) => shown.push(`overlay ${blank ?? 'bare'}`),
		revealed: ({ votes }) => shown.push(`hands ${votes.join(' then ')}`),
		ended: () => shown.push('end')
	});
	return { shown, end };
}

function presenter(air: FakeAir): { told: string[]; end: PresenterEnd } {
	const told: string[] = [];
	const end = new PresenterEnd(air.open(), {
		heard: () => told.push('heard'),
		left: () => told.push('left'),
		key: ({ key }) => told.push(key)
	});
	return { told, end };
}

describe('R28: a presenter and an audience', () => {
	it('are in step', () => {
		const air = new FakeAir();
		const { end } = presenter(air);
		const { shown } = audience(air);
		end.show(sight('a'));
		end.move({ moment: at(1), t: 1 });
		end.move({ moment: at(2), t: 0.5 });
		end.lay(overlay({ blank: 'black' }));
		expect(shown).toEqual(['a', '1:1', '2:0.5', 'overlay black']);
	});

	it('an audience that opens later, or again, is shown all there is', () => {
		const air = new FakeAir();
		const { told, end } = presenter(air);
		end.show(sight('a'));
		end.move({ moment: at(3), t: 1 });
		end.lay(overlay());
		expect(audience(air).shown).toEqual(['a', '3:1', 'overlay bare']);
		expect(told).toEqual(['heard']);
	});

	it('what is frozen stays, for a new audience too; then it is brought up to date', () => {
		const air = new FakeAir();
		const { end } = presenter(air);
		const first = audience(air);
		end.show(sight('a'));
		end.move({ moment: at(1), t: 1 });
		end.freeze(true);
		end.show(sight('half a prog'));
		end.show(sight('b'));
		end.move({ moment: at(5), t: 1 });
		expect(first.shown).toEqual(['a', '1:1']);
		expect(audience(air).shown).toEqual(['a', '1:1']);
		end.freeze(false);
		expect(first.shown.slice(-2)).toEqual(['b', '5:1']);
	});

	it('hands that are counted are seen by the audience, by one that opens later too', () => {
		const air = new FakeAir();
		const { end } = presenter(air);
		const { shown } = audience(air);
		end.reveal({ votes: [[12, 3]], told: null, armed: false });
		end.reveal({
			votes: [
				[12, 3],
				[14, 1]
			],
			told: null,
			armed: false
		});
		expect(shown).toEqual(['hands 12,3', 'hands 12,3 then 14,1']);
		expect(audience(air).shown).toEqual(['hands 12,3 then 14,1']);
	});

	it('a move of another program is not shown', () => {
		const air = new FakeAir();
		const { end } = presenter(air);
		end.show(sight('a'));
		const { shown } = audience(air);
		end.show(sight('b'));
		expect(shown).toEqual(['a', 'b']);
		end.move({ moment: at(0), t: 1 });
		expect(shown).toEqual(['a', 'b', '0:1']);
	});

	it('either may go', () => {
		const air = new FakeAir();
		const { told, end } = presenter(air);
		const first = audience(air);
		first.end.bye();
		expect(told).toEqual(['heard', 'left']);
		end.show(sight('a'));
		const second = audience(air);
		end.end();
		expect(second.shown).toEqual(['a', 'end']);
		second.end.here();
		second.end.sendKey('PageDown', false);
		expect(told).toEqual(['heard', 'left', 'heard']);
	});

	it('keys pressed before the audience come to the presenter', () => {
		const air = new FakeAir();
		const { told } = presenter(air);
		audience(air).end.sendKey('PageDown', false);
		expect(told).toEqual(['heard', 'PageDown']);
	});

	it('a lane in focus goes with the sight', () => {
		const air = new FakeAir();
		const { end } = presenter(air);
		const lanes: unknown[] = [];
		new AudienceEnd(air.open(), {
			sight: ({ view }) => lanes.push(view.lane),
			move: () => {},
			overlay: () => {},
			revealed: () => {},
			ended: () => {}
		});
		end.show({ ...sight('a'), view: { ...plainView, lane: lane(2) } });
		expect(lanes).toEqual([2]);
	});
});
