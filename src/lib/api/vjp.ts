import { isFloat } from '$lib/array/dtype';
import { sameShape, shapeText } from '$lib/array/shape';
import { longText } from '$lib/core/aval';
import { Tuple, tuple } from '$lib/core/containers';
import { ProgramError } from '$lib/core/errors';
import { tangentOf } from '$lib/core/help/gradients';
import { NativeFn, type Fn } from '$lib/core/fn';
import { avalOf, type Value } from '$lib/core/interpreter';
import { flatten, sameTree, treeText, unflatten, type TreeDef } from '$lib/core/tree';
import { jvp as push } from '$lib/transforms/jvp';
import { linearize as linearizeFlat, type Linearized } from '$lib/transforms/linearize';
import { isSequence } from './arguments';
import { callable, flatFunction, madeLike, varyingArguments, type Flat, type Varying } from './derivatives';
import { leafValue } from './leaf';
import { Float0Array, tangentType } from './numpy/float0';
import { typeName } from './python-type';

const all = (f: Fn, primals: readonly unknown[]): Varying =>
	varyingArguments(f, { numbers: primals.map((_, i) => i), single: false }, primals, new Map());

const withAux = (parts: readonly unknown[], hasAux: boolean, aux: () => unknown): Tuple =>
	tuple(...parts, ...(hasAux ? [aux()] : []));

/** `jax.vjp`: (results, pullback), with `hasAux` (results, pullback, aux). Throws JAX's errors. */
export function vjp(f: unknown, primals: readonly unknown[], hasAux = false): Tuple {
	const fn = callable(f);
	const varying = all(fn, primals);
	const flat = flatFunction(varying, hasAux);
	const linear = linearizeFlat(flat.f, varying.leaves, varying.names);
	const pullback = new NativeFn(fn.name, (args) => pulled(fn, varying, flat, linear, args));
	return withAux([flat.result(linear.outs), pullback], hasAux, () => flat.aux(linear.aux));
}

function pulled(fn: Fn, varying: Varying, flat: Flat, linear: Linearized, args: readonly unknown[]): unknown {
	if (args.length !== 1)
		throw new ProgramError(
			'TypeError',
			`The function returned by \`jax.vjp\` applied to ${fn.name} was called with ${args.length} arguments, but functions returned by \`jax.vjp\` must be called with a single argument corresponding to the single value returned by ${fn.name} (even if that returned value is a tuple or other container).`
		);
	const { leaves, def } = flatten(args[0]);
	if (!sameTree(def, flat.def()))
		throw new ProgramError(
			'ValueError',
			`unexpected tree structure.\n\nThe argument to a VJP function returned by \`jax.vjp\` must match the pytree structure of the differentiated function ${fn.name}: got ${treeText(def)}, but expected ${treeText(flat.def())}.`
		);
	const cts = leaves.map(leafValue);
	cts.forEach((ct, i) => checkCotangent(fn, ct, linear.outs[i]));
	const moving = cts.map((ct, i) => (isFloat(avalOf(linear.outs[i]).dtype) ? ct : null));
	return unflatten(varying.def, madeLike(linear.pull(moving), varying.leaves));
}

function checkCotangent(fn: Fn, ct: Value, out: Value): void {
	const [given, wanted] = [avalOf(ct), avalOf(out)];
	if (!isFloat(wanted.dtype) && sameShape(given.shape, wanted.shape)) return;
	if (given.dtype === wanted.dtype && sameShape(given.shape, wanted.shape)) return;
	throw new ProgramError(
		'ValueError',
		`unexpected JAX type (e.g. shape/dtype) for argument to VJP function: got ${longText(given)}, but expected ${longText(wanted)} because the corresponding output of the differentiated function had JAX type ${longText(wanted)}`
	);
}

