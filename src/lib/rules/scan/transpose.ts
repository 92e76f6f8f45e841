import type { ScanParams } from '$lib/core/control';
import { evalJaxpr } from '$lib/core/eval-jaxpr';
import { avalOf, bind, bind1, type Value } from '$lib/core/interpreter';
import type { Jaxpr, Var } from '$lib/core/jaxpr';
import { nameValue } from '$lib/core/naming';
import {
	instantiate,
	isLinear,
	operandType,
	zerosOf,
	type Tangent,
	type Transpose,
	type TransposeContext
} from '../differentiating';
import { bits, count, dense, memoized, merged, nonzeros, spread, where, whereNot } from '../flags';
import { ownView } from '../loop-view';
import { ctName, transposeJaxpr } from '../transpose-jaxpr';

/**
 * JAX's `_scan_transpose`: the scan run the other way. Residuals are consts or xs as they were; the carry is the
 * cotangent of the carry; cotangents of consts are summed up in further carries that start at 0.
 */
export const transposeScan: Transpose<ScanParams> = (context, cts, args, params) => {
	const { jaxpr, num_consts, num_carry } = params;
	const firstX = num_consts + num_carry;
	// A carry is linear even where its init is a zero that had to be made.
	const linear = args.map((x, i) => isLinear(x) || (i >= num_consts && i < firstX));
	const ysGiven = nonzeros(cts.slice(num_carry));
	const turned = turnedBody(context, params, linear, ysGiven);

	const values = (from: number, to: number): Value[] =>
		args.slice(from, to).filter((x): x is Value => !isLinear(x));
	const sums = args.slice(0, num_consts).filter((_, i) => turned.nonzero[i]);
	const ctCarry = cts.slice(0, num_carry).map((ct, i) => ct ?? zerosOf(jaxpr.outs[i].aval));
	const operands = [
		...values(0, num_consts),
		...sums.map((x) => zerosOf(operandType(x))),
		...ctCarry,
		...dense(cts.slice(num_carry)),
		...values(firstX, args.length)
	];
	const own = {
		...params,
		jaxpr: turned.jaxpr,
		reverse: !params.reverse,
		num_consts: num_consts - count(linear.slice(0, num_consts)),
		num_carry: sums.length + num_carry
	};
	const row = { primitive: 'scan' as const, operands: operands.map(avalOf), params: own };
	const view = ownView(params.view, turned.jaxpr, own.num_consts, own.num_carry, row);
	const outs = bind('scan', operands, { ...own, view });
	return spread(turned.nonzero, outs);
};

interface Turned {
	/** Inputs: residual consts, sums, cotangents of carries, of ys, residual xs. */
	readonly jaxpr: Jaxpr;
	/** Of each operand of the scan, whether its cotangent is there; of all carries. */
	readonly nonzero: readonly boolean[];
}

function turnedBody(
	context: TransposeContext,
	{ jaxpr, num_consts, num_carry }: ScanParams,
	linear: readonly boolean[],
	ysGiven: readonly boolean[]
): Turned {
	const key = `scan transpose ${num_consts} ${num_carry} ${bits(linear)} ${bits(ysGiven)}`;
	return memoized(jaxpr, key, () => {
		const back = transposeJaxpr(context, jaxpr, linear, [...jaxpr.invars.slice(0, num_carry).map(() => true), ...ysGiven]);
		const nonzero = back.nonzero.map((has, i) => has || (i >= num_consts && i < num_consts + num_carry));
		const groups = {
			consts: whereNot(jaxpr.invars.slice(0, num_consts), linear.slice(0, num_consts)),
			sums: where(jaxpr.invars.slice(0, num_consts), nonzero.slice(0, num_consts)),
			carry: jaxpr.outs.slice(0, num_carry),
			ys: where(jaxpr.outs.slice(num_carry), ysGiven),
			xs: whereNot(jaxpr.invars, linear).slice(num_consts - count(linear.slice(0, num_consts)))
		};
		const types = [...groups.consts, ...groups.sums, ...groups.carry, ...groups.ys, ...groups.xs].map(
			({ aval }) => aval
		);
		const body = context.trace(types, (traced) => {
			let next = 0;
			const take = (n: number): readonly Value[] => traced.slice(next, (next += n));
			const consts = take(groups.consts.length);
			const sums = take(groups.sums.length);
			const carry = take(groups.carry.length);
			const ys = take(groups.ys.length);
			const xs = take(groups.xs.length);
			nameAll(consts, groups.consts);
			nameAll(xs, groups.xs);
			nameCts(sums, groups.sums);
			nameCts(carry, groups.carry);
			nameCts(ys, groups.ys);
			const outs = evalJaxpr(back.jaxpr, [...consts, ...xs, ...carry, ...ys]);
			const all: Tangent[] = spread(back.nonzero, outs);
			const added = where(all.slice(0, num_consts), nonzero.slice(0, num_consts)).map((ct, i) =>
				ct === null ? sums[i] : bind1('add_any', [sums[i], ct], {})
			);
			const carried = all
				.slice(num_consts, num_consts + num_carry)
				.map((ct, i) => instantiate(ct, carry[i]));
			return [...added, ...carried, ...dense(all.slice(num_consts + num_carry))];
		});
		return { jaxpr: body, nonzero };
	});
}
