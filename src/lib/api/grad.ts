import { isFloat } from '$lib/array/dtype';
import { shapeText } from '$lib/array/shape';
import { Tuple, tuple } from '$lib/core/containers';
import { ProgramError } from '$lib/core/errors';
import { noSmallChange, oneNumber, severalNumbers } from '$lib/core/help/gradients';
import type { Fn, Kwargs } from '$lib/core/fn';
import { avalOf, type Value } from '$lib/core/interpreter';
import { scalar } from '$lib/core/ops';
import { reprHook, unflatten } from '$lib/core/tree';
import { linearize } from '$lib/transforms/linearize';
import { argnumsOf, callable, DerivativeFn, flatFunction, madeLike, varyingArguments } from './derivatives';

export interface GradOptions {
	/** An integer or a sequence of them; default 0. */
	readonly argnums?: unknown;
	readonly hasAux?: unknown;
	readonly holomorphic?: unknown;
	readonly allowInt?: unknown;
}

/** `jax.grad`: the gradient of a scalar function; with `hasAux` the pair (gradient, aux). Throws JAX's errors. */
export const grad = (f: unknown, options: GradOptions = {}): Fn =>
	derivative(f, options, ({ gradient, aux }) => (options.hasAux ? tuple(gradient, aux) : gradient));

/** `jax.value_and_grad`: (value, gradient); with `hasAux` ((value, aux), gradient). */
export const valueAndGrad = (f: unknown, options: GradOptions = {}): Fn =>
	derivative(f, options, ({ value, gradient, aux }) =>
		tuple(options.hasAux ? tuple(value, aux) : value, gradient)
	);

interface Gradient {
	readonly value: unknown;
	readonly gradient: unknown;
	readonly aux: unknown;
}

function derivative(f: unknown, options: GradOptions, result: (all: Gradient) => unknown): Fn {
	const fn = callable(f);
	const argnums = argnumsOf(options.argnums ?? 0n);
	return new DerivativeFn(fn, (args: readonly unknown[], kwargs: Kwargs) => {
		const varying = varyingArguments(fn, argnums, args, kwargs);
		varying.leaves.forEach((x) => checkInput('grad', x, options));
		const flat = flatFunction(varying, Boolean(options.hasAux));
		const { outs, aux, pull } = linearize(flat.f, varying.leaves, varying.names);
		checkScalar(flat.result(outs), outs);
		checkOutput('grad', outs[0]);
		const { dtype, weak } = avalOf(outs[0]);
		const cts = madeLike(pull([scalar(1, dtype, weak)]), varying.leaves);
		return result({
			value: flat.result(outs),
			gradient: unflatten(varying.def, cts),
			aux: flat.aux(aux)
		});
	});
}

function checkScalar(out: unknown, leaves: readonly Value[]): void {
	const head = 'Gradient only defined for scalar-output functions. Output';
	if (leaves.length !== 1 || out !== leaves[0])
		throw new ProgramError(
			'TypeError',
			`${head} was ${reprHook.of(out)}.`,
			oneNumber(out instanceof Tuple && out.length === 2)
		);
	const { shape } = avalOf(leaves[0]);
	if (shape.length > 0)
		throw new ProgramError('TypeError', `${head} had shape: ${shapeText(shape)}.`, severalNumbers);
}

/** JAX's check of an argument that a derivative `name` is taken with respect to. */
export function checkInput(name: string, x: Value, { holomorphic, allowInt }: GradOptions): void {
	const { dtype } = avalOf(x);
	if (holomorphic)
		throw new ProgramError(
			'TypeError',
			`${name} with holomorphic=True requires inputs with complex dtype, but got ${dtype}.`
		);
	if (isFloat(dtype) || allowInt) return;
	throw new ProgramError(
		'TypeError',
		`${name} requires real- or complex-valued inputs (input dtype that is a sub-dtype of np.inexact), but got ${dtype}. If you want to use Boolean- or integer-valued inputs, use vjp or set allow_int to True.`,
		noSmallChange
	);
}

export function checkOutput(name: string, x: Value): void {
	const { dtype } = avalOf(x);
	if (isFloat(dtype)) return;
	throw new ProgramError(
		'TypeError',
		`${name} requires real-valued outputs (output dtype that is a sub-dtype of np.floating), but got ${dtype}. For differentiation of functions with integer outputs, use jax.vjp directly.`
	);
}
