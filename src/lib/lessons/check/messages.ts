import type { Span } from '$lib/core/source';
import type { Place } from './place';
import { atPlace } from './place';

/** What an author of messages knows about a failure. Names are the program's own. */
export interface Facts {
	/** The function that is asked for. */
	readonly fn: string;
	readonly line: number | null;
	readonly place: Place | null;
	/** Shapes, types or values, as text. */
	readonly expected: string;
	readonly got: string;
	/** A name of the program's, such as that of the row or of the body. */
	readonly name: string;
	/** Python's or JAX's own words, and ours. */
	readonly error: {
		readonly type: string;
		readonly message: string;
		readonly why: string;
		readonly instead: string;
	};
}

export interface Words {
	readonly what: string;
	/** A way out. */
	readonly instead: string;
}

const onLine = ({ line }: Facts): string => (line === null ? '' : ` on line ${line}`);
const at = ({ place }: Facts): string => (place ? atPlace(place) : 'somewhere');

/** Texts for what goes wrong, by what went wrong. Each says what, where, and a way out. */
const texts = {
	// Misconceptions, M1 to M18 of the catalogue.
	'pair-returned': (f: Facts) => ({
		what: `${f.fn} returns the pair that lax.scan${onLine(f)} gives: first the final carry, then the y's, stacked in the order of the steps.`,
		instead: 'Take the pair apart and return the second: `_, ys = lax.scan(...)`, then `return ys`.'
	}),
	'final-carry-kept': (f: Facts) => ({
		what: `The answer has shape ${f.got}, wanted is ${f.expected}: it is the carry of each row after ${at(f)}, the last. You kept the final carry and dropped the y's.`,
		instead: 'lax.scan gives (final_carry, ys) in this order: write `_, ys = lax.scan(...)`.'
	}),
	'scan-over-rows': (f: Facts) => ({
		what: `The scan${onLine(f)} walks over the rows, not along them, so each row goes on from the one before: ${at(f)} is ${f.got} instead of ${f.expected}.`,
		instead: 'Scan one row in a helper, and let `jax.vmap(helper)(x_batch)` run it for each row by itself.'
	}),
	'mapped-over-time': (f: Facts) => ({
		what: `The answer has shape ${f.got}, wanted is ${f.expected}: vmap${onLine(f)} maps over the steps, so each lane is one column of the batch.`,
		instead: 'Rows are axis 0: leave `in_axes` at 0, its default, and `out_axes` too.'
	}),
	'vmap-of-scan': (f: Facts) => ({
		what: `jax.vmap is given lax.scan itself${onLine(f)}. It maps every argument over axis 0, and the first argument of scan is a function, which has no axis: ${f.error.message}`,
		instead: 'Write a helper that scans one row, `def per_row(row): ...`, and vmap the helper.'
	}),
	'vmap-of-scan-pair': (f: Facts) => ({
		what: `With these in_axes jax.vmap(lax.scan)${onLine(f)} does run. It gives what scan gives, so ${f.fn} returns the pair of final carries and stacked y's.`,
		instead:
			'Take the second of the pair. Better to read is a helper `per_row` that unpacks it, with vmap over the helper.'
	}),
	'body-outside': (f: Facts) => ({
		what: `The body${onLine(f)} reads \`${f.name}\`, which is a name of another function: there is nothing of that name where the body is defined.`,
		instead: `Define the body inside the function that has \`${f.name}\`. A body outside is fine as long as it reads nothing but its own carry and x.`
	}),
	'starts-at-zero': (f: Facts) => ({
		what: `The maximum starts at 0, so 0 wins over every negative number: ${at(f)} is ${f.got} instead of ${f.expected}.`,
		instead: 'Start from `-jnp.inf`, which loses against everything, or from `row[0]`.'
	}),
	'counts-first-twice': (f: Facts) => ({
		what: `The sum starts from the row's first number, and the first step adds that number again: ${at(f)} is ${f.got} instead of ${f.expected}.`,
		instead: 'Start from 0, the sum of no numbers at all. The body then adds the first one like every other.'
	}),
	'old-carry-emitted': (f: Facts) => ({
		what: `The y is the carry from before the step, so each number comes one step late: ${at(f)} is ${f.got} instead of ${f.expected}.`,
		instead:
			'Compute `new` first and return it twice, `return new, new`. The arguments of the body are (carry, x), in this order.'
	}),
	'float-from-int': (f: Facts) => ({
		what: `For a batch of integers the answer is of type ${f.got}, wanted is ${f.expected}. The carry of the scan${onLine(f)} starts as a float, and that makes floats of integers.`,
		instead:
			'Start from the integer `0`, which takes the type of the row, or from `jnp.zeros((), row.dtype)`.'
	}),
	'carry-changes-type': (f: Facts) => ({
		what: `The carry goes into the body${onLine(f)} as ${f.expected} and comes out as ${f.got}. It has to keep its type from step to step.`,
		instead: 'Start from a value of the type that the row has: `0`, `0.0`, or `jnp.zeros((), row.dtype)`.'
	}),
	'body-returns-one': (f: Facts) => ({
		what: `The body of the scan${onLine(f)} returns one value. It has to return two: the next carry, and what it emits.`,
		instead: 'End it with `return new, new`: the first goes on to the next step, the second is the y.'
	}),
	'carry-changes-shape': (f: Facts) => ({
		what: `The carry goes into the body${onLine(f)} as ${f.expected} and comes out as ${f.got}. It has to keep its shape from step to step.`,
		instead:
			'Let the carry be one number and add `x`, the number of this step, not the whole row. What grows is emitted as y.'
	}),
	'python-if': (f: Facts) => ({
		what: `Python's \`if\`${onLine(f)} wants to know a value that is not there yet: the body is traced before the loop, with stand-ins for the carry and x.`,
		instead:
			f.error.instead || 'Choose between two values with `jnp.where(condition, a, b)`, or with `jnp.maximum`.'
	}),
	'not-by-scan': (f: Facts) => ({
		what: `The numbers are right. They come from ${f.name}${onLine(f)}, and the exercise asks for lax.scan.`,
		instead:
			'Write the step as a body, `def step(carry, x): ...`, and let `lax.scan(step, init, row)` carry it along the row.'
	}),
	'not-by-vmap': (f: Facts) => ({
		what: `The numbers are right, and JAX makes the same program of it. Your scan${onLine(f)} does all rows at once by hand; the exercise asks for vmap.`,
		instead:
			'Write the scan for one row, in a helper, and write `jax.vmap(helper)(x_batch)`: then you need not think of the batch in the body.'
	}),
	'nan-stays-in-its-row': (f: Facts) => ({
		what: `Right also for NaN: from ${at(f)} on every number of that row is NaN, and the other rows never notice.`,
		instead: 'Nothing to mend. To leave NaN out of a maximum on purpose, use `jnp.fmax`.'
	}),

	// What is wrong in other ways.
	syntax: (f: Facts) => ({
		what: `This is not Python yet${onLine(f)}: ${f.error.message}.`,
		instead:
			f.error.instead || 'Look at that line: a bracket, a colon or the indentation is the usual suspect.'
	}),
	unsupported: (f: Facts) => ({
		what: `Lockstep cannot run this${onLine(f)}: ${f.error.message}.`,
		instead: f.error.instead || 'The exercise can be solved with jax, jax.numpy and jax.lax alone.'
	}),
	raises: (f: Facts) => ({
		what: `The program stops${onLine(f)}: ${f.error.type}: ${f.error.message}${f.error.why ? `\n${f.error.why}` : ''}`,
		instead: f.error.instead || 'Step to the line in the stage and look at the values it is given.'
	}),
	'too-much-work': (f: Facts) => ({
		what: `The program was stopped${onLine(f)}: it did far more work than this exercise needs.`,
		instead: 'Look for a loop that does not end, or that runs over far more steps than there are.'
	}),
	'no-function': (f: Facts) => ({
		what: `There is no function \`${f.fn}\` in the program.`,
		instead: `Define it at the top level, with that name: \`def ${f.fn}(${f.name}):\`.`
	}),
	'nothing-returned': (f: Facts) => ({
		what: `${f.fn} returns None.`,
		instead: 'End it with a `return`; the helper inside needs one of its own.'
	}),
	'not-an-array': (f: Facts) => ({
		what: `${f.fn} returns ${f.got}, wanted is one array of shape ${f.expected}.`,
		instead: "Return the stacked y's of the scan."
	}),
	transposed: (f: Facts) => ({
		what: `The numbers are right but lie the other way round: the answer has shape ${f.got}, wanted is ${f.expected}.`,
		instead: 'Steps come first out of a scan. Return the transpose, `.T`, or better: scan one row and vmap.'
	}),
	shape: (f: Facts) => ({
		what: `The answer has shape ${f.got}, wanted is ${f.expected}.`,
		instead: 'Open it in the stage and look which axis is lanes and which is steps.'
	}),
	dtype: (f: Facts) => ({
		what: `The answer is of type ${f.got}, wanted is ${f.expected}, the type of what it is given.`,
		instead: 'Let the carry start with the type of the row.'
	}),
	values: (f: Facts) => ({
		what: `${at(f)} is ${f.got} instead of ${f.expected}.`.replace(/^./, (c) => c.toUpperCase()),
		instead: 'Go to that cell in the stage and compare with the row above it, which is right.'
	}),
	property: (f: Facts) => ({
		what: `Right on the lesson's data, but not always: here ${at(f)} is ${f.got} instead of ${f.expected}.`,
		instead:
			'Step through this smallest input in the stage: what does the carry start with, and what becomes of it?'
	}),
	'nan-lost': (f: Facts) => ({
		what: `Right unless there is a NaN: here ${at(f)} is ${f.got} instead of ${f.expected}. NaN stays in its row from the step where it comes in.`,
		instead: 'Leave NaN alone: `jnp.maximum` and `+` hand it on by themselves.'
	}),
	'scan-unused': (f: Facts) => ({
		what: `A scan runs${onLine(f)}, but the answer is not made of what it gives.`,
		instead: "Return the y's of the scan."
	}),

	// Notes on right answers.
	'helper-preferred': (f: Facts) => ({
		what: `jax.vmap(lax.scan, ...)${onLine(f)} works with these in_axes.`,
		instead: 'A helper that scans one row says the same more plainly, and can unpack the pair.'
	}),
	'body-outside-is-fine': (f: Facts) => ({
		what: `The body \`${f.name}\`${onLine(f)} stands outside the helper. That is fine, since it reads nothing of the row.`,
		instead: 'Inside the helper it could close over what belongs to the row.'
	}),
	'name-the-unused': (f: Facts) => ({
		what: `\`${f.name}\`${onLine(f)} is never read again.`,
		instead: 'A value you do not want is called `_` by habit: `_, ys = lax.scan(...)`.'
	})
} satisfies Record<string, (facts: Facts) => Words>;

