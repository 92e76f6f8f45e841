import { randomOf } from './random';

/**
 * Programs that draw from random keys and split them, in a loop and round it, each in two forms: as a user writes it, and
 * in plain Python, row by row and step by step, which takes down every key that is consumed.
 */
export interface KeyProgram {
	readonly traced: string;
	/** Its value is the list of all uses: how, text, two words, then where (`now` in the prelude). */
	readonly plain: string;
}

interface Form {
	/** A call that consumes a key; `given` is how the form gets the key, where that is no name. */
	readonly use: (fn: Consumer, key: string, given?: string) => string;
	/** A function of JAX's that plain Python has another way. */
	readonly other: (name: Other) => string;
	/** Before a statement on the line of the traced program. */
	readonly at: (line: number) => string;
}

const consumers = {
	normal: (key: string) => `random.normal(${key})`,
	uniform: (key: string) => `random.uniform(${key})`,
	exponential: (key: string) => `random.exponential(${key})`,
	randint: (key: string) => `random.randint(${key}, (), 0, 9)`,
	normals: (keys: string) => `jax.vmap(random.normal)(${keys})`,
	split: (key: string) => `random.split(${key})`,
	clone: (key: string) => `random.clone(${key})`
} as const;

type Consumer = keyof typeof consumers;

const others = {
	cond: 'lax.cond',
	fori_loop: 'lax.fori_loop',
	while_loop: 'lax.while_loop',
	checkpoint: 'jax.checkpoint'
} as const;

type Other = keyof typeof others;

const traced: Form = {
	use: (fn, key) => consumers[fn](key),
	other: (name) => others[name],
	at: () => ''
};

const plain: Form = {
	use: (fn, key, given = key) =>
		`use('${fn}', '${consumers[fn](key)}', lambda k_: ${consumers[fn]('k_')}, ${given})`,
	other: (name) => `plain_${name}`,
	at: (line) => `at(${line}); `
};

/**
 * What plain Python has in place of JAX's. `now`: line of the call, line, step, line in the body (-1: the condition), how
 * manieth equation of that line, row. What is inside a branch or a loop is one equation (`held`).
 */
const prelude = `uses = []
now = [0, 0, -1, -1, 0, 0]
held = []
def at(line):
    if now[2] < 0:
        now[1] = line
    else:
        now[3] = line
    now[4] = 0
def use(how, text, fn, key):
    if not held:
        now[4] += 1
    for high, low in random.key_data(key).reshape(-1, 2).tolist():
        uses.append([how, text, high, low] + now)
    return fn(key)
def as_one(f, *given):
    if not held:
        now[4] += 1
    held.append(f)
    result = f(*given)
    held.pop()
    return result
def go_for(low, high, f, c):
    for j in range(low, high):
        c = f(j, c)
    return c
def go_while(goes_on, f, c):
    while goes_on(c):
        c = f(c)
    return c
def plain_cond(on, yes, no, z):
    return as_one(yes if on else no, z)
def plain_fori_loop(*given):
    return as_one(go_for, *given)
def plain_while_loop(*given):
    return as_one(go_while, *given)
def plain_checkpoint(f):
    return f
def run_scan(line, step, carry, xs, n):
    now[1] = line
    for t in range(n):
        now[2] = t
        carry, _ = step(carry, (xs[0][t], xs[1][t]))
    now[2:4] = [-1, -1]
    return carry, None
def run_while(line, goes_on, body, s):
    now[1] = line
    for t in range(100):
        now[2:5] = [t, -1, 0]
        if not goes_on(s):
            break
        s = body(s)
    now[2:4] = [-1, -1]
    return s
def run_rows(line, row, keys, data, own):
    for n in range(len(data)):
        now[0], now[5] = line, n
        row(keys[n] if own else keys, data[n])
    now[5] = 0
`;

const helpers = ({ use }: Form): string => `def once(z):
    return ${use('normal', 'z')}
def twice(z):
    return ${use('normal', 'z')} + ${use('uniform', 'z')}
def apart(z):
    a, b = ${use('split', 'z')}
    return ${use('normal', 'a')} + ${use('exponential', 'b')}
`;

/** A statement, in a form. */
type Statement = (form: Form) => string;

/** Makes statements by chance. */
class Statements {
	private named = 0;

	constructor(private readonly random: () => number) {}

	pick<T>(among: readonly T[]): T {
		return among[Math.floor(this.random() * among.length)];
	}

	/** So many at most, that use the keys of `keys` and add to them. */
	some(most: number, keys: string[], inLoop: boolean): Statement[] {
		const count = Math.floor(this.random() * (most + 1));
		return Array.from({ length: count }, () => this.one(keys, inLoop));
	}

	private one(keys: string[], inLoop: boolean): Statement {
		const plainly = [this.splitting, this.splitting, this.drawing, this.folding, this.cloning];
		const within = [
			this.splittingInside,
			this.helping,
			this.choosing,
			this.looping,
			this.waiting,
			this.again,
			this.several
		];
		const make = this.pick(inLoop ? [...plainly, ...within] : plainly);
		return make.call(this, this.pick(keys), keys);
	}

	private name(keys: string[]): string {
		const name = `k${this.named++}`;
		keys.push(name);
		return name;
	}

	private splitting(key: string, keys: string[]): Statement {
		const [a, b] = [this.name(keys), this.name(keys)];
		return ({ use }) => `${a}, ${b} = ${use('split', key)}`;
	}

	private drawing(key: string): Statement {
		const fn = this.pick(['normal', 'uniform', 'exponential'] as const);
		return ({ use }) => `c = c + ${use(fn, key)}`;
	}

