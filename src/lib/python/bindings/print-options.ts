import { changePrintOptions, printOptions, type PrintOptions } from '$lib/array/print-options';
import { Dict } from '$lib/core/containers';
import { ProgramError } from '$lib/core/errors';
import { staticInt } from '$lib/api/arguments';
import { HostObject, PyClass } from '../classes';
import { method, native, type NativeFunction } from '../native';
import { truth } from '../truth';
import { objectClass } from '../types';

/** NumPy's print options, which JAX's arrays are shown by too. */

const names = 'precision=None, threshold=None, edgeitems=None, linewidth=None, suppress=None, formatter=None';

/** The options that were given. */
function changeOf(given: readonly unknown[]): Partial<PrintOptions> {
	const [precision, threshold, edgeitems, linewidth, suppress, formatter] = given;
	if (formatter !== null)
		throw new ProgramError('NotImplementedError', "Lockstep's print options take no formatter.");
	const whole = (x: unknown): number => (x === Infinity ? Infinity : (staticInt(x) ?? 0));
	return {
		...(precision === null ? {} : { precision: whole(precision) }),
		...(threshold === null ? {} : { threshold: whole(threshold) }),
		...(edgeitems === null ? {} : { edgeitems: whole(edgeitems) }),
		...(linewidth === null ? {} : { linewidth: whole(linewidth) }),
		...(suppress === null ? {} : { suppress: truth(suppress) })
	};
}

const contextClass = new PyClass('_GeneratorContextManager', [objectClass], { module: 'contextlib' });

/** Options that hold inside a `with`. */
class PrintContext extends HostObject {
	readonly cls = contextClass;
	private before: PrintOptions | null = null;

	constructor(private readonly change: Partial<PrintOptions>) {
		super();
	}

	enter(): null {
		this.before = printOptions.current;
		changePrintOptions(this.change);
		return null;
	}

	exit(): boolean {
		if (this.before) changePrintOptions(this.before);
		return false;
	}

	repr(): string {
		return '<contextlib._GeneratorContextManager object>';
	}
}

contextClass.set(
	'__enter__',
	method('__enter__(self)', (self: PrintContext) => self.enter())
);
contextClass.set(
	'__exit__',
	method('__exit__(self, *error)', (self: PrintContext) => self.exit())
);

function current(): Dict {
	const { precision, threshold, edgeitems, linewidth, suppress } = printOptions.current;
	const entries: [string, unknown][] = [
		['edgeitems', BigInt(edgeitems)],
		['threshold', Number.isFinite(threshold) ? BigInt(threshold) : threshold],
		['floatmode', 'maxprec'],
		['precision', BigInt(precision)],
		['suppress', suppress],
		['linewidth', Number.isFinite(linewidth) ? BigInt(linewidth) : linewidth],
		['nanstr', 'nan'],
		['infstr', 'inf'],
		['sign', '-'],
		['formatter', null],
		['legacy', false],
		['override_repr', null]
	];
	const options = new Dict();
	for (const [name, value] of entries) options.set(name, value);
	return options;
}

/** `set_printoptions`, `get_printoptions` and the context `printoptions`, of `numpy` and of `jax.numpy`. */
export const printing: Readonly<Record<string, NativeFunction>> = {
	set_printoptions: native(`set_printoptions(${names})`, (...given: unknown[]) => {
		changePrintOptions(changeOf(given));
		return null;
	}),
	get_printoptions: native('get_printoptions()', current),
	printoptions: native(`printoptions(${names})`, (...given: unknown[]) => new PrintContext(changeOf(given)))
};
