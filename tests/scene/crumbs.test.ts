import { describe, expect, it } from 'vitest';
import { lane, type Moment } from '$lib/recording/moment';
import { momentOn, stepInto, stepOut, stopsOf } from '$lib/recording/stops';
import { restAt, sameMoment } from '$lib/recording/walk';
import { crumbsOf, type Bread } from '$lib/scene/crumbs';
import { bodyTable } from '$lib/scene/table';
import { answerTo } from '$lib/session/answers/answers';
import { record } from '$lib/session/run';

const program = `
import jax
import jax.numpy as jnp
from jax import lax

def smooth(h, x):
  k = lax.fori_loop(0, 3, lambda i, a: a / 2. + x, h)
  return jnp.tanh(k)

def row(xs):
  def outer(h, x):
    h = smooth(h + 1., x)
    return h, h
  return lax.scan(outer, 0., xs)

def f(xs):
  return jax.vmap(row)(xs)

f(jnp.ones((2, 4)))
`;

const run = record(program);
const [outer] = run.recording.loops;
const [inner] = answerTo(run, { kind: 'inner', place: { within: [], loop: outer.index }, step: 2 });
const textOf = ({ text }: Bread): string => text.map((part) => part.text).join('');

describe('the way to where the cursor stands', () => {
	const stop = stopsOf(outer).find(({ first, call }) => call === null && first === inner.eqn);
	if (!stop) throw new Error('the inner loop is no equation of the outer one');
	const around: Moment = momentOn(outer, 2, stop);

	it('names functions, vmaps, loops with their steps and the calls between them', () => {
		const crumbs = crumbsOf([{ loop: outer, moment: around }], inner, restAt(inner, 1));
		expect(crumbs.map(textOf)).toEqual([
			'f',
			'vmap row × 2 rows',
			'scan step 3 of 4',
			'smooth',
			'fori_loop step 2 of 3'
		]);
		expect(crumbs.map(({ level }) => level)).toEqual([null, null, 0, null, null]);
	});

	it('leads out to each level', () => {
		const crumbs = crumbsOf([{ loop: outer, moment: around }], inner, restAt(inner, 1));
		const [, , scan, call, here] = crumbs.map(({ to }) => to);
		expect(scan).toBe(around);
		expect(call && sameMoment(call, stepOut(outer, around) as Moment)).toBe(true);
		expect(here).toBeNull();
		const [, , back, ...rest] = crumbsOf([], outer, around);
		expect(back.to).toEqual(restAt(outer, 2));
		expect(rest.map(textOf)).toEqual(['smooth', 'fori_loop']);
	});
});

describe('calls in the body table', () => {
	const whole = restAt(outer, 1);
	const labels = (moment: Moment, folded: readonly number[] = []): string[] =>
		bodyTable(outer, moment, 1, lane(0), null, new Set(folded)).rows.map(
			({ label, depth, active }) =>
				`${'  '.repeat(depth)}${label.map(({ text }) => text).join('')}${active ? ' *' : ''}`
		);

	it('stand over what is made in them', () => {
		expect(labels(whole)).toEqual([
			'h = h + 1',
			'h = smooth(h + 1., x)',
			'  k = fori_loop(x, 0, h)',
			'  h = tanh(k) *'
		]);
	});

	it('hand on what is used outside of them', () => {
		const [, call, , last] = bodyTable(outer, whole, 1, lane(0), null).rows;
		expect(call.cells.map((cell) => cell?.result.text)).toEqual(last.cells.map((cell) => cell?.result.text));
		expect(call.cells[0]?.pieces.map(({ text }) => text)).toEqual(['→ ']);
	});

	it('fold, unless the cursor is inside', () => {
		const id = stopsOf(outer)[1].call?.id ?? -1;
		const onCall = momentOn(outer, 1, stopsOf(outer)[1]);
		expect(labels(onCall, [id])).toEqual(['h = h + 1', 'h = smooth(h + 1., x) *']);
		expect(labels(stepInto(outer, onCall) as Moment, [id])).toEqual([
			'h = h + 1',
			'h = smooth(h + 1., x)',
			'  k = fori_loop(x, 0, h) *',
			'  h = tanh(k)'
		]);
	});

	it('say which equations run a loop', () => {
		expect(bodyTable(outer, whole, 1, lane(0), null).rows.map(({ loops }) => loops)).toEqual([
			'',
			'',
			'fori_loop <lambda>',
			''
		]);
	});
});
