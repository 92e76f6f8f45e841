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
import { ProgramError } from '$lib/core/errors';
import { registerModule } from '../../module';
import { native, type NativeFunction } from '../../native';
import { fnOf } from './callable';

const fnsOf = (list: unknown): unknown => (isSequence(list) ? itemsOf(list).map(fnOf) : list);

/** A collective over all rows: groups of them, the last argument, are refused as JAX refuses them. */
const ungrouped = (signature: string, body: (...args: never[]) => unknown): NativeFunction =>
	native(signature, (...args: unknown[]) => {
		if (args.pop() !== null)
			throw new ProgramError(
				'NotImplementedError',
				'axis_index_groups not supported in vmap collectives. Please open a feature request!'
			);
		return body(...(args as never[]));
	});

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
	psum: ungrouped('psum(x, axis_name, *, axis_index_groups=None)', psum),
	pmax: ungrouped('pmax(x, axis_name, *, axis_index_groups=None)', pmax),
	pmin: ungrouped('pmin(x, axis_name, *, axis_index_groups=None)', pmin),
	pmean: ungrouped('pmean(x, axis_name, *, axis_index_groups=None)', pmean),
	axis_index: native('axis_index(axis_name)', axisIndex),
	axis_size: native('axis_size(axis_name)', axisSizeOf),
	all_gather: ungrouped(
		'all_gather(x, axis_name, *, axis=0, tiled=False, axis_index_groups=None)',
		allGather
	),
	ppermute: native('ppermute(x, axis_name, perm)', ppermute),
	pshuffle: native('pshuffle(x, axis_name, perm)', pshuffle),
	psum_scatter: ungrouped(
		'psum_scatter(x, axis_name, *, scatter_dimension=0, tiled=False, axis_index_groups=None)',
		psumScatter
	),
	all_to_all: ungrouped(
		'all_to_all(x, axis_name, split_axis, concat_axis, *, tiled=False, axis_index_groups=None)',
		allToAll
	),
	pswapaxes: ungrouped(
		'pswapaxes(x, axis_name, axis, *, axis_index_groups=None)',
		(x: unknown, name: unknown, axis: unknown) => allToAll(x, name, axis, axis)
	)
});
