import { eqnIndex, loopIndex } from '$lib/recording/moment';
import type { Column, Crumb, Equation, Loop, Recording, RoleName } from '$lib/recording/recording';
import type { Span } from '$lib/core/source';
import { returnsOf } from './returns';

/**
 * Recordings of the running maximum made without the engine, for tests of what is drawn and of how one moves in it.
 * The numbers are computed here from the rows; spans are looked up in the program's text.
 */

export const worked = [
	[3, 1, 4],
	[1, 5, 2]
] as const;

/** The rows of the picture `stage.png`: four lanes of eight steps. */
export const fourRows = [
	[3, 1, 4, 1, 5, 9, 2, 6],
	[2, 7, 1, 8, 2, 8, 1, 8],
	[1, 6, 1, 8, 0, 3, 3, 9],
	[1, 4, 1, 4, 2, 1, 3, 5]
] as const;

type Rows = readonly (readonly number[])[];

/** `vmap` over `scan`: one lane a row. The rows have one length, which may be 0. */
export function runningMax(rows: Rows = worked): Recording {
	const program = programOf(rows);
	return {
		program,
		loops: [loopOf(program, rows)],
		outcome: { kind: 'value', text: `Array(${JSON.stringify(rows.map(maxima))}, dtype=float32)` },
		reusedKeys: [],
		stdout: ''
	};
}

/** As the engine answers a program that fails before any loop has run. */
export const failed = (program: string): Recording => ({
	program,
	loops: [],
	outcome: {
		kind: 'error',
		error: {
			type: 'NameError',
			message: "name 'jnp' is not defined",
			span: spanOf(program, 'jnp'),
			why: 'The module was not imported.',
			instead: 'import jax.numpy as jnp'
		}
	},
	reusedKeys: [],
	stdout: ''
});

const maxima = (row: readonly number[]): number[] => {
	let high = -Infinity;
	return row.map((x) => (high = Math.max(high, x)));
};

function programOf(rows: Rows): string {
	const literal = rows.map((row) => `[${row.map((x) => `${x}.`).join(', ')}]`).join(', ');
	return `import jax
import jax.numpy as jnp
from jax import lax

def running_max_batch(x_batch):
  """Cumulative max for each row."""
  def per_row(row):
    def step(carry, x):
      new = jnp.maximum(carry, x)
      return new, new
    _, ys = lax.scan(step, -jnp.inf, row)
    return ys
  return jax.vmap(per_row)(x_batch)

running_max_batch(jnp.array([${literal}]))
`;
}

/** The first occurrence of `text` in `program`, from `after` on. */
export function spanOf(program: string, text: string, after = 0): Span {
	const from = program.indexOf(text, after);
	if (from < 0) throw new Error(`the fixture's program has no ${text}`);
	const before = program.slice(0, from).split('\n');
	return { from, to: from + text.length, line: before.length, column: before[before.length - 1].length };
}

const f32 = (data: Float32Array, offset: number, stepStride: number, laneStride: number): Column => ({
	dtype: 'float32',
	shape: [],
	weak: false,
	shared: false,
	data,
	offset,
	stepStride,
	laneStrides: [laneStride],
	strides: []
});

function loopOf(program: string, rows: Rows): Loop {
	const lanes = rows.length;
	const length = rows[0].length;
	const highs = rows.map(maxima);
	const carries = Float32Array.from({ length: (length + 1) * lanes }, (_, slot) =>
		slot < lanes ? -Infinity : highs[slot % lanes][Math.floor(slot / lanes) - 1]
	);
	const after = f32(carries, lanes, lanes, 1);
	const body = 'def step(carry, x):\n      new = jnp.maximum(carry, x)\n      return new, new';
	return {
		index: loopIndex(0),
		within: [],
		eqn: null,
		kind: 'scan',
		name: 'step',
		call: spanOf(program, 'lax.scan(step, -jnp.inf, row)'),
		body: spanOf(program, body),
		path: pathOf(program, lanes),
		length,
		recorded: length,
		reverse: false,
		axes: [{ name: 'per_row', size: lanes }],
		lanes,
		carry: [{ name: 'carry', column: f32(carries, 0, lanes, 1) }],
		xs: [{ name: 'x', column: f32(Float32Array.from(rows.flat()), 0, 1, length) }],
		ys: [{ name: 'y', column: after }],
		closed: [],
		active: null,
		eqns: [maximum(program, after)],
		reusedKeys: [],
		returns: returnsOf([maximum(program, after)], 1, 1),
		roles: rolesOf(program, spanOf(program, body))
	};
}

const pathOf = (program: string, lanes: number): Crumb[] => [
	{ kind: 'function', name: 'running_max_batch', call: spanOf(program, 'running_max_batch(jnp') },
	{ kind: 'vmap', name: 'per_row', size: lanes, call: spanOf(program, 'jax.vmap(per_row)(x_batch)') }
];

const maximum = (program: string, result: Column): Equation => ({
	index: eqnIndex(0),
	primitive: 'max',
	operator: { text: 'max', infix: false },
	span: spanOf(program, 'jnp.maximum(carry, x)'),
	text: 'jnp.maximum(carry, x)',
	name: 'new',
	operands: [
		{ kind: 'carry', leaf: 0 },
		{ kind: 'x', leaf: 0 }
	],
	becomes: [
		{ role: 'carry', leaf: 0 },
		{ role: 'y', leaf: 0 }
	],
	indexing: null,
	calls: [],
	loops: [],
	results: [result]
});

function rolesOf(program: string, body: Span): RoleName[] {
	const whole = spanOf(
		program,
		program.slice(program.indexOf('def per_row'), program.indexOf('  return jax.vmap'))
	);
	return [
		{ name: 'carry', role: 'carry', within: body },
		{ name: 'x', role: 'x', within: body },
		{ name: 'new', role: 'carry', within: body },
		{ name: 'row', role: 'x', within: whole },
		{ name: 'ys', role: 'y', within: whole }
	];
}
