import { Generator } from '$lib/api/numpy/generator';
import { RandomState } from '$lib/api/numpy/random';
import { asHost, pythonNumber } from '$lib/api/numpy/convert';
import { isHost, type HostArray } from '$lib/api/numpy/host-array';
import { takeAlong } from '$lib/api/numpy/shaping';
import { staticInt } from '$lib/api/arguments';
import { range } from '$lib/api/numpy/axes';
import { HostObject, PyClass } from '../../classes';
import { notSupported, typeError, valueError } from '../../errors';
import { native, type NativeFunction } from '../../native';
import { truth } from '../../truth';
import { objectClass } from '../../types';
import { family } from '../family';
import { beforeEachProgram } from '../../host';

function seedOf(x: unknown): number {
	const seed = staticInt(x);
	if (seed === null)
		throw notSupported(
			'a NumPy generator without a seed',
			'Give it one, so that a run can be repeated: np.random.seed(0).'
		);
	if (seed < 0 || seed >= 2 ** 32) throw valueError('Seed must be between 0 and 2**32 - 1');
	return seed;
}

/** Shuffles an array or a list in place, along its first axis. */
function shuffle(state: RandomState | Generator, x: unknown): null {
	if (Array.isArray(x)) {
		const order = state.order(x.length);
		const before = [...x];
		order.forEach((from, to) => (x[to] = before[from]));
		return null;
	}
	if (!isHost(x)) throw typeError('Lockstep shuffles lists and NumPy arrays.');
	x.assign(range(x.size), takeAlong(asHost(x), state.order(x.shape[0]), 0).exact);
	return null;
}

/** A single number is Python's own. */
const plain = (x: HostArray): unknown => (x.scalar ? pythonNumber(x.host, x.exact[0]) : x);

/** The samplers of one generator; `of` gives it when they are called. */
const samplers = (of: () => RandomState): Readonly<Record<string, NativeFunction>> =>
	family(
		native('rand(*size)', (size: readonly unknown[]) => plain(of().random(size.length === 0 ? null : size))),
		native('randn(*size)', (size: readonly unknown[]) =>
			plain(of().standardNormal(size.length === 0 ? null : size))
		),
		native('random(size=None)', (size: unknown) => plain(of().random(size))),
		native('random_sample(size=None)', (size: unknown) => plain(of().random(size))),
		native('standard_normal(size=None)', (size: unknown) => plain(of().standardNormal(size))),
		native('uniform(low=0.0, high=1.0, size=None)', (low: unknown, high: unknown, size: unknown) =>
			plain(of().uniform(low, high, size))
		),
		native('normal(loc=0.0, scale=1.0, size=None)', (loc: unknown, scale: unknown, size: unknown) =>
			plain(of().normal(loc, scale, size))
		),
		native('exponential(scale=1.0, size=None)', (scale: unknown, size: unknown) =>
			plain(of().exponential(scale, size))
		),
		native('randint(low, high=None, size=None, dtype=None)', (low: unknown, high: unknown, size: unknown) =>
			plain(of().randint(low, high, size))
		),
		native('permutation(x)', (x: unknown) => of().permutation(x)),
		native('shuffle(x)', (x: unknown) => shuffle(of(), x)),
		native(
			'choice(a, size=None, replace=True, p=None)',
			(a: unknown, size: unknown, replace: unknown, p: unknown) => of().choice(a, size, truth(replace), p)
		)
	);

const stateClass = new PyClass('RandomState', [objectClass], {
	module: 'numpy.random',
	create: (_, args) => new StateObject(new RandomState(seedOf(args[0] ?? null)))
});

/** A generator as programs hold it. */
class StateObject extends HostObject {
	readonly cls = stateClass;
	private readonly functions: Readonly<Record<string, NativeFunction>>;

	constructor(state: RandomState) {
		super();
		this.functions = samplers(() => state);
	}

	override attribute(name: string): unknown {
		return Object.hasOwn(this.functions, name) ? this.functions[name] : undefined;
	}

	repr(): string {
		return 'RandomState(MT19937)';
	}
}

const generatorClass = new PyClass('Generator', [objectClass], { module: 'numpy.random' });

/** What `np.random.default_rng` gives. */
class GeneratorObject extends HostObject {
	readonly cls = generatorClass;
	private readonly functions: Readonly<Record<string, NativeFunction>>;

	constructor(g: Generator) {
		super();
		this.functions = family(
			native('random(size=None)', (size: unknown) => plain(g.random(size))),
			native('standard_normal(size=None)', (size: unknown) => plain(g.standardNormal(size))),
			native('uniform(low=0.0, high=1.0, size=None)', (low: unknown, high: unknown, size: unknown) =>
				plain(g.uniform(low, high, size))
			),
			native('normal(loc=0.0, scale=1.0, size=None)', (loc: unknown, scale: unknown, size: unknown) =>
				plain(g.normal(loc, scale, size))
			),
			native(
				'integers(low, high=None, size=None, dtype=None, endpoint=False)',
				(low: unknown, high: unknown, size: unknown, _: unknown, endpoint: unknown) =>
					g.integers(low, high, size, truth(endpoint))
			),
			native('permutation(x)', (x: unknown) => g.permutation(x)),
			native('shuffle(x)', (x: unknown) => shuffle(g, x)),
			native(
				'choice(a, size=None, replace=True, p=None)',
				(a: unknown, size: unknown, replace: unknown, p: unknown) => g.choice(a, size, truth(replace), p)
			)
		);
	}

	override attribute(name: string): unknown {
		return Object.hasOwn(this.functions, name) ? this.functions[name] : undefined;
	}

	repr(): string {
		return 'Generator(PCG64)';
	}
}

function defaultRng(seed: unknown): GeneratorObject {
	if (typeof seed !== 'bigint' && staticInt(seed) === null) seedOf(seed);
	const value = typeof seed === 'bigint' ? seed : BigInt(staticInt(seed) ?? 0);
	if (value < 0n) throw valueError('expected non-negative integer');
	return new GeneratorObject(new Generator(value));
}

/** The generator that `np.random.seed` seeds; a program begins without one. */
const shared: { current: RandomState | null } = { current: null };

beforeEachProgram(() => {
	shared.current = null;
});

function seeded(): RandomState {
	if (!shared.current)
		throw notSupported(
			'np.random without a seed',
			'Seed it, so that a run can be repeated: np.random.seed(0). Or use jax.random with a key.'
		);
	return shared.current;
}

/** `np.random` */
export const randomFunctions = {
	...samplers(seeded),
	...family(
		native('default_rng(seed=None)', defaultRng),
		native('seed(seed=None)', (seed: unknown) => {
			shared.current = new RandomState(seedOf(seed));
			return null;
		})
	),
	RandomState: stateClass,
	Generator: generatorClass
};
