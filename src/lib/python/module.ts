import type { ProgramError } from '$lib/core/errors';
import { need, type Part } from '$lib/parts/part';
import { pyError } from './errors';
import { NativeFunction } from './native';

/** A module as an import gives it. */
export class Module {
	constructor(readonly name: string) {}

	/** All there is in it, its submodules too. */
	get attributes(): ReadonlyMap<string, unknown> {
		const entry = entryOf(this.name);
		for (const { part } of entry.later) need(part);
		const all = new Map(Object.entries(attributesOf(entry)));
		for (const other of registered.keys()) {
			const rest = other.startsWith(`${this.name}.`) ? other.slice(this.name.length + 1) : '';
			if (rest && !rest.includes('.') && !all.has(rest)) all.set(rest, findModule(other));
		}
		return all;
	}

	/** The attribute of that name; undefined where there is none. */
	attribute(name: string): unknown {
		const entry = entryOf(this.name);
		const known = attributesOf(entry);
		if (Object.hasOwn(known, name)) return known[name];
		const submodule = findModule(`${this.name}.${name}`);
		if (submodule === undefined)
			for (const { part, names } of entry.later) if (names?.has(name) ?? true) need(part);
		return submodule;
	}

	/** The error for a name that the library has and Lockstep does not; null for any other name. */
	refuses(name: string): ProgramError | null {
		return entryOf(this.name).refuses?.(name) ?? null;
	}
}

type Attributes = Record<string, unknown>;

interface Registered {
	readonly module: Module;
	readonly attributes: (Attributes | (() => Attributes))[];
	/** Parts that will register more under this name, or under names below it: these or, where null, any. */
	readonly later: { readonly part: Part<object>; readonly names: ReadonlySet<string> | null }[];
	refuses?: (name: string) => ProgramError | null;
	/** All attributes, once they have been asked for. */
	known: Attributes | null;
}

const registered = new Map<string, Registered>();

function entryFor(name: string): Registered {
	const entry = registered.get(name) ?? { module: new Module(name), attributes: [], later: [], known: null };
	registered.set(name, entry);
	return entry;
}

/**
 * Makes a module importable under its dotted name. Submodules are registered by themselves and are attributes of
 * their parent as well. `attributes` may be a function, called when one is first asked for. `refuses` words the error for a
 * name that the library has and Lockstep does not. A second registration under a name adds to the first.
 */
export function registerModule(
	name: string,
	attributes: Attributes | (() => Attributes),
	refuses?: (name: string) => ProgramError | null
): void {
	const entry = entryFor(name);
	entry.attributes.push(attributes);
	entry.refuses = refuses ?? entry.refuses;
	entry.known = null;
}

/**
 * Makes modules importable of which a part will register attributes once it is loaded: for each module their names,
 * separated by blanks, or '' where it may be any that are not there yet.
 */
export function registerLater(part: Part<object>, modules: Readonly<Record<string, string>>): void {
	for (const [module, names] of Object.entries(modules))
		entryFor(module).later.push({ part, names: names === '' ? null : new Set(names.split(' ')) });
}

function attributesOf(entry: Registered): Attributes {
	if (entry.known) return entry.known;
	const parts = entry.attributes.map((each) => (typeof each === 'function' ? each() : each));
	const known = Object.assign({}, ...parts) as Attributes;
	if (ofArrays.test(entry.module.name)) for (const each of Object.values(known)) takeNumbers(each);
	return (entry.known = known);
}

/** Modules whose functions are of arrays and numbers. */
const ofArrays = /^(jax\.(numpy|lax|nn|random|scipy)|numpy)\b/;

function takeNumbers(value: unknown): void {
	if (value instanceof NativeFunction) value.takesNumbers = true;
}

function entryOf(name: string): Registered {
	const entry = registered.get(name);
	if (!entry) throw new Error(`internal: no module ${name}`);
	return entry;
}

/** The module of that dotted name, or undefined. */
export function findModule(name: string): Module | undefined {
	const entry = registered.get(name);
	if (entry) return entry.module;
	const parent = registered.get(name.slice(0, Math.max(0, name.lastIndexOf('.'))));
	for (const { part, names } of parent?.later ?? []) if (names === null) need(part);
	return undefined;
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
	pathlib: 'A program here reaches no files and no system.',
	shutil: 'A program here reaches no files and no system.',
	tempfile: 'A program here reaches no files and no system.',
	pickle: 'A program here reaches no files and no system.',
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
