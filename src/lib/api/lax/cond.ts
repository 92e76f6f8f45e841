import { NDArray } from '$lib/array/ndarray';
import { sameShape, shapeText } from '$lib/array/shape';
import { arrayStr } from '$lib/array/text';
import { isInteger, kindOf } from '$lib/array/dtype';
import { longText, sameType } from '$lib/core/aval';
import { ProgramError } from '$lib/core/errors';
import { asFn, Fn } from '$lib/core/fn';
import { avalOf, bind, bind1, isValue, type Value } from '$lib/core/interpreter';
import type { Jaxpr, Var } from '$lib/core/jaxpr';
import { binary, convert, scalar } from '$lib/core/ops';
import { flatten, leafPaths, reprHook, sameTree, unflatten, type TreeDef } from '$lib/core/tree';
import { traceToJaxpr } from '$lib/transforms/make-jaxpr';
import { isSequence, itemsOf } from '../arguments';
import { leafOrNull, leafValue } from '../leaf';
import { typeName, typeText } from '../python-type';
import { treeDifferences } from '../tree-differences';
import { placeOf, traceBody, typesOf, type TracedBody } from './trace-body';

/** `lax.cond(pred, true_fun, false_fun, *operands)`, the old form with one operand a branch included. */
export function cond(pred: unknown, ...rest: unknown[]): unknown {
	if (rest.length === 4 && isCallable(rest[1]) && isCallable(rest[3]) && !isCallable(rest[0])) {
		const [trueOperand, trueFun, falseOperand, falseFun] = rest;
		const first = asFn(trueFun as Fn);
		const second = asFn(falseFun as Fn);
		return condOn(pred, pick(first, 0), pick(second, 1), [trueOperand, falseOperand]);
	}
	const [trueFun, falseFun, ...operands] = rest;
	if (rest.length < 2)
		throw new ProgramError('TypeError', "cond() missing 1 required positional argument: 'false_fun'");
	if (!isCallable(trueFun) || !isCallable(falseFun))
		throw new ProgramError('TypeError', 'lax.cond: true_fun and false_fun arguments should be callable.');
	return condOn(pred, asFn(trueFun as Fn), asFn(falseFun as Fn), operands);
}

const isCallable = (f: unknown): boolean => f instanceof Fn || typeof f === 'function';

/** `str` of an array, as messages show it. */
const valueText = (x: Value): string => (x instanceof NDArray ? arrayStr(x) : String(x));

/** `f` of one of several operands. */
const pick = (f: Fn, index: number): Fn => asFn((...operands: unknown[]) => f.call([operands[index]]));

function condOn(pred: unknown, trueFun: Fn, falseFun: Fn, operands: readonly unknown[]): unknown {
	if (pred === null) throw new ProgramError('TypeError', 'cond predicate is None');
	const value = leafOrNull(pred);
	if (!value)
		throw new ProgramError(
			'TypeError',
			`Pred must be a scalar, got ${typeof pred === 'string' ? pred : reprHook.of(pred)} of type ${typeText(pred)}`
		);
	const { dtype, shape } = avalOf(value);
	if (shape.length > 0)
		throw new ProgramError(
			'TypeError',
			`Pred must be a scalar, got ${valueText(value)} of shape ${shapeText(shape)}.`
		);
	if (kindOf(dtype) === 'k')
		throw new ProgramError('TypeError', `Pred type must be either boolean or number, got ${dtype}.`);
	const truth = dtype === 'bool' ? value : binary('ne', value, scalar(0, dtype));
	// JAX's order of branches is (false, true); it traces the true one first.
	const names: Names = { of: 'cond', branches: ['true_fun', 'false_fun'] };
	return branchesOn(convert(truth, 'int32'), [trueFun, falseFun], operands, names, true);
}

/** `lax.switch(index, branches, *operands)`: the index is clamped to the branches there are. */
export function switchOn(index: unknown, branches: unknown, operands: readonly unknown[]): unknown {
	if (!isSequence(branches))
		throw new ProgramError('TypeError', `'${typeName(branches)}' object is not iterable`);
	const list = itemsOf(branches);
	if (!list.every(isCallable))
		throw new ProgramError('TypeError', 'lax.switch: branches argument should be a sequence of callables.');
	const value = leafOrNull(index);
	if (!value)
		throw new ProgramError(
			'TypeError',
			`Index type must be an integer, got ${typeof index === 'string' ? index : reprHook.of(index)}.`
		);
	const { dtype, shape } = avalOf(value);
	if (shape.length > 0)
		throw new ProgramError(
			'TypeError',
			`Branch index must be scalar, got ${valueText(value)} of shape ${shapeText(shape)}.`
		);
	if (!isInteger(dtype))
		throw new ProgramError(
			'TypeError',
			`Index type must be an integer, got ${isValue(index) ? valueText(index) : reprHook.of(index)} as ${dtype}`
		);
	if (list.length === 0) throw new ProgramError('ValueError', 'Empty branch sequence');
	const fns = list.map((f) => asFn(f as Fn));
	if (fns.length === 1) return fns[0].call(operands);
	const clamped = bind1(
		'clamp',
		[scalar(0, 'int32'), convert(value, 'int32'), scalar(fns.length - 1, 'int32')],
		{}
	);
	const branchNames = fns.map((_, i) => (i === 0 ? 'branch 0' : `branch${i}`));
	return branchesOn(clamped, fns, operands, { of: 'switch', branches: branchNames }, false);
}

