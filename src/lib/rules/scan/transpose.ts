import type { Aval } from '$lib/core/aval';
import type { ScanParams } from '$lib/core/control';
import { avalOf, bind, type Value } from '$lib/core/interpreter';
import type { Jaxpr, Var } from '$lib/core/jaxpr';
import { nameValue } from '$lib/core/naming';
import {
	hasValue,
	instantiate,
	isLinear,
	operandType,
	zerosOf,
	type Tangent,
	type Transpose,
	type TransposeContext
} from '../differentiating';
import { bits, count, dense, memoized, nonzeros, spread, whereNot } from '../flags';
import { ownView } from '../loop-view';
import { evalNamed, nameCt } from '../named';
import { backwardPass } from './passes';
import { transposeJaxpr, type TransposedJaxpr } from '../transpose-jaxpr';

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

	const values = (from: number, to: number): Value[] => args.slice(from, to).filter(hasValue);
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
	const pass = backwardPass(params, linear, turned.nonzero, ysGiven);
	const view = ownView(params.view, turned.jaxpr, own.num_consts, own.num_carry, row, pass);
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
		const cts = [...new Array<boolean>(num_carry).fill(true), ...ysGiven];
		const carries = jaxpr.invars.slice(num_consts, num_consts + num_carry);
		// Cotangents that a scan carries are never weak.
		const typeOf = (v: Var): Aval => (carries.includes(v) ? { ...v.aval, weak: false } : v.aval);
		const given = transposeJaxpr(context, jaxpr, { linear, cts }).nonzero;
		const sums = given.map((has, i) => has && i < num_consts);
		const back = transposeJaxpr(context, jaxpr, { linear, cts, sums, typeOf });
		const consts = num_consts - count(linear.slice(0, num_consts));
		const firstCt = whereNot(jaxpr.invars, linear).length;
		const body = withCarries(context, back, num_consts, firstCt, carries);
		const firstSum = firstCt + count(cts);
		const invars = [
			...body.invars.slice(0, consts),
			...body.invars.slice(firstSum),
			...body.invars.slice(firstCt, firstSum),
			...body.invars.slice(consts, firstCt)
		];
		const nonzero = given.map((has, i) => has || (i >= num_consts && i < num_consts + num_carry));
		return { jaxpr: { ...body, invars }, nonzero };
	});
}

/** The turned body with the cotangents of all carries, which bear the carries' names. */
const withCarries = (
	{ trace }: TransposeContext,
	back: TransposedJaxpr,
	num_consts: number,
	firstCt: number,
	carries: readonly Var[]
): Jaxpr => {
	const types = back.jaxpr.invars.map(({ aval }) => aval);
	return trace(types, (args) => {
		carries.forEach((v, i) => nameCt(args[firstCt + i], v));
		nameOutputs(back.jaxpr.invars.slice(firstCt + carries.length), args.slice(firstCt + carries.length));
		const cts: Tangent[] = spread(back.nonzero, evalNamed(back.jaxpr, args));
		const carried = cts.slice(num_consts, num_consts + carries.length);
		return [
			...dense(cts.slice(0, num_consts)),
			...carried.map((ct, i) => instantiate(ct, args[firstCt + i])),
			...dense(cts.slice(num_consts + carries.length))
		];
	});
};

/** Cotangents of outputs that the program has no name for. */
const nameOutputs = (vars: readonly Var[], cts: readonly Value[]): void =>
	vars.forEach(({ names }, i) => {
		if (names.length === 0) nameValue(cts[i], vars.length === 1 ? '∂y' : `∂y ${i}`);
	});
