import type { ProgramError } from '$lib/core/errors';
import { pyError } from './errors';

/** A module as an import gives it. */
export class Module {
	constructor(
		readonly name: string,
		readonly attributes: Map<string, unknown>,
		/** The error for a name that the library has and Lockstep does not; null for any other name. */
		readonly refuses?: (name: string) => ProgramError | null
	) {}
}

interface Registered {
	readonly attributes: Record<string, unknown> | (() => Record<string, unknown>);
	readonly refuses?: (name: string) => ProgramError | null;
	module: Module | null;
}

const registered = new Map<string, Registered>();

/**
 * Makes a module importable under its dotted name. Submodules are registered by themselves and are attributes of
 * their parent as well. `attributes` may be a function, called at the first import. `refuses` words the error for a
 * name that the library has and Lockstep does not. A second registration under a name adds to the first.
 */
export function registerModule(
	name: string,
	attributes: Record<string, unknown> | (() => Record<string, unknown>),
	refuses?: (name: string) => ProgramError | null
): void {
	const before = registered.get(name);
	const merged = before ? () => ({ ...resolve(before.attributes), ...resolve(attributes) }) : attributes;
	registered.set(name, { attributes: merged, refuses: refuses ?? before?.refuses, module: null });
}

const resolve = (attributes: Registered['attributes']): Record<string, unknown> =>
	typeof attributes === 'function' ? attributes() : attributes;

/** The module of that dotted name, or undefined. */
export function findModule(name: string): Module | undefined {
	const entry = registered.get(name);
	if (!entry) return undefined;
	return (entry.module ??= build(name, entry));
}

function build(name: string, entry: Registered): Module {
	const module = new Module(name, new Map(Object.entries(resolve(entry.attributes))), entry.refuses);
	entry.module = module;
	for (const other of registered.keys()) {
		const rest = other.startsWith(`${name}.`) ? other.slice(name.length + 1) : '';
		if (rest && !rest.includes('.') && !module.attributes.has(rest))
			module.attributes.set(rest, findModule(other));
	}
	return module;
}

/** What other libraries offer and Lockstep does not, with what to do about it. */
const refused: Record<string, string> = {
	optax: 'Write the update rule out: p - lr * g.',
	flax: 'Keep parameters in a dict or a NamedTuple and write the layers as functions.',
	haiku: 'Keep parameters in a dict or a NamedTuple and write the layers as functions.',
	equinox: 'Use a dataclass registered with jax.tree_util.register_dataclass.',
	chex: 'Use dataclasses.dataclass with jax.tree_util.register_dataclass.',
	torch: 'Use jax.numpy.',
	tensorflow: 'Use jax.numpy.',
	scipy: 'Use jax.numpy, or jax.scipy for the functions that are there.',
	pandas: 'Write the data into the program as lists or arrays.',
	matplotlib: 'Return the values; the stage draws them.',
	seaborn: 'Return the values; the stage draws them.',
	tqdm: 'Leave it out; the timeline is the progress bar.',
	gymnasium: 'Write the environment as a function of state and action.',
	gymnax: 'Write the environment as a function of state and action.',
	brax: 'Write the environment as a function of state and action.',
	distrax: 'Use jax.random and jax.scipy.stats.',
	random: 'Use jax.random with a key: jax.random.uniform(jax.random.key(0)).',
	re: 'Use the methods of str.',
	os: 'A program here reaches no files and no system.',
	pathlib: 'A program here reaches no files and no system.',
	io: 'A program here reaches no files and no system.',
	shutil: 'A program here reaches no files and no system.',
	tempfile: 'A program here reaches no files and no system.',
	pickle: 'A program here reaches no files and no system.',
	json: 'Print the values, or return them.',
	csv: 'Write the data into the program as lists or arrays.',
	subprocess: 'A program here reaches no files and no system.',
	socket: 'A program here reaches no network.',
	urllib: 'A program here reaches no network.',
	requests: 'A program here reaches no network.',
	http: 'A program here reaches no network.',
	threading: 'A program here runs in one thread.',
	multiprocessing: 'A program here runs in one thread.',
	asyncio: 'Write ordinary functions; nothing here waits.',
	ctypes: 'A program here reaches no files and no system.',
	importlib: 'Import the modules by name.',
	inspect: 'Leave it out.',
	logging: 'Use print.',
	argparse: 'Write the values into the program.',
	datetime: 'Use numbers of seconds or days.',
	secrets: 'Use jax.random with a key.',
	decimal: 'Use int or float.',
	fractions: 'Use int or float.'
};

const roots = (): string[] =>
	[...registered.keys()].filter((name) => !name.includes('.') && !name.startsWith('_')).sort();

/** The module of that dotted name; Python's ModuleNotFoundError without one. */
export function importModule(name: string): Module {
	const found = findModule(name);
	if (found) return found;
	const root = name.split('.')[0];
	if (name.startsWith('.'))
		throw pyError('ImportError', 'attempted relative import with no known parent package', {
			instead: 'Put everything into one program.'
		});
	if (root in refused && Object.hasOwn(refused, root) && !registered.has(root))
		throw pyError('ModuleNotFoundError', `No module named '${root}'`, {
			why: `Lockstep does not have ${root}.`,
			instead: refused[root]
		});
	const parent = name.includes('.') && findModule(name.slice(0, name.lastIndexOf('.')));
	const text = registered.has(root) ? name : root;
	const more = parent && !isPackage(parent.name) ? `; '${parent.name}' is not a package` : '';
	throw pyError('ModuleNotFoundError', `No module named '${text}'${more}`, {
		instead: `These can be imported: ${roots().join(', ')}.`
	});
}

const isPackage = (name: string): boolean =>
	[...registered.keys()].some((other) => other.startsWith(`${name}.`));
