import ts from 'typescript';

/** One place in a source file where another module is named. */
export interface Import {
	readonly specifier: string;
	/** Gone once compiled. */
	readonly typeOnly: boolean;
	/** Names taken, `*` for all of them; empty for a dynamic import or one for its effect. */
	readonly names: readonly string[];
}

/** What stands for a dynamic import of something that is no literal. */
export const unnamed = '(computed)';

/**
 * Every import of a `.ts`, `.js` or `.svelte` file: static, dynamic, re-exports, `import('...')` types,
 * `import.meta.glob` and `new URL('...', import.meta.url)`.
 */
export function importsOf(path: string, text: string): Import[] {
	if (!path.endsWith('.svelte')) return ofScript(text);
	const scripts = [...text.matchAll(/<script\b[^>]*>([\s\S]*?)<\/script>/g)].map(([, code = '']) => code);
	const markup = text.replaceAll(/<script\b[^>]*>[\s\S]*?<\/script>/g, '');
	const inMarkup = [...markup.matchAll(/\bimport\s*\(\s*(['"`])(.*?)\1/g)].map(
		([, , specifier = '']) => specifier
	);
	return [...scripts.flatMap(ofScript), ...inMarkup.map(dynamic)];
}

const dynamic = (specifier: string): Import => ({ specifier, typeOnly: false, names: [] });

function ofScript(text: string): Import[] {
	const found: Import[] = [];
	const visit = (node: ts.Node): void => {
		found.push(...ofNode(node));
		ts.forEachChild(node, visit);
	};
	visit(parse(text));
	return found;
}

const parse = (text: string): ts.SourceFile =>
	ts.createSourceFile('source.ts', text, ts.ScriptTarget.Latest, false, ts.ScriptKind.TS);

function ofNode(node: ts.Node): Import[] {
	if (ts.isImportDeclaration(node)) return [ofImport(node)];
	if (ts.isExportDeclaration(node) && node.moduleSpecifier) return [ofExport(node, node.moduleSpecifier)];
	if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument))
		return [{ specifier: textOf(node.argument.literal), typeOnly: true, names: [] }];
	if (ts.isImportEqualsDeclaration(node) && ts.isExternalModuleReference(node.moduleReference))
		return [dynamic(textOf(node.moduleReference.expression))];
	if (ts.isCallExpression(node)) return ofCall(node);
	if (ts.isNewExpression(node)) return ofUrl(node);
	return [];
}

function ofImport(node: ts.ImportDeclaration): Import {
	const clause = node.importClause;
	const bindings = clause?.namedBindings;
	const elements = bindings && ts.isNamedImports(bindings) ? [...bindings.elements] : [];
	const allTypes = !clause?.name && elements.length > 0 && elements.every((element) => element.isTypeOnly);
	const names = elements.map((element) => (element.propertyName ?? element.name).text);
	if (clause?.name) names.push('default');
	if (bindings && ts.isNamespaceImport(bindings)) names.push('*');
	const typeOnly = clause?.phaseModifier === ts.SyntaxKind.TypeKeyword || allTypes;
	return { specifier: textOf(node.moduleSpecifier), typeOnly, names };
}

function ofExport(node: ts.ExportDeclaration, module: ts.Expression): Import {
	const elements =
		node.exportClause && ts.isNamedExports(node.exportClause) ? [...node.exportClause.elements] : null;
	return {
		specifier: textOf(module),
		typeOnly: node.isTypeOnly || (elements !== null && elements.every((element) => element.isTypeOnly)),
		names: elements?.map((element) => (element.propertyName ?? element.name).text) ?? ['*']
	};
}

function ofCall(node: ts.CallExpression): Import[] {
	const [argument] = node.arguments;
	if (node.expression.kind === ts.SyntaxKind.ImportKeyword) return [dynamic(textOf(argument))];
	const isGlob =
		ts.isPropertyAccessExpression(node.expression) &&
		ts.isMetaProperty(node.expression.expression) &&
		node.expression.name.text === 'glob';
	if (!isGlob || !argument) return [];
	return (ts.isArrayLiteralExpression(argument) ? [...argument.elements] : [argument]).map((pattern) =>
		dynamic(textOf(pattern).replace(/^!/, ''))
	);
}

function ofUrl(node: ts.NewExpression): Import[] {
	const [path, base] = node.arguments ?? [];
	const isModuleUrl =
		ts.isIdentifier(node.expression) &&
		node.expression.text === 'URL' &&
		base !== undefined &&
		ts.isPropertyAccessExpression(base) &&
		ts.isMetaProperty(base.expression);
	return isModuleUrl ? [dynamic(textOf(path))] : [];
}

const textOf = (node: ts.Node | undefined): string =>
	node && ts.isStringLiteralLike(node) ? node.text : unnamed;

/** Those of the given global names that a script uses without declaring or importing them itself. */
export function globalsUsed(path: string, text: string, globals: ReadonlySet<string>): string[] {
	if (![...globals].some((name) => text.includes(name))) return [];
	const scripts = path.endsWith('.svelte')
		? [...text.matchAll(/<script\b[^>]*>([\s\S]*?)<\/script>/g)].map(([, code = '']) => code)
		: [text];
	return scripts.flatMap((script) => {
		const used = new Set<string>();
		const declared = new Set<string>();
		const visit = (node: ts.Node, parent: ts.Node): void => {
			if (ts.isIdentifier(node) && globals.has(node.text)) {
				if (declares(parent, node)) declared.add(node.text);
				else if (!isLabel(parent, node)) used.add(node.text);
			}
			ts.forEachChild(node, (child) => visit(child, node));
		};
		const file = parse(script);
		visit(file, file);
		return [...used].filter((name) => !declared.has(name));
	});
}

const declares = (parent: ts.Node, name: ts.Identifier): boolean =>
	(ts.isVariableDeclaration(parent) ||
		ts.isParameter(parent) ||
		ts.isBindingElement(parent) ||
		ts.isFunctionDeclaration(parent) ||
		ts.isClassDeclaration(parent) ||
		ts.isInterfaceDeclaration(parent) ||
		ts.isTypeAliasDeclaration(parent) ||
		ts.isImportSpecifier(parent) ||
		ts.isImportClause(parent)) &&
	parent.name === name;

/** A property's or member's name, which is no use of a variable. */
const isLabel = (parent: ts.Node, name: ts.Identifier): boolean =>
	(ts.isPropertyAccessExpression(parent) ||
		ts.isPropertyAssignment(parent) ||
		ts.isPropertySignature(parent) ||
		ts.isPropertyDeclaration(parent) ||
		ts.isMethodDeclaration(parent) ||
		ts.isMethodSignature(parent) ||
		ts.isGetAccessorDeclaration(parent)) &&
	parent.name === name;
