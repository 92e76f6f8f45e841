import { deflateSync } from 'fflate';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { beats, eqnIndex, lane, loopIndex, step, type Moment } from '$lib/recording/moment';
import { toBase64url } from '$lib/session/base64url';
import { decodeLink, encodeLink, isTooLong, type LinkState } from '$lib/session/link';
import type { Deck, Walk } from '$lib/session/deck';
import type { Sight } from '$lib/session/payload';
import { momentText, readMoment } from '$lib/session/moment-text';
import { checksum, largestText, squeeze } from '$lib/session/squeeze';
import { speeds } from '$lib/session/timing';
import { lockNames, noMarks, questions, sorts, type Marks } from '$lib/session/marks';
import { jaxprForms, orders, panels, plainView, rooms, tabs, themes } from '$lib/session/view';
import { runningMax } from '../support/fixture';

const examples = new Set(['running-max', 'ema']);
const decode = (fragment: string): ReturnType<typeof decodeLink> => decodeLink(fragment, examples);

const orNull = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(arbitrary, { nil: null });

const visits = fc.record({ loop: fc.nat(99).map(loopIndex), step: fc.nat(9999).map(step) });

const moments: fc.Arbitrary<Moment> = fc
	.record({
		within: fc.array(visits, { maxLength: 4 }),
		loop: fc.nat(999).map(loopIndex),
		step: fc.integer({ min: -1, max: 100_000 }).map(step),
		beat: fc.constantFrom(...beats),
		eqn: orNull(fc.nat(999).map(eqnIndex)),
		depth: fc.option(fc.nat(9), { nil: undefined })
	})
	.map(({ depth, ...moment }): Moment =>
		moment.eqn === null || depth === undefined ? moment : { ...moment, depth }
	)
	.map((moment) => (moment.step < 0 ? { ...moment, beat: 'rest' } : moment));

const views = fc.record({
	tab: fc.constantFrom(...tabs),
	theme: fc.constantFrom(...themes),
	room: fc.constantFrom(...rooms),
	speed: fc.constantFrom(...speeds),
	lane: orNull(fc.nat(9999).map(lane)),
	panel: orNull(fc.constantFrom(...panels)),
	jaxpr: fc.constantFrom(...jaxprForms),
	order: orNull(fc.constantFrom(...orders))
});

const expressions = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 });
const lists = <T>(item: fc.Arbitrary<T>): fc.Arbitrary<T[]> => fc.array(item, { minLength: 1, maxLength: 4 });

const marks: fc.Arbitrary<Marks> = fc.record(
	{
		watches: lists(expressions),
		breaks: lists(
			fc.record(
				{ line: fc.nat(99), step: fc.nat(99), lane: fc.nat(99), when: expressions },
				{ requiredKeys: [] }
			)
		),
		bookmarks: lists(fc.record({ at: moments.map(momentText), note: fc.string({ maxLength: 60 }) })),
		range: fc.tuple(fc.nat(99), fc.nat(99)),
		rangeIn: fc.array(fc.nat(99), { minLength: 1, maxLength: 3 }).map((way) => way.join('/')),
		pins: lists(fc.nat(99)),
		sort: fc.constantFrom(...sorts),
		filter: expressions,
		group: expressions,
		gates: lists(
			fc.record(
				{
					at: moments.map(momentText),
					ask: fc.constantFrom(...questions),
					lane: fc.nat(99),
					leaf: fc.nat(9),
					by: fc.constantFrom('choice' as const, 'vote' as const)
				},
				{ requiredKeys: ['at', 'ask'] }
			)
		),
		hide: fc.constant(true as const),
		locks: lists(fc.constantFrom(...lockNames)),
		caption: expressions
	},
	{ requiredKeys: [] }
);

const anyText = fc.oneof(
	fc.string({ unit: 'grapheme', maxLength: 400 }),
	fc.string({ unit: 'binary', maxLength: 400 }),
	fc.constant(runningMax().program)
);

const fingerprints = orNull(fc.stringMatching(/^[a-z0-9]{1,8}$/));
const programs = anyText.map((text) => ({ kind: 'program' as const, text }));
const named = fc.constantFrom(...examples).map((name) => ({ kind: 'example' as const, name }));
const seen = { moment: orNull(moments), view: views, marks };
const sights: fc.Arbitrary<Sight> = fc.record({ source: fc.oneof(programs, named), ...seen });

const slides = fc.record({
	title: fc.string({ maxLength: 40 }),
	note: fc.string({ maxLength: 200 }),
	sight: sights
});
const walks: fc.Arbitrary<Walk> = fc.oneof(
	fc
		.record({ title: fc.string({ maxLength: 40 }), slides: lists(slides) })
		.chain((deck) => fc.nat(deck.slides.length - 1).map((at): Walk => ({ of: { kind: 'own', deck }, at }))),
	fc.nat(9).map((at): Walk => ({ of: { kind: 'lesson', name: 'vmap-over-scan' }, at }))
);

