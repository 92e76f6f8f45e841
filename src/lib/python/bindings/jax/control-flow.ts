import { associativeScan } from '$lib/api/lax/associative-scan';
import {
	allGather,
	axisIndex,
	axisSizeOf,
	pmax,
	pmean,
	pmin,
	allToAll,
	ppermute,
	pshuffle,
	psumScatter,
	psum
} from '$lib/api/lax/collectives';
import { cond, switchOn } from '$lib/api/lax/cond';
import { foriLoop } from '$lib/api/lax/fori';
import { map } from '$lib/api/lax/map';
import { whileLoop } from '$lib/api/lax/while';
import { isSequence, itemsOf } from '$lib/api/arguments';
import { registerModule } from '../../module';
import { native } from '../../native';
import { fnOf } from './callable';

const fnsOf = (list: unknown): unknown => (isSequence(list) ? itemsOf(list).map(fnOf) : list);

registerModule('jax.lax', {
	fori_loop: native(
		'fori_loop(lower, upper, body_fun, init_val, *, unroll=None)',
		(lower: unknown, upper: unknown, body: unknown, init: unknown, unroll: unknown) =>
			foriLoop(lower, upper, fnOf(body), init, unroll)
	),
	while_loop: native(
		'while_loop(cond_fun, body_fun, init_val)',
		(test: unknown, body: unknown, init: unknown) => whileLoop(fnOf(test), fnOf(body), init)
	),
	cond: native(
		'cond(pred, *operands, **named)',
		(pred: unknown, rest: readonly unknown[], named: ReadonlyMap<string, unknown>) =>
			cond(
				pred,
				...rest.map(fnOf),
				...['true_fun', 'false_fun', 'operand'].flatMap((name) =>
					named.has(name) ? [fnOf(named.get(name))] : []
				)
			)
	),
	switch: native(
		'switch(index, branches, *operands)',
		(index: unknown, branches: unknown, operands: readonly unknown[]) =>
			switchOn(index, fnsOf(branches), operands)
	),
	map: native('map(f, xs, *, batch_size=None)', (f: unknown, xs: unknown, size: unknown) =>
		map(fnOf(f), xs, size)
	),
	associative_scan: native(
		'associative_scan(fn, elems, reverse=False, axis=0)',
		(f: unknown, elems: unknown, reverse: unknown, axis: unknown) =>
			associativeScan(fnOf(f), elems, reverse, axis)
	),
	psum: native('psum(x, axis_name)', psum),
	pmax: native('pmax(x, axis_name)', pmax),
	pmin: native('pmin(x, axis_name)', pmin),
	pmean: native('pmean(x, axis_name)', pmean),
	axis_index: native('axis_index(axis_name)', axisIndex),
	axis_size: native('axis_size(axis_name)', axisSizeOf),
	all_gather: native('all_gather(x, axis_name, *, axis=0, tiled=False)', allGather),
	ppermute: native('ppermute(x, axis_name, perm)', ppermute),
	pshuffle: native('pshuffle(x, axis_name, perm)', pshuffle),
	psum_scatter: native('psum_scatter(x, axis_name, *, scatter_dimension=0, tiled=False)', psumScatter),
	all_to_all: native('all_to_all(x, axis_name, split_axis, concat_axis, *, tiled=False)', allToAll),
	pswapaxes: native('pswapaxes(x, axis_name, axis)', (x: unknown, name: unknown, axis: unknown) =>
		allToAll(x, name, axis, axis)
	)
});
