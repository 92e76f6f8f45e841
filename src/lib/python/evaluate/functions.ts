import { Dict } from '$lib/core/containers';
import { setSource, type Span } from '$lib/core/source';
import type { Activation } from '../activation';
import type { Block, FunctionDef } from '../ast/statements';
import type { Expression, Lambda, Parameters } from '../ast';
import { call } from '../call';
import { UserFunction, type FunctionBody, type FunctionCode } from '../function';
import { Signature } from '../signature';
import type { Scope } from '../scope';
import { expression } from './expressions';
import { storeName } from './names';
import { block } from './statements';
import { type Evaluate, type Execute, type Site } from './unit';
import * as parts from '../parts';

const { generatorBlock } = parts.generators.functions;
const { makeGenerator } = parts.generatorObjects.functions;

/** `lambda x: ...` */
export function lambda(node: Lambda, site: Site): Evaluate {
	const scope = site.scope.inner(node);
	const inner = { ...site, scope };
	const run = scope.generator ? lambdaGenerator(node, inner) : expression(node.body, inner);
	const code = codeOf('<lambda>', node.params, node.span, scope, { kind: 'value', run }, null);
	const defaults = defaultsOf(node.params, site);
	return (a) => new UserFunction(code, a, defaults(a), new Dict());
}

/** `lambda: (yield x)` makes a generator that returns its expression. */
function lambdaGenerator({ body, span }: Lambda, inner: Site): Evaluate {
	const block = generatorBlock([{ kind: 'Return', value: body, span }], inner);
	return (a) => makeGenerator('<lambda>', a, block);
}

/** `def name(...): ...` with its decorators. */
export function functionDef(node: FunctionDef, site: Site): Execute {
	const scope = site.scope.inner(node);
	const inner = { ...site, scope };
	const run: FunctionBody = scope.generator
		? { kind: 'value', run: generatorBody(node, inner) }
		: { kind: 'statements', run: block(node.body, inner) };
	const code = codeOf(node.target.id, node.params, node.span, scope, run, docOf(node.body));
	const defaults = defaultsOf(node.params, site);
	const annotations = annotationsOf(node, site);
	const decorate = decorators(node.decorators, site);
	const typeParams = node.typeParams.map((name) => ({ name, store: storeName(name, site) }));
	const bind = storeName(node.target.id, site);
	return (a) => {
		for (const { name, store } of typeParams) store(a, name);
		const wrap = decorate(a);
		const fn = new UserFunction(code, a, defaults(a), annotations(a));
		bind(a, wrap(fn));
		return 0;
	};
}

function generatorBody(node: FunctionDef, inner: Site): (a: Activation) => unknown {
	const body = generatorBlock(node.body, inner);
	return (a) => makeGenerator(node.target.id, a, body);
}

function codeOf(
	name: string,
	params: Parameters,
	span: Span,
	scope: Scope,
	body: FunctionBody,
	doc: string | null
): FunctionCode {
	const signature = new Signature(
		params.map((param) => ({
			name: param.name,
			kind: param.kind,
			required: param.default === null && param.kind !== 'star' && param.kind !== 'doublestar'
		}))
	);
	return { name, qualname: scope.qualname, span, signature, scope, body, doc };
}

/** The text that a body starts with. */
export function docOf(body: Block): string | null {
	const first = body[0];
	if (first?.kind !== 'Expression' || first.value.kind !== 'Constant') return null;
	return typeof first.value.value === 'string' ? first.value.value : null;
}

function defaultsOf(params: Parameters, site: Site): (a: Activation) => unknown[] {
	const values = params.map((param) => (param.default ? expression(param.default, site) : null));
	return (a) => values.map((value) => (value ? value(a) : undefined));
}

function annotationsOf(node: FunctionDef, site: Site): (a: Activation) => Dict {
	const parts: { name: string; value: Evaluate }[] = [];
	const add = (name: string, annotation: Expression | null) => {
		if (annotation && annotation.kind !== 'Starred' && !site.globals.lazyAnnotations)
			parts.push({ name, value: expression(annotation, site) });
	};
	for (const { name, annotation } of node.params) add(name, annotation);
	add('return', node.returns);
	return (a) => new Dict(parts.map(({ name, value }) => [name, value(a)]));
}

/** Evaluates decorators top to bottom; what it gives applies them bottom to top. */
export function decorators(
	nodes: readonly Expression[],
	site: Site
): (a: Activation) => (value: unknown) => unknown {
	if (nodes.length === 0) return () => (value) => value;
	const values = nodes.map((node) => ({ value: expression(node, site), span: node.span }));
	return (a) => {
		const found = values.map(({ value, span }) => ({ decorator: value(a), span }));
		return (value) =>
			found.reduceRight((wrapped, { decorator, span }) => {
				const before = setSource({ span, frame: a.frame });
				const result = call(decorator, [wrapped]);
				setSource(before);
				return result;
			}, value);
	};
}