/** What messages call the function and its branches. */
interface Names {
	readonly of: 'cond' | 'switch';
	readonly branches: readonly string[];
}

function branchesOn(
	index: Value,
	fns: readonly Fn[],
	operands: readonly unknown[],
	names: Names,
	reversed: boolean
): unknown {
	const parts = operands.map((operand) => flatten(operand));
	const values = parts.flatMap(({ leaves }) => leaves.map(leafValue));
	const defs = parts.map(({ def }) => def);
	const once = { when: '', values: values.map((value) => ({ value })) };
	const traced = fns.map((f) => traceBody(f, defs, typesOf(values), names.of, once));
	const [first, ...others] = traced;
	others.forEach((other, i) => checkStructure(first, other, fns, names, i + 1));
	others.forEach((other, i) => checkTypes(first, other, fns, names, i + 1, first.outDef));
	const { jaxprs, consts } = withCommonConsts(traced);
	const inputs = [...consts, ...values];
	const passed = passedThrough(jaxprs);
	const kept = jaxprs.map((jaxpr) => ({ ...jaxpr, outs: jaxpr.outs.filter((_, i) => passed[i] === null) }));
	const branches = reversed ? kept.reverse() : kept;
	const outs = bind('cond', [index, ...inputs], { branches });
	let next = 0;
	return unflatten(
		first.outDef,
		passed.map((place) => (place === null ? outs[next++] : inputs[place]))
	);
}

/** For each result the operand that every branch hands on as it is; null where there is none. */
function passedThrough(branches: readonly Jaxpr[]): (number | null)[] {
	const places = branches.map(({ invars, outs }) => outs.map((out) => invars.findIndex((v) => v === out)));
	const [first] = places;
	return first.map((place, i) => (place >= 0 && places.every((other) => other[i] === place) ? place : null));
}

/** All branches take the closed-over values of all, each once. */
function withCommonConsts(branches: readonly TracedBody[]): { jaxprs: Jaxpr[]; consts: Value[] } {
	const consts = [...new Set(branches.flatMap((branch) => branch.consts))];
	const jaxprs = branches.map(({ jaxpr, consts: own }): Jaxpr => {
		const places = new Map<Value, Var>(own.map((value, i) => [value, jaxpr.invars[i]]));
		const { invars } = traceToJaxpr(() => [], consts.map(avalOf)).jaxpr;
		return {
			...jaxpr,
			invars: [...consts.map((value, i) => places.get(value) ?? invars[i]), ...jaxpr.invars.slice(own.length)]
		};
	});
	return { jaxprs, consts };
}

function checkStructure(
	a: TracedBody,
	b: TracedBody,
	fns: readonly Fn[],
	{ of, branches: names }: Names,
	other: number
): void {
	if (sameTree(a.outDef, b.outDef)) return;
	throw new ProgramError(
		'TypeError',
		`${of} branch outputs must have the same pytree structure, but they differ:\n\n${places(fns, names, other)}\n\n${structureLines(a.outDef, b.outDef, names, other)}\n\nRevise ${names[0]} and/or ${names[other]} so that they have the same pytree structure.`
	);
}

const structureLines = (a: TreeDef, b: TreeDef, names: readonly string[], other: number): string =>
	treeDifferences(a, b, '')
		.map(({ path, things, why }) => {
			const at = path === '' ? '' : ` at path ${path}`;
			return `${names[0]} output${at} is a ${things[0]} but ${names[other]} output${at} is a ${things[1]}, so ${why}.`;
		})
		.join('\n');

const places = (fns: readonly Fn[], names: readonly string[], other: number): string =>
	`${names[0]} is ${placeOf(fns[0])}\n${names[other]} is ${placeOf(fns[other])}`;

function checkTypes(
	a: TracedBody,
	b: TracedBody,
	fns: readonly Fn[],
	{ of, branches: names }: Names,
	other: number,
	def: TreeDef
): void {
	const paths = leafPaths(def);
	const found = a.outTypes.flatMap((type, i) => (sameType(type, b.outTypes[i]) ? [] : [i]));
	if (found.length === 0) return;
	const lines = found.map((i) => {
		const [x, y] = [a.outTypes[i], b.outTypes[i]];
		const reasons = [
			...(x.dtype === y.dtype ? [] : ['the dtypes do not match']),
			...(sameShape(x.shape, y.shape) ? [] : ['the shapes do not match'])
		];
		return `The output of ${names[0]}${paths[i] === '' ? '' : ` at path ${paths[i]}`} has type ${longText(x)} but the corresponding output of ${names[other]} has type ${longText(y)}, so ${reasons.join(', and ')}.`;
	});
	throw new ProgramError(
		'TypeError',
		`${of} branches must have equal output types but they differ.\n\n${places(fns, names, other)}\n\n${lines.join('\n')}\n\nRevise ${names[0]} and/or ${names[other]} so that all output types match.`
	);
}
