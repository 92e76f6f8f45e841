import { describe, expect, test } from 'vitest';
import { randomOf, shuffled, between, oneOf } from '$lib/lessons/check/random';
import { lessons } from '$lib/lessons/catalogue';
import { scenesOf } from '$lib/lessons/lesson';
import { gradeHand, handRun, nextHandRun } from '$lib/lessons/predict/by-hand';
import { exercises } from '$lib/lessons/exercises/all';
import { runningMaxBatch } from '$lib/lessons/exercises/running-max-batch';
import { gradeText } from '$lib/lessons/predict/grade';
import { distractorsFor, optionsFor, wrongOptions } from '$lib/lessons/predict/options';
import { truthOf, wordsOf, type Question } from '$lib/lessons/predict/question';
import { lane, step } from '$lib/recording/moment';
import { valueAt } from '$lib/recording/read';
import type { Loop } from '$lib/recording/recording';
import { formatOf } from '$lib/recording/words';
import { readMoment } from '$lib/session/moment-text';
import { record } from '$lib/session/run';

function loopOf(program: string, index = 0): Loop {
	const { recording, error } = record(program);
	if (error) throw error;
	return recording.loops[index];
}

const literal = (value: number): string =>
	Number.isNaN(value)
		? 'jnp.nan'
		: Math.abs(value) === Infinity
			? `${value < 0 ? '-' : ''}jnp.inf`
			: value.toString();

const program = (
	rows: readonly (readonly number[])[],
	body: string,
	init: string,
	dtype = 'float32'
): string => `
import jax
import jax.numpy as jnp
from jax import lax
def per_row(row):
  def step(carry, x):
    new = ${body}
    return new, new
  return lax.scan(step, ${init}, row)
jax.vmap(per_row)(jnp.array([${rows.map((row) => `[${row.map(literal).join(', ')}]`).join(', ')}], dtype=jnp.${dtype}))`;

const lessonRows = [
	[3, 1, 4],
	[1, 5, 2]
];
const runningMax = loopOf(program(lessonRows, 'jnp.maximum(carry, x)', '-jnp.inf'));
const ask = (given: Partial<Question>): Question => ({
	ask: 'carry',
	step: step(0),
	lane: lane(0),
	leaf: 0,
	...given
});

describe('the truth', () => {
	test.each([
		[ask({ step: step(2), lane: lane(0) }), '4'],
		[ask({ ask: 'y', step: step(1), lane: lane(1) }), '5'],
		[ask({ ask: 'final', lane: lane(1) }), '5'],
		[ask({ ask: 'shape' }), '(2, 3)'],
		[ask({ ask: 'rows', step: step(0) }), 'all'],
		[ask({ ask: 'rows', step: step(1) }), 'row 1'],
		[ask({ ask: 'rows', step: step(2) }), 'row 0']
	])('%o is %s', (question, text) => {
		expect(truthOf(runningMax, question)?.text).toBe(text);
		expect(wordsOf(runningMax, question)).toMatch(/\?$/);
		expect(wordsOf(runningMax, question)).not.toContain(text === 'all' ? 'all' : ` ${text} `);
	});

	test('is none where the body emits nothing', () => {
		const loop = loopOf('from jax import lax\nlax.fori_loop(0, 3, lambda i, c: c + i, 0)');
		expect(truthOf(loop, ask({ ask: 'y' }))).toBeNull();
		expect(truthOf(loop, ask({ ask: 'shape' }))).toBeNull();
		expect(truthOf(loop, ask({ ask: 'final' }))?.text).toBe('3');
	});
});