const states: fc.Arbitrary<LinkState> = fc.oneof(
	fc.record({ source: programs, ...seen, fingerprint: fingerprints, walk: fc.constant(null) }),
	fc.record({ source: named, ...seen, fingerprint: fc.constant(null), walk: fc.constant(null) }),
	fc.record({ source: fc.oneof(programs, named), ...seen, fingerprint: fingerprints, walk: walks })
);

const plain: LinkState = {
	source: { kind: 'program', text: runningMax().program },
	moment: null,
	view: plainView,
	marks: noMarks,
	fingerprint: null,
	walk: null
};

describe('a link', () => {
	it('comes back as the state it was made of', () => {
		fc.assert(
			fc.property(states, (state) => {
				expect(decode(`#${encodeLink(state)}`)).toEqual({ kind: 'state', state });
			}),
			{ numRuns: 300 }
		);
	});

	it('needs no escaping in an address', () => {
		fc.assert(
			fc.property(states, (state) => {
				const link = encodeLink(state);
				expect(new URL(`https://example.org/a/#${link}`).hash).toBe(`#${link}`);
			})
		);
	});

	it('to an example is short and readable', () => {
		const state: LinkState = { ...plain, source: { kind: 'example', name: 'running-max' } };
		expect(encodeLink(state)).toBe('running-max');
		const third = readMoment('2');
		const view = { ...plainView, tab: 'jaxpr' as const, lane: lane(1) };
		expect(encodeLink({ ...state, moment: third, view })).toBe('running-max@2&tab=jaxpr&lane=1');
	});

	it('to the worked example as a program stays under 500 characters', () => {
		expect(encodeLink(plain).length).toBeLessThan(500);
	});

	it('survives what mail programs add and escape', () => {
		const link = encodeLink(plain);
		expect(decode(`#${link}).`)).toEqual({ kind: 'state', state: plain });
		expect(decode('#running-max%402%26tab=output')).toMatchObject({
			state: { moment: { step: 2 }, view: { tab: 'output' } }
		});
	});
});

describe('a link to a place of a lesson', () => {
	const sight: Sight = {
		source: { kind: 'program', text: 'a' },
		moment: null,
		view: plainView,
		marks: noMarks
	};
	const gated: Sight = {
		...sight,
		source: { kind: 'example', name: 'ema' },
		moment: readMoment('1'),
		view: { ...plainView, panel: 'changes' },
		marks: { hide: true, locks: ['read-only'] }
	};
	const lesson: Deck = {
		title: 'vmap over scan',
		slides: [sight, gated].map((one) => ({ title: '', note: '', sight: one }))
	};
	const lessons = (name: string): Deck | null => (name === 'vmap-over-scan' ? lesson : null);
	const read = (fragment: string): ReturnType<typeof decodeLink> => decodeLink(fragment, examples, lessons);
	const at = (place: number, change: Partial<Sight> = {}): LinkState => ({
		...lesson.slides[place].sight,
		...change,
		fingerprint: null,
		walk: { of: { kind: 'lesson', name: 'vmap-over-scan' }, at: place }
	});

	it('is its name, the place from 1, and what is not as the slide has it', () => {
		expect(encodeLink(at(0), lessons)).toBe('vmap-over-scan/1');
		expect(encodeLink(at(1), lessons)).toBe('vmap-over-scan/2');
		expect(encodeLink(at(1, { moment: readMoment('2c') }), lessons)).toBe('vmap-over-scan/2@2c');
		const view = { ...gated.view, tab: 'output' as const, panel: 'find' as const };
		expect(encodeLink(at(1, { view }), lessons)).toBe('vmap-over-scan/2&tab=output&panel=find');
	});

	it('comes back as the state it was made of, whatever differs', () => {
		const changes = fc.record({ moment: orNull(moments), view: views, marks }, { requiredKeys: [] });
		fc.assert(
			fc.property(fc.nat(1), changes, (place, change) => {
				const state = at(place, change);
				expect(read(`#${encodeLink(state, lessons)}`)).toEqual({ kind: 'state', state });
			})
		);
	});

	it('holds the program where it is not the slide’s', () => {
		const state = at(0, { source: { kind: 'program', text: 'b' } });
		expect(encodeLink(state, lessons)).toMatch(/^2\./);
		expect(read(encodeLink(state, lessons))).toEqual({ kind: 'state', state });
	});

	it.each([
		['nothing-here/1', 'names a lesson, nothing-here, that is not here'],
		['vmap-over-scan/3', 'names scene 3 of a lesson of 2'],
		['vmap-over-scan/0', 'names scene 0 of a lesson of 2'],
		['vmap-over-scan/one', 'names scene one of a lesson of 2'],
		['vmap-over-scan/1@x', 'was cut short or altered on its way']
	])('%s is told', (fragment, reason) => {
		expect(read(fragment)).toEqual({ kind: 'damaged', reason });
	});
});

