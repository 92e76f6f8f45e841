import { NDArray } from '$lib/array/ndarray';
import { asArray } from '$lib/api/numpy/convert';
import { NativeFn, type Fn, type Kwargs } from '$lib/core/fn';
import type { Aval } from '$lib/core/aval';
import { evalShape, jit, makeJaxpr } from '$lib/api/jit';
import { leafValue } from '$lib/api/leaf';
import { avalOf } from '$lib/core/interpreter';
import { tuple } from '$lib/core/containers';
import type { ClosedJaxpr } from '$lib/core/jaxpr';
import { mapTree, unflatten, type TreeDef } from '$lib/core/tree';
import { notSupported } from '../../errors';
import { setFunctionAttribute } from '../../function';
import { registerModule } from '../../module';
import { native } from '../../native';
import { truth } from '../../truth';
import { arrayClass, tracerClass } from '../array-class';
import { float0 } from '../float0';
import { fnOf } from './callable';
import { JaxprValue } from './jaxpr-value';
import { ShapeDtypeStruct, shapeDtypeStructClass, standIns, typeTextOf } from './shape-dtype';

const statics = (staticArgnums: unknown, staticArgnames: unknown) => ({ staticArgnums, staticArgnames });
/** Programs reach the function itself by `__wrapped__`. */
function jitted(f: unknown, argnums: unknown, argnames: unknown): Fn {
	const fn = jit(fnOf(f), statics(argnums, argnames));
	setFunctionAttribute(fn, '__wrapped__', f);
	return fn;
}

/** The jaxpr, with `shaped` beside it the structure of the results. */
const madeJaxpr =
	(shaped: boolean) =>
	(closed: ClosedJaxpr, outDef: TreeDef): unknown => {
		const jaxpr = new JaxprValue(closed);
		if (!shaped) return jaxpr;
		const types = closed.jaxpr.outs.map(({ aval }) => structOf(aval));
		return tuple(jaxpr, unflatten(outDef, types));
	};

const structOf = ({ dtype, shape, weak }: Aval): ShapeDtypeStruct => new ShapeDtypeStruct(shape, dtype, weak);

/** A function that takes types in place of arrays. */
const ofTypes = (f: Fn): Fn =>
	new NativeFn(
		f.name,
		(args, kwargs) =>
			f.call(args.map(standIns), new Map([...kwargs].map(([name, x]) => [name, standIns(x)]))),
		f.params
	);

/** Arrays become NumPy's; everything else stays. */
const toHost = (x: unknown): unknown => (x instanceof NDArray ? asArray(x) : x);

registerModule('jax.core', { Tracer: tracerClass });

registerModule('jax', {
	Array: arrayClass,
	__version__: '0.10.2',
	float0,
	ShapeDtypeStruct: shapeDtypeStructClass,
	jit: native(
		'jit(fun=None, static_argnums=None, static_argnames=None, **options)',
		(f: unknown, argnums: unknown, argnames: unknown) =>
			f === null
				? native('jit(fun)', (g: unknown) => jitted(g, argnums, argnames))
				: jitted(f, argnums, argnames)
	),
	make_jaxpr: native(
		'make_jaxpr(fun, static_argnums=(), axis_env=None, return_shape=False, *, static_argnames=None)',
		(f: unknown, argnums: unknown, axisEnv: unknown, returnShape: unknown, argnames: unknown) => {
			if (axisEnv !== null) throw notSupported('axis_env of make_jaxpr', 'Use jax.vmap with axis_name.');
			return ofTypes(makeJaxpr(fnOf(f), statics(argnums, argnames), madeJaxpr(truth(returnShape))));
		}
	),
	eval_shape: native(
		'eval_shape(fun, *args, **kwargs)',
		(f: unknown, args: readonly unknown[], kwargs: Kwargs) =>
			evalShape(
				fnOf(f),
				args.map(standIns),
				new Map([...kwargs].map(([name, x]) => [name, standIns(x)])),
				structOf
			)
	),
	typeof: native('typeof(x)', (x: unknown) => typeTextOf(avalOf(leafValue(x)))),
	block_until_ready: native('block_until_ready(x)', (x: unknown) => x),
	device_get: native('device_get(x)', (tree: unknown) => mapTree(toHost, tree)),
	device_put: native('device_put(x, device=None)', (x: unknown) => mapTree(leafValue, x)),
	effects_barrier: native('effects_barrier()', () => null)
});