describe('what is typed', () => {
	const thirds = loopOf(program([[1, 2, 2 / 3]], 'carry + x / 3', '0.'));
	const special = loopOf(program([[1, NaN, 1]], 'jnp.maximum(carry, x)', '-jnp.inf'));
	const whole = loopOf(program([[1, 2, 3]], 'carry + x', '0', 'int32'));
	const endless = loopOf(program([[1, Infinity]], 'jnp.minimum(carry, -x)', '0.'));
	const vector = loopOf(
		'import jax.numpy as jnp\nfrom jax import lax\nlax.scan(lambda c, x: (c + x, c), jnp.zeros(2), jnp.ones(3))'
	);
	const at0 = ask({});
	const at1 = ask({ step: step(1) });
	test.each<[string, Loop, Question, string, string]>([
		['as shown', runningMax, at0, '3', 'right'],
		['with a point', runningMax, at0, ' 3.0 ', 'right'],
		['with a sign', runningMax, at0, '+3', 'right'],
		['another', runningMax, at0, '3.01', 'wrong'],
		['rounded as shown', thirds, at0, '0.333', 'right'],
		['with more digits', thirds, at0, '0.3333', 'right'],
		['with a comma', thirds, at0, '0,333', 'right'],
		['too roughly', thirds, at0, '0.3', 'wrong'],
		['nearly', thirds, at0, '0.34', 'wrong'],
		['NaN', special, at1, 'nan', 'right'],
		['a number for NaN', special, at1, '1', 'wrong'],
		['NaN for a number', special, at0, 'NaN', 'wrong'],
		['-inf', endless, at1, '-inf', 'right'],
		['its sign', endless, at1, '−∞', 'right'],
		['the word', endless, at1, '-Infinity', 'right'],
		['the other sign', endless, at1, 'inf', 'wrong'],
		['a point for an integer', whole, at1, '3.0', 'right'],
		['a fraction for an integer', whole, at1, '3.5', 'unreadable'],
		['nothing', runningMax, at0, '', 'unreadable'],
		['words', runningMax, at0, 'three', 'unreadable'],
		['a list', vector, at0, '[1, 1]', 'right'],
		['a list without brackets', vector, at0, '1 1', 'right'],
		['a wrong list', vector, at0, '[1, 2]', 'wrong'],
		['a list too short', vector, at0, '1', 'unreadable'],
		['a shape', runningMax, ask({ ask: 'shape' }), '(2, 3)', 'right'],
		['a shape in other clothes', runningMax, ask({ ask: 'shape' }), '2x3', 'right'],
		['another shape', runningMax, ask({ ask: 'shape' }), '(3, 2)', 'wrong'],
		['no shape', runningMax, ask({ ask: 'shape' }), 'big', 'unreadable'],
		['rows', runningMax, ask({ ask: 'rows', step: step(1) }), 'row 1', 'right'],
		['all rows', runningMax, ask({ ask: 'rows' }), 'both', 'right'],
		['rows in any order', runningMax, ask({ ask: 'rows' }), '1 and 0', 'right'],
		['no rows', runningMax, ask({ ask: 'rows' }), 'none', 'wrong'],
		['no answer', runningMax, ask({ ask: 'rows' }), '', 'unreadable']
	])('%s', (_, loop, question, typed, kind) => {
		const truth = truthOf(loop, question);
		expect(truth && gradeText(loop, truth, typed).kind).toBe(kind);
	});

	test('what is shown is always right', () => {
		const random = randomOf(3);
		for (let n = 0; n < 60; n++) {
			const row = Array.from({ length: 4 }, () =>
				Math.fround((random() - 0.5) * 10 ** between(random, -6, 7))
			);
			const loop = loopOf(program([row], 'carry * 0.5 + x', '0.'));
			for (let s = 0; s < 4; s++) {
				const truth = truthOf(loop, ask({ step: step(s) }));
				expect(truth && gradeText(loop, truth, truth.text), truth?.text).toEqual({ kind: 'right' });
			}
		}
	});
});

/** Numbers that give trouble among ordinary ones. */
const odd = [NaN, Infinity, -Infinity, 0, -0, 1, -1, 1e-8, 3e38];

