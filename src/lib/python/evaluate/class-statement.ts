import { setSource } from '$lib/core/source';
import { Activation } from '../activation';
import type { ClassDef } from '../ast/statements';
import { buildClass } from '../build-class';
import { PyClass } from '../classes';
import { itemList } from './displays';
import { expression } from './expressions';
import { decorators, docOf } from './functions';
import { storeName } from './names';
import { block } from './statements';
import { normal, type Execute, type Site } from './unit';
import '../construct';

/** `class Name(bases): ...` */
export function classDef(node: ClassDef, site: Site): Execute {
	const scope = site.scope.inner(node);
	const body = block(node.body, { ...site, scope });
	const bases = itemList(node.bases, site);
	const keywords = node.keywords.map(({ name, value }) => ({
		name: name ?? '',
		value: expression(value, site)
	}));
	const decorate = decorators(node.decorators, site);
	const typeParams = node.typeParams.map((name) => ({ name, store: storeName(name, site) }));
	const bind = storeName(node.target.id, site);
	const doc = docOf(node.body);
	return (a) => {
		for (const { name, store } of typeParams) store(a, name);
		const wrap = decorate(a);
		const given = bases(a);
		const kwargs = new Map(keywords.map(({ name, value }) => [name, value(a)]));
		const inner = new Activation([], a, a.frame);
		const names = new Map<string, unknown>();
		if (doc !== null) names.set('__doc__', doc);
		inner.names = names;
		body(inner);
		const before = setSource({ span: node.span, frame: a.frame });
		const cls = buildClass({
			name: node.target.id,
			qualname: scope.qualname,
			bases: given,
			names,
			kwargs,
			span: node.span
		});
		inner.cls = cls instanceof PyClass ? cls : null;
		setSource(before);
		bind(a, wrap(cls));
		return normal;
	};
}
