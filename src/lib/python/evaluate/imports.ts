import { setSource, type Span } from '$lib/core/source';
import type { Activation } from '../activation';
import type { Alias, Import, ImportFrom } from '../ast/statements';
import { pyError } from '../errors';
import { importModule, type Module } from '../module';
import { storeName } from './names';
import { normal, type Execute, type Site } from './unit';
import { missing } from '../parts';

const { suggestInModule } = missing.functions;

export function importModules(node: Import, site: Site): Execute {
	const parts = node.aliases.map((alias) => ({ alias, bind: storeName(alias.target.id, site) }));
	return (a) => {
		for (const { alias, bind } of parts) {
			const before = setSource({ span: node.span, frame: a.frame });
			const module = importPath(alias);
			setSource(before);
			bind(a, module);
		}
		return normal;
	};
}

/** Every part of a dotted path has to be there; the first or, renamed, the last is bound. */
function importPath({ path, renamed }: Alias): Module {
	const module = importModule(path);
	return renamed ? module : importModule(path.split('.')[0]);
}

export function importFrom(node: ImportFrom, site: Site): Execute {
	if (node.module === '__future__') {
		if (node.aliases?.some(({ path }) => path === 'annotations')) site.globals.lazyAnnotations = true;
		return () => normal;
	}
	if (!node.aliases) return importAll(node, site);
	const parts = node.aliases.map((alias) => ({ alias, bind: storeName(alias.target.id, site) }));
	return (a) => {
		for (const { alias, bind } of parts) {
			const before = setSource({ span: node.span, frame: a.frame });
			const value = importName(node.module, alias.path);
			setSource(before);
			bind(a, value);
		}
		return normal;
	};
}

function importName(path: string, name: string): unknown {
	const module = importModule(path);
	const found = module.attribute(name);
	if (found !== undefined) return found;
	throw pyError('ImportError', `cannot import name '${name}' from '${path}'`, suggestInModule(module, name));
}

/** `from module import *`: all names that do not start with an underscore. */
function importAll(node: ImportFrom, site: Site): Execute {
	return (a: Activation) => {
		const before = setSource({ span: node.span as Span, frame: a.frame });
		const module = importModule(node.module);
		setSource(before);
		for (const [name, value] of module.attributes)
			if (!name.startsWith('_')) site.globals.cell(name).value = value;
		return normal;
	};
}