	/** Which makes keys of its own. */
	private splittingInside(key: string): Statement {
		return ({ use }) => `c = c + ${use('randint', key)}`;
	}

	private folding(key: string, keys: string[]): Statement {
		const data = this.pick(['i', '0', '1']);
		const name = this.name(keys);
		return () => `${name} = random.fold_in(${key}, ${data})`;
	}

	private cloning(key: string, keys: string[]): Statement {
		const name = this.name(keys);
		return ({ use }) => `${name} = ${use('clone', key)}`;
	}

	private helping(key: string): Statement {
		const fn = this.pick(['once', 'twice', 'apart']);
		return () => `c = c + ${fn}(${key})`;
	}

	private choosing(key: string): Statement {
		return ({ use, other }) =>
			`c = c + ${other('cond')}(v > 1, lambda z: ${use('normal', 'z')}, lambda z: ${use('uniform', 'z')}, ${key})`;
	}

	private looping(key: string): Statement {
		const inner = this.pick([key, `random.fold_in(${key}, j)`]);
		return ({ use, other }) => `c = ${other('fori_loop')}(0, 2, lambda j, t: t + ${use('normal', inner)}, c)`;
	}

	private waiting(key: string): Statement {
		return ({ use, other }) =>
			`c = c + ${other('while_loop')}(lambda t: (t < v) & (${use('uniform', key)} > -1.), lambda t: t + 1, 0)`;
	}

	private again(key: string): Statement {
		return ({ use, other }) => `c = c + ${other('checkpoint')}(lambda z: ${use('normal', 'z')} + 1.)(${key})`;
	}

	private several(key: string): Statement {
		return ({ use }) => `c = c + ${use('normals', `random.split(${key})`, use('split', key))}.sum()`;
	}
}

/** Rows and steps. */
const [rows, steps] = [3, 3];

/** The lines of a program, in a form, with the number of each in the traced program. */
type Lines = readonly ((form: Form, line: number) => string)[];

const block = (statements: readonly Statement[], indent: string): Lines =>
	statements.map((statement) => (form, line) => `${indent}${form.at(line)}${statement(form)}`);

const text = (line: string): Lines => [() => line];

/** The program of a seed. */
export function keyProgram(seed: number): KeyProgram {
	const random = randomOf(seed);
	const make = new Statements(random);
	const top = ['g'];
	const before = make.some(2, top, false);
	const inRow = [...top, 'key', 'key'];
	const first = make.some(2, inRow, false);
	const init = make.pick(inRow);
	const isWhile = random() < 0.35;
	const inBody = ['k', 'k', ...(isWhile ? [] : ['q', 'q']), ...inRow];
	const conditionKey = make.pick(['k', ...inRow]);
	const asks = random() < 0.7;
	const body = make.some(4, inBody, true);
	const next = make.pick(inBody);
	const last = make.some(2, [...inRow, 'k'], false);
	const own = random() < 0.6;
	const calls = random() < 0.25 ? 2 : 1;
	const after = make.some(2, top, false);
	const call: Lines = [
		(form, line) => {
			if (form === plain)
				return `run_rows(${line}, row, ${own ? 'keys' : 'g'}, data, ${own ? 'True' : 'False'})`;
			return `jax.vmap(row, in_axes=(${own ? 0 : 'None'}, 0))(${own ? 'keys' : 'g'}, data)`;
		}
	];
	const loop: Lines = isWhile
		? [
				...text('    def goes_on(s):'),
				...text('        k, c, i = s'),
				({ use }) => `        return (i < vs[0])${asks ? ` & (${use('uniform', conditionKey)} > -1.)` : ''}`,
				...text('    def body(s):'),
				...text('        k, c, i = s'),
				...text('        v = vs[1] + i'),
				...block(body, '        '),
				...text(`        return ${next}, c, i + 1`),
				(form, line) =>
					`    k, c, i = ${form === plain ? `run_while(${line}, goes_on` : 'lax.while_loop(goes_on'}, body, (${init}, c, i))`
			]
		: [
				...text('    def step(carry, x):'),
				...text('        k, c, i = carry'),
				...text('        v, q = x'),
				...block(body, '        '),
				...text(`        return (${next}, c, i + 1), None`),
				...text(`    qs = jax.vmap(lambda n: random.fold_in(key, n))(jnp.arange(${steps}))`),
				(form, line) =>
					form === plain
						? `    (k, c, i), _ = run_scan(${line}, step, (${init}, c, i), (vs, qs), ${steps})`
						: `    (k, c, i), _ = lax.scan(step, (${init}, c, i), (vs, qs))`
			];
	const lines: Lines = [
		...text(`g = random.key(${seed % 5})`),
		...text(`data = (jnp.arange(${rows * steps}) * 7 % 4).reshape(${rows}, ${steps})`),
		...text(`keys = jax.vmap(lambda n: random.fold_in(g, n))(jnp.arange(10, ${10 + rows}))`),
		...text('c, i = jnp.float32(0), 0'),
		...block(before, ''),
		...text('def row(key, vs):'),
		...text('    c, i = jnp.float32(0), 0'),
		...block(first, '    '),
		...loop,
		...block(last, '    '),
		...text('    return c'),
		...call,
		...(calls === 2 ? call : []),
		...block(after, '')
	];
	const head = 'import jax\nimport jax.numpy as jnp\nfrom jax import lax, random\n';
	const jitted = helpers(traced).replaceAll('def ', '@jax.jit\ndef ');
	const offset = (head + jitted).split('\n').length;
	const written = (form: Form): string => lines.map((line, n) => line(form, n + offset)).join('\n');
	return {
		traced: head + jitted + written(traced),
		plain: `${head}${prelude}${helpers(plain)}${written(plain)}\nuses`
	};
}
