import type { NDArray } from '$lib/array/ndarray';
import { leafValue } from '$lib/api/leaf';
import { Dict, Tuple } from '$lib/core/containers';
import { ProgramError } from '$lib/core/errors';
import type { Kwargs } from '$lib/core/fn';
import { bind } from '$lib/core/interpreter';
import { flatten, unflatten } from '$lib/core/tree';
import { call } from '../../call';
import { write } from '../../host';
import { registerModule } from '../../module';
import { native } from '../../native';
import { strFormat } from '../../str-format';

/** Keyword arguments the format never asks for are an error of JAX's. */
function checkUsed(format: string, kwargs: Kwargs): void {
	const used = new Set([...format.matchAll(/\{(\w+)/g)].map(([, name]) => name));
	const unused = [...kwargs.keys()].filter((name) => !used.has(name));
	if (unused.length > 0)
		throw new ProgramError(
			'ValueError',
			`Unused keyword arguments to \`jax.debug.print\`: [${unused.map((name) => `'${name}'`).join(', ')}]. You may be passing an f-string (i.e, \`f"{x}"\`) into \`jax.debug.print\` and instead should pass in a regular string.`
		);
}

/** Binds an equation that hands its operands' values to `use` whenever it is carried out. */
function whenRun(
	fmt: string,
	args: readonly unknown[],
	kwargs: Kwargs,
	use: (args: Tuple, kwargs: Kwargs) => void
): null {
	const { leaves, def } = flatten(new Tuple([new Tuple(args), new Dict([...kwargs])]));
	const print = (values: readonly NDArray[]): void => {
		const [positional, named] = (unflatten(def, values) as Tuple).items as [Tuple, Dict];
		use(positional, new Map(named.entries() as [string, unknown][]));
	};
	bind('debug_print', leaves.map(leafValue), { fmt, print });
	return null;
}

registerModule('jax.debug', {
	print: native(
		'print(fmt, *args, ordered=False, **kwargs)',
		(fmt: string, args: readonly unknown[], _: unknown, kwargs: Kwargs) => {
			checkUsed(fmt, kwargs);
			return whenRun(fmt, args, kwargs, (positional, named) =>
				write(`${strFormat(fmt, positional.items, named)}\n`)
			);
		}
	),
	callback: native(
		'callback(callback, *args, ordered=False, **kwargs)',
		(f: unknown, args: readonly unknown[], _: unknown, kwargs: Kwargs) =>
			whenRun('callback', args, kwargs, (positional, named) => void call(f, positional.items, named))
	)
});
