import type { Block, For, While } from '../ast/statements';
import { assignedIn, mentions, type Rewriter } from './rewrite';

/** Python's loops over traced values as JAX's, in the program's own names. */

/** `y = lax.while_loop(lambda y: y > 1, lambda y: y / 2, y)`; `rest` are the statements after the loop. */
export function whileLoop(node: While, rest: Block, rewriter: Rewriter): string {
	const { text, lax } = rewriter;
	const names = [...assignedIn(node.body)].filter(
		(name) => mentions(node.test, name) || isCarried(name, node.body, rest)
	);
	const test = rewriter.condition(node.test);
	if (names.length === 0) return `${lax}.while_loop(keep_going, body, carry)`;
	const simple = node.body.length === 1 ? rewriter.simpleAssignment(node.body[0]) : null;
	if (simple)
		return `${simple.name} = ${lax}.while_loop(lambda ${simple.name}: ${test}, lambda ${simple.name}: ${simple.value}, ${simple.name})`;
	const list = names.join(', ');
	const unpacked = names.length === 1 ? [] : [`    ${list} = state`];
	const parameter = names.length === 1 ? list : 'state';
	return [
		`def keep_going(${parameter}):`,
		...unpacked,
		`    return ${test}`,
		`def body(${parameter}):`,
		...unpacked,
		...text.lines(node.body).map((line) => `    ${line}`),
		`    return ${list}`,
		`${list} = ${lax}.while_loop(keep_going, body, ${names.length === 1 ? list : `(${list})`})`
	].join('\n');
}

/** `x = lax.fori_loop(0, n, lambda i, x: x * 2, x)`; null where the target is more than a name. */
export function forRange(node: For, rest: Block, rewriter: Rewriter): string | null {
	const { text, lax } = rewriter;
	if (node.iterable.kind !== 'Call' || node.target.kind !== 'NameTarget') return null;
	const { args } = node.iterable;
	if (args.length === 0 || args.length > 2) return null;
	const [from, to] = args.length === 1 ? ['0', text.of(args[0])] : args.map((arg) => text.of(arg));
	const { id } = node.target;
	const names = [...assignedIn(node.body)].filter((name) => name !== id && isCarried(name, node.body, rest));
	if (names.length === 0) return `${lax}.fori_loop(${from}, ${to}, body, carry)`;
	const simple = node.body.length === 1 ? rewriter.simpleAssignment(node.body[0]) : null;
	const list = names.join(', ');
	if (simple)
		return `${list} = ${lax}.fori_loop(${from}, ${to}, lambda ${id}, ${list}: ${simple.value}, ${list})`;
	const parameter = names.length === 1 ? list : 'state';
	return [
		`def body(${id}, ${parameter}):`,
		...(names.length === 1 ? [] : [`    ${list} = state`]),
		...text.lines(node.body).map((line) => `    ${line}`),
		`    return ${list}`,
		`${list} = ${lax}.fori_loop(${from}, ${to}, body, ${names.length === 1 ? list : `(${list})`})`
	].join('\n');
}

/** Is the name read before the body binds it, or after the loop? Any other is a step's own. */
function isCarried(name: string, body: Block, rest: Block): boolean {
	if (mentions(rest, name)) return true;
	for (const statement of body) {
		const value = statement.kind === 'Assign' ? statement.value : statement;
		if (mentions(value, name)) return true;
		if (statement.kind === 'AugmentedAssign' && assignedIn(statement.target).has(name)) return true;
		if (statement.kind === 'Assign' && assignedIn(statement).has(name)) return false;
	}
	return true;
}
