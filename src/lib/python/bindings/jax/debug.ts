import { NDArray } from '$lib/array/ndarray';
import { leafOrNull } from '$lib/api/leaf';
import { Dict, Tuple } from '$lib/core/containers';
import type { Kwargs } from '$lib/core/fn';
import { bind, currentInterpreter } from '$lib/core/interpreter';
import { flatten, unflatten } from '$lib/core/tree';
import { call } from '../../call';
import { pyError, typeError, valueError } from '../../errors';
import { write } from '../../host';
import { registerModule } from '../../module';
import { native } from '../../native';
import { keyError } from '../../raise';
import { reprOf, strOf } from '../../repr';
import { strFormat } from '../../str-format';
import { typeName } from '../../types';

/** Places and names that a format asks for, those inside format specs too, as `string.Formatter` counts them. */
function placeholders(format: string): (number | string)[] {
	let auto = 0;
	let depth = 0;
	const found: (number | string)[] = [];
	for (let at = 0; at < format.length; at++) {
		if (format[at] === '}') depth = Math.max(0, depth - 1);
		if (format[at] !== '{') continue;
		if (depth === 0 && format[at + 1] === '{') {
			at++;
			continue;
		}
		depth++;
		const name = /^[^.[!:{}]*/.exec(format.slice(at + 1))?.[0] ?? '';
		found.push(name === '' ? auto++ : /^\d+$/.test(name) ? Number(name) : name);
	}
	return found;
}

/** JAX looks through the arguments when the program is traced: for missing ones, then for unused ones. */
function checkArguments(format: unknown, args: readonly unknown[], kwargs: Kwargs): asserts format is string {
	if (typeof format !== 'string') throw typeError(`expected str, got ${typeName(format)}`);
	const used = new Set(placeholders(format));
	for (const key of used) {
		if (typeof key === 'string' && !kwargs.has(key)) throw keyError(key);
		if (typeof key === 'number' && key >= args.length)
			throw pyError('IndexError', 'tuple index out of range');
	}
	const extra = args.filter((_, i) => !used.has(i));
	if (extra.length > 0)
		throw valueError(`Unused positional arguments to \`jax.debug.print\`: ${reprOf(extra)}`);
	const unused = [...kwargs.keys()].filter((name) => !used.has(name));
	if (unused.length > 0)
		throw valueError(
			`Unused keyword arguments to \`jax.debug.print\`: ${reprOf(unused)}. You may be passing an f-string (i.e, \`f"{x}"\`) into \`jax.debug.print\` and instead should pass in a regular string.`
		);
	if (kwargs.size > 0 && !hasPlaceholders(format))
		throw pyError('AssertionError', 'Format without placeholders should not have kwargs.');
}

function hasPlaceholders(format: string): boolean {
	const brace = format.search(/[{}]/);
	return brace >= 0 && format[brace + 1] !== format[brace];
}

/** JAX formats only where the first brace of the text opens a placeholder; else it prints text and arguments as they are. */
function message(format: string, args: readonly unknown[], kwargs: Kwargs): string {
	if (hasPlaceholders(format)) return strFormat(format, args, kwargs);
	return [format, ...args.map(strOf)].join(' ');
}

/**
 * Binds an equation that hands its operands' values to `use` whenever it is carried out. What is no array (a string, a
 * function) is kept as it is.
 */
function whenRun(
	fmt: string,
	args: readonly unknown[],
	kwargs: Kwargs,
	use: (args: Tuple, kwargs: Kwargs) => void
): null {
	const { leaves, def } = flatten(new Tuple([new Tuple(args), new Dict([...kwargs])]));
	const operands = leaves.map(leafOrNull);
	const arrays = operands.filter((operand) => operand !== null);
	const eager = currentInterpreter().eager && arrays.every((array) => array instanceof NDArray);
	const print = (values: readonly NDArray[]): void => {
		// What a compiled loop hands over is weak no more; what is there already still is.
		const shown = eager ? arrays : values;
		let next = 0;
		const filled = operands.map((operand, i) => (operand === null ? leaves[i] : shown[next++]));
		const [positional, named] = (unflatten(def, filled) as Tuple).items as [Tuple, Dict];
		use(positional, new Map(named.entries() as [string, unknown][]));
	};
	bind('debug_print', arrays, { fmt, print });
	return null;
}

registerModule('jax.debug', {
	print: native(
		'print(fmt, *args, ordered=False, **kwargs)',
		(fmt: unknown, args: readonly unknown[], _: unknown, kwargs: Kwargs) => {
			checkArguments(fmt, args, kwargs);
			return whenRun(fmt, args, kwargs, (positional, named) =>
				write(`${message(fmt, positional.items, named)}\n`)
			);
		}
	),
	callback: native(
		'callback(callback, *args, ordered=False, **kwargs)',
		(f: unknown, args: readonly unknown[], _: unknown, kwargs: Kwargs) =>
			whenRun('callback', args, kwargs, (positional, named) => void call(f, positional.items, named))
	)
});
