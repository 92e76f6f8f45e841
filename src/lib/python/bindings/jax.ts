import type { Fn } from '$lib/core/fn';
import type { ClosedJaxpr } from '$lib/core/jaxpr';
import { printJaxpr } from '$lib/core/print-jaxpr';
import { jit, makeJaxpr } from '$lib/api/jit';
import { associativeScan } from '$lib/api/lax/associative-scan';
import { cond, switchOn } from '$lib/api/lax/cond';
import { foriLoop } from '$lib/api/lax/fori';
import { map } from '$lib/api/lax/map';
import { scan } from '$lib/api/lax/scan';
import { whileLoop } from '$lib/api/lax/while';
import { vmap } from '$lib/api/vmap/vmap';
import { Instance, PyClass } from '../classes';
import { registerModule } from '../module';
import { method, native } from '../native';
import { objectClass } from '../types';

const closedJaxprClass = new PyClass('ClosedJaxpr', [objectClass], { module: 'jax.core' });
const jaxprs = new WeakMap<Instance, ClosedJaxpr>();
const textOf = (self: Instance): string => {
	const closed = jaxprs.get(self);
	return closed ? printJaxpr(closed.jaxpr) : '';
};
closedJaxprClass.set('__repr__', method('__repr__(self)', textOf));

function jaxprValue(closed: ClosedJaxpr): Instance {
	const value = new Instance(closedJaxprClass);
	jaxprs.set(value, closed);
	return value;
}

const statics = (staticArgnums: unknown, staticArgnames: unknown) => ({ staticArgnums, staticArgnames });

registerModule('jax', {
	vmap: native(
		'vmap(fun, in_axes=0, out_axes=0, axis_name=None, axis_size=None, spmd_axis_name=None)',
		(f: unknown, inAxes: unknown, outAxes: unknown, axisName: unknown, axisSize: unknown) =>
			vmap(f, { inAxes, outAxes, axisName, axisSize })
	),
	jit: native(
		'jit(fun, static_argnums=None, static_argnames=None, **options)',
		(f: unknown, argnums: unknown, argnames: unknown) => jit(f, statics(argnums, argnames))
	),
	make_jaxpr: native(
		'make_jaxpr(fun, static_argnums=(), static_argnames=None)',
		(f: unknown, argnums: unknown, argnames: unknown) => makeJaxpr(f, statics(argnums, argnames), jaxprValue)
	),
	block_until_ready: native('block_until_ready(x)', (x: unknown) => x),
	device_get: native('device_get(x)', (x: unknown) => x),
	device_put: native('device_put(x, device=None)', (x: unknown) => x)
});

registerModule('jax.lax', {
	scan: native(
		'scan(f, init, xs=None, length=None, reverse=False, unroll=1, _split_transpose=False)',
		(f: Fn, init: unknown, xs: unknown, length: unknown, reverse: unknown, unroll: unknown) =>
			scan(f, init, xs, { length, reverse, unroll })
	),
	fori_loop: native('fori_loop(lower, upper, body_fun, init_val, *, unroll=None)', foriLoop),
	while_loop: native(
		'while_loop(cond_fun, body_fun, init_val)',
		(test: unknown, body: unknown, init: unknown) => whileLoop(test, body, init)
	),
	cond: native('cond(pred, *operands)', (pred: unknown, rest: readonly unknown[]) => cond(pred, ...rest)),
	switch: native('switch(index, branches, *operands)', switchOn),
	map: native('map(f, xs, *, batch_size=None)', map),
	associative_scan: native('associative_scan(fn, elems, reverse=False, axis=0)', associativeScan)
});
