const found = new WeakMap<object, boolean>();

/** Whether the generator waits somewhere inside. Functions, classes and comprehensions inside are their own. */
export function waits(node: unknown): boolean {
	if (typeof node !== 'object' || node === null) return false;
	const known = found.get(node);
	if (known !== undefined) return known;
	const result = look(node);
	found.set(node, result);
	return result;
}

function look(node: object): boolean {
	const { kind } = node as { kind?: string };
	if (kind === 'Yield' || kind === 'YieldFrom') return true;
	if (kind === 'Constant' || kind === 'Lambda' || kind === 'FunctionDef' || kind === 'ClassDef') return false;
	if (kind === 'Comprehension')
		return waits((node as { clauses: { iterable: object }[] }).clauses[0].iterable);
	return Object.values(node).some(waits);
}