export type MessageId = keyof typeof texts;

/** The misconceptions of the catalogue by their numbers. */
export const misconceptions = {
	M1: 'pair-returned',
	M2: 'final-carry-kept',
	M3: 'scan-over-rows',
	M4: 'mapped-over-time',
	M5: 'vmap-of-scan',
	M6: 'vmap-of-scan-pair',
	M7: 'body-outside',
	M8: 'starts-at-zero',
	M9: 'counts-first-twice',
	M10: 'old-carry-emitted',
	M11: 'float-from-int',
	M12: 'carry-changes-type',
	M13: 'body-returns-one',
	M14: 'carry-changes-shape',
	M15: 'python-if',
	M16: 'not-by-scan',
	M17: 'not-by-vmap',
	M18: 'nan-stays-in-its-row'
} as const satisfies Record<string, MessageId>;

/** A message about a program, with the place it is about. */
export interface Message extends Words {
	readonly id: MessageId;
	/** In the program. */
	readonly span: Span | null;
	/** In the batch. */
	readonly place: Place | null;
}

const noFacts: Facts = {
	fn: '',
	line: null,
	place: null,
	expected: '',
	got: '',
	name: '',
	error: { type: '', message: '', why: '', instead: '' }
};

/** The message of that kind. `facts` holds what its text names. */
export function messageOf(id: MessageId, span: Span | null, facts: Partial<Facts>): Message {
	const all = { ...noFacts, line: span?.line ?? null, ...facts };
	return { id, ...texts[id](all), span, place: all.place };
}