/** `jax.linearize`: (results, pushforward), with `hasAux` (results, pushforward, aux). Throws JAX's errors. */
export function linearize(f: unknown, primals: readonly unknown[], hasAux = false): Tuple {
	const fn = callable(f);
	const varying = all(fn, primals);
	const flat = flatFunction(varying, hasAux);
	const linear = linearizeFlat(flat.f, varying.leaves, varying.names);
	const pushforward = new NativeFn(fn.name, (args) => {
		const tangents = tangentLeaves(args, varying.def);
		tangents.forEach((t, i) => checkTangent(t, varying.leaves[i]));
		return flat.result(linear.push(tangents));
	});
	return withAux([flat.result(linear.outs), pushforward], hasAux, () => flat.aux(linear.aux));
}

function tangentLeaves(args: readonly unknown[], wanted: TreeDef): Value[] {
	const { leaves, def } = flatten(new Tuple(args));
	if (sameTree(def, wanted)) return leaves.map(leafValue);
	throw new ProgramError(
		'ValueError',
		`linearized function called with a tree structure different from that of the primal values: got ${treeText(def)}, but expected ${treeText(wanted)}`
	);
}

function checkTangent(t: Value, primal: Value): void {
	const [given, wanted] = [avalOf(t), avalOf(primal)];
	if (!isFloat(wanted.dtype) || (given.dtype === wanted.dtype && sameShape(given.shape, wanted.shape)))
		return;
	throw new ProgramError(
		'ValueError',
		`linearized function called on tangent values inconsistent with the original primal values:\nGot tangent aval ShapedArray(${longText(given)}) for primal aval ShapedArray(${longText(wanted)}) but expected ShapedArray(${longText(wanted)}).`
	);
}

/** `jax.jvp`: (results, tangents), with `hasAux` (results, tangents, aux). Throws JAX's errors. */
export function jvp(f: unknown, primals: unknown, tangents: unknown, hasAux = false): Tuple {
	const fn = callable(f);
	if (!isSequence(primals) || !isSequence(tangents))
		throw new ProgramError(
			'TypeError',
			`primal and tangent arguments to jax.jvp must be tuples or lists; found ${typeName(primals)} and ${typeName(tangents)}.`
		);
	const [at, by] = [flatten(primals), flatten(tangents)];
	if (!sameTree(at.def, by.def))
		throw new ProgramError(
			'TypeError',
			`primal and tangent arguments to jax.jvp must have the same tree structure; primals have tree structure ${treeText(at.def)} whereas tangents have tree structure ${treeText(by.def)}.`
		);
	const varying = all(fn, Array.isArray(primals) ? primals : (primals as Tuple).items);
	const moves = by.leaves.map((t) => (t instanceof Float0Array ? t : leafValue(t)));
	moves.forEach((t, i) => checkPair(varying.leaves[i], t));
	const flat = flatFunction(varying, hasAux);
	const moving = moves.map((t, i) => (isFloat(avalOf(varying.leaves[i]).dtype) ? t : null));
	const pushed = push(flat.f, varying.leaves, moving);
	const parts = [flat.result(pushed.outs), flat.result(madeLike(pushed.tangents, pushed.outs))];
	return withAux(parts, hasAux, () => flat.aux(pushed.aux));
}

function checkPair(primal: Value, tangent: Value): void {
	const [p, t] = [avalOf(primal), avalOf(tangent)];
	const wanted = isFloat(p.dtype) ? p.dtype : 'float0';
	if (tangentType(tangent) !== wanted)
		throw new ProgramError(
			'TypeError',
			`primal and tangent arguments to jax.jvp do not match; dtypes must be equal, or in case of int/bool primal dtype the tangent dtype must be float0.Got primal dtype ${p.dtype} and so expected tangent dtype ${wanted === 'float0' ? "[('float0', 'V')]" : wanted}, but got tangent dtype ${tangentType(tangent)} instead.`,
			tangentOf(p.dtype, wanted)
		);
	if (!sameShape(p.shape, t.shape))
		throw new ProgramError(
			'ValueError',
			`jvp called with different primal and tangent shapes;Got primal shape ${shapeText(p.shape)} and tangent shape as ${shapeText(t.shape)}`
		);
}