describe('R22: wrong answers to choose from', () => {
	test('are three or more at each step of the running max of the lesson', () => {
		for (const at of [0, 1, 2])
			for (const row of [0, 1])
				for (const kind of ['carry', 'y', 'final'] as const) {
					const question = ask({ ask: kind, step: step(at), lane: lane(row) });
					expect(distractorsFor(runningMax, question).length).toBeGreaterThanOrEqual(3);
				}
	});

	test('begin with the likeliest mistakes', () => {
		const wrong = distractorsFor(runningMax, ask({ step: step(1) }));
		expect(wrong.slice(0, 3)).toEqual([
			{ text: '1', mistake: 'x' },
			{ text: '−∞', mistake: 'the init' },
			{ text: '4', mistake: 'the sum' }
		]);
	});

	const bodies = [
		'jnp.maximum(carry, x)',
		'carry + x',
		'jnp.tanh(0.5 * carry + x)',
		'jnp.where(x > 0, carry, x)'
	];

	// Five times 200 rows of random numbers.
	test.each([1, 2, 3, 4, 5])('are never the truth, nor one another: random inputs, seed %i', (seed) => {
		const random = randomOf(seed);
		let chosen = 0;
		for (let n = 0; n < 50; n++) {
			const [N, T] = [4, between(random, 1, 5)];
			const isWhole = random() < 0.2;
			const value = (): number =>
				isWhole || random() < 0.6
					? between(random, -5, 5)
					: random() < 0.3
						? oneOf(random, odd)
						: Math.fround((random() - 0.5) * 20);
			const rows = Array.from({ length: N }, () => Array.from({ length: T }, value));
			const body = isWhole ? oneOf(random, bodies.slice(0, 2)) : oneOf(random, bodies);
			const loop = loopOf(program(rows, body, isWhole ? '0' : '0.', isWhole ? 'int32' : 'float32'));
			for (let row = 0; row < N; row++) {
				const question = ask({
					ask: oneOf(random, ['carry', 'y', 'final', 'shape', 'rows'] as const),
					step: step(between(random, 0, T - 1)),
					lane: lane(row)
				});
				const truth = truthOf(loop, question);
				const options = optionsFor(loop, question, n);
				if (!truth || !options) continue;
				chosen++;
				expect(new Set(options.texts).size).toBe(wrongOptions + 1);
				expect(options.texts[options.right]).toBe(truth.text);
				options.texts.forEach((text, place) => {
					const isRight = gradeText(loop, truth, text).kind === 'right';
					expect(isRight, `${text} for ${truth.text}`).toBe(place === options.right);
				});
			}
		}
		expect(chosen).toBeGreaterThan(140);
	});

	test('are too few for a choice where all is alike', () => {
		expect(optionsFor(loopOf(program([[0]], 'carry * x', '0.')), ask({}), 1)).toBeNull();
	});

	test('stand in an order that the seed decides', () => {
		const question = ask({ step: step(1) });
		expect(optionsFor(runningMax, question, 5)).toEqual(optionsFor(runningMax, question, 5));
		const places = new Set(
			[1, 2, 3, 4, 5, 6, 7, 8].map((seed) => optionsFor(runningMax, question, seed)?.right)
		);
		expect(places.size).toBeGreaterThan(2);
	});
});

describe('the gates of the lessons', () => {
	const gates = lessons.flatMap((lesson) =>
		scenesOf(lesson).flatMap((scene) =>
			scene.gates.map((gate) => [`${lesson.name}/${scene.name}`, scene, gate] as const)
		)
	);

	test.each(gates)('%s: can be answered as they are meant to be', (_, scene, gate) => {
		const moment = readMoment(gate.at);
		const { loops } = record(scene.program).recording;
		const loop = loops[moment?.loop ?? 0];
		const question = ask({
			...gate,
			step: step(moment?.step ?? 0),
			lane: lane(gate.lane ?? 0),
			leaf: gate.leaf ?? 0
		});
		expect(truthOf(loop, question)).not.toBeNull();
		if (gate.by) expect(optionsFor(loop, question, 1)).not.toBeNull();
	});
});

describe('you are the scan', () => {
	test.each(exercises.map((exercise) => [exercise.name, exercise] as const))(
		'%s gives other data each time',
		(_, exercise) => {
			let run = handRun(exercise, 1);
			expect(handRun(exercise, 1)).toEqual(run);
			for (let n = 0; n < 20; n++) {
				const next = nextHandRun(exercise, run);
				expect(next.args).not.toEqual(run.args);
				run = next;
			}
		}
	);

	test('the true carries pass, and the first wrong cell is told', () => {
		const loop = loopOf(handRun(runningMaxBatch, 4).program);
		const { column } = loop.carry[0];
		const { text } = formatOf(column, loop, true);
		const truth = (row: number): number[] =>
			Array.from({ length: loop.length }, (_, n) => valueAt(column, n + 1, lane(row), loop.axes).data[0]);
		for (let row = 0; row < loop.lanes; row++)
			expect(gradeHand(loop, lane(row), 0, truth(row).map(text))).toEqual({ kind: 'right' });
		const typed = truth(1).map(text);
		expect([loop.lanes, loop.length]).toEqual([2, 5]);
		const wrong = typed.with(2, String(truth(1)[2] + 1));
		expect(gradeHand(loop, lane(1), 0, wrong)).toEqual({
			kind: 'wrong',
			lane: 1,
			step: 2,
			expected: [truth(1)[2]]
		});
		expect(gradeHand(loop, lane(1), 0, wrong.with(1, ''))).toMatchObject({
			kind: 'unfinished',
			lane: 1,
			step: 1
		});
		expect(gradeHand(loop, lane(1), 0, [])).toMatchObject({ kind: 'unfinished', step: 0 });
	});
});

test('shuffling keeps all', () => {
	expect(shuffled(randomOf(1), [1, 2, 3, 4, 5]).sort()).toEqual([1, 2, 3, 4, 5]);
});
