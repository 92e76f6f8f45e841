import { Dict, Tuple } from '$lib/core/containers';
import type { Kwargs } from '$lib/core/fn';
import type { ClassSpec } from './build-class';
import { bind } from './bind';
import { call } from './call';
import { PyClass } from './classes';
import { constructPlain } from './construct';
import { StaticMethod } from './descriptors';
import { typeError } from './errors';
import { builtin, method } from './native';
import { isInstance, typeClass, typeName } from './types';

/** The class of a class to be, where the program wrote it: of `metaclass=`, or of a base. */
export function metaclassOf(
	spec: ClassSpec,
	bases: readonly PyClass[],
	plain: ReadonlySet<unknown>
): PyClass | null {
	const named = spec.kwargs.get('metaclass');
	const own = named instanceof PyClass && !plain.has(named) ? named : null;
	if (own && !own.isSubclassOf(typeClass)) throw typeError(`metaclass '${own.name}' must derive from type`);
	const inherited = bases.flatMap(({ meta }) => meta ?? []);
	return inherited.reduce(moreDerived, own);
}

function moreDerived(a: PyClass | null, b: PyClass): PyClass {
	if (a === null || b.isSubclassOf(a)) return b;
	if (a.isSubclassOf(b)) return a;
	throw typeError(
		'metaclass conflict: the metaclass of a derived class must be a (non-strict) subclass of the metaclasses of all its bases'
	);
}

/** What the class statement being carried out says besides what a metaclass is handed. */
let stated: ClassSpec | null = null;

/** Makes a class as its metaclass does: `__new__`, then `__init__`. `make` is the ordinary way. */
export function buildByMetaclass(
	meta: PyClass,
	spec: ClassSpec,
	make: (spec: ClassSpec) => PyClass
): unknown {
	const kwargs = new Map([...spec.kwargs].filter(([name]) => name !== 'metaclass'));
	const args = [spec.name, new Tuple(spec.bases), new Dict(spec.names)];
	const maker = meta.lookup('__new__');
	const before = stated;
	stated = spec;
	makePlainly = make;
	try {
		const cls =
			maker === undefined
				? ofMeta(meta, make({ ...spec, kwargs }))
				: call(bind(maker, null, meta), [meta, ...args], kwargs);
		const init = meta.lookup('__init__');
		if (init !== undefined && isInstance(cls, meta)) call(bind(init, cls, meta), args, kwargs);
		return cls;
	} finally {
		stated = before;
	}
}

let makePlainly: ((spec: ClassSpec) => PyClass) | null = null;

function ofMeta(meta: PyClass, cls: PyClass): PyClass {
	cls.meta = meta;
	return cls;
}

/** `type.__new__(mcls, name, bases, ns)` */
function newType(meta: PyClass, name: unknown, bases: unknown, names: unknown, kwargs: Kwargs): unknown {
	if (!(meta instanceof PyClass))
		throw typeError(`type.__new__(X): X is not a type object (${typeName(meta)})`);
	if (typeof name !== 'string' || !(bases instanceof Tuple) || !(names instanceof Dict) || !makePlainly)
		throw typeError('type.__new__() takes a name, a tuple of bases and a dict');
	return ofMeta(
		meta,
		makePlainly({
			name,
			qualname: stated?.name === name ? stated.qualname : name,
			bases: bases.items,
			names: new Map(names.entries().map(([key, value]) => [String(key), value] as const)),
			kwargs,
			span: stated?.span ?? null
		})
	);
}

typeClass.dunders.set(
	'__new__',
	new StaticMethod(builtin('type.__new__(cls, name, bases, dict, /, **kwargs)', newType))
);
typeClass.dunders.set(
	'__init__',
	method('type.__init__(self, *args, **kwargs)', () => null)
);
typeClass.dunders.set(
	'__call__',
	method('type.__call__(self, *args, **kwargs)', (cls: PyClass, args: readonly unknown[], kwargs: Kwargs) =>
		cls.user ? constructPlain(cls, args, kwargs) : cls.call(args, kwargs)
	)
);