describe('a damaged link', () => {
	const link = encodeLink(plain);

	it('is none when there is nothing', () => {
		expect(decode('')).toEqual({ kind: 'none' });
		expect(decode('#')).toEqual({ kind: 'none' });
	});

	it('is seen wherever it is cut', () => {
		for (let length = 2; length < link.length; length++)
			expect(decode(link.slice(0, length)).kind, `at ${length}`).toBe('damaged');
	});

	it('is seen wherever one character is another', () => {
		for (let at = 2; at < link.length; at++) {
			const other = link[at] === 'A' ? 'B' : 'A';
			const altered = decode(link.slice(0, at) + other + link.slice(at + 1));
			if (altered.kind === 'state') expect(altered.state, `at ${at}`).toEqual(plain);
		}
	});

	it('never throws, whatever it is', () => {
		fc.assert(
			fc.property(fc.oneof(fc.string(), fc.webFragments(), anyText), (text) => {
				for (const fragment of [text, `1.${text}`, `running-max@${text}`, `ema&${text}`])
					expect(['state', 'none', 'damaged']).toContain(decode(fragment).kind);
			})
		);
	});

	it.each([
		['nonsense', 'names an example, nonsense, that is not here'],
		['9.abc', 'was made by a newer Lockstep than this one'],
		['running-max@two', 'was cut short or altered on its way'],
		['running-max&tab=lesson', 'was cut short or altered on its way'],
		['running-max@1@2', 'was cut short or altered on its way'],
		[`1.${squeeze('{"program":1}')}`, 'was cut short or altered on its way'],
		[`1.${squeeze('{"program":"","evil":1}')}`, 'was cut short or altered on its way'],
		['%E0%A4%A', 'was cut short or altered on its way']
	])('%s is told', (fragment, reason) => {
		expect(decode(fragment)).toEqual({ kind: 'damaged', reason });
	});

	it('cannot be made of a program that is not called too long', () => {
		for (const length of [1000, largestText - 2000, largestText + 10]) {
			const text = 'é"'.repeat(length / 4);
			const state: LinkState = { ...plain, source: { kind: 'program', text } };
			expect(decode(encodeLink(state)).kind).toBe(isTooLong(state) ? 'damaged' : 'state');
		}
	});

	it('cannot be made of slides that are not called too long together', () => {
		const slide = { title: '', note: 'n'.repeat(4000), sight: plain };
		for (const length of [50, 60]) {
			const deck: Deck = { title: '', slides: Array.from({ length }, () => slide) };
			const state: LinkState = { ...plain, walk: { of: { kind: 'own', deck }, at: 0 } };
			expect(isTooLong(state)).toBe(length === 60);
			expect(decode(encodeLink(state)).kind).toBe(isTooLong(state) ? 'damaged' : 'state');
		}
	});

	it('may not swell beyond its limit', () => {
		const bomb = deflateSync(new TextEncoder().encode(`{"program":"${'a'.repeat(50_000_000)}"}`), {
			level: 9
		});
		const bytes = new Uint8Array(bomb.length + 4);
		new DataView(bytes.buffer).setUint32(0, checksum(bomb));
		bytes.set(bomb, 4);
		const began = performance.now();
		expect(decode(`1.${toBase64url(bytes)}`).kind).toBe('damaged');
		expect(performance.now() - began).toBeLessThan(1000);
	});
});

describe('a moment in an address', () => {
	it.each([
		['2', { within: [], loop: 0, step: 2, beat: 'rest', eqn: null }],
		['start', { within: [], loop: 0, step: -1, beat: 'rest', eqn: null }],
		['3.0c', { within: [], loop: 3, step: 0, beat: 'combine', eqn: null }],
		['1.start', { within: [], loop: 1, step: -1, beat: 'rest', eqn: null }],
		['12e:4', { within: [], loop: 0, step: 12, beat: 'emit', eqn: 4 }],
		['12:4~0', { within: [], loop: 0, step: 12, beat: 'rest', eqn: 4, depth: 0 }],
		['3/1.2c:1', { within: [{ loop: 0, step: 3 }], loop: 1, step: 2, beat: 'combine', eqn: 1 }],
		[
			'2.3/0/start',
			{
				within: [
					{ loop: 2, step: 3 },
					{ loop: 0, step: 0 }
				],
				loop: 0,
				step: -1,
				beat: 'rest',
				eqn: null
			}
		]
	])('%s', (text, moment) => {
		expect(readMoment(text)).toEqual(moment);
		expect(momentText(moment as unknown as Moment)).toBe(text);
	});

	it.each([
		'',
		'-1',
		'start p',
		'2x',
		'2:',
		'1.',
		'1.2.3',
		'99999999999',
		'/2',
		'2/',
		'start/2',
		'2c/1',
		'2~1'
	])('%s is none', (text) => {
		expect(readMoment(text)).toBeNull();
	});
});
