import { Dict, Tuple } from '$lib/core/containers';
import type { Fn } from '$lib/core/fn';
import { registerNode } from '$lib/core/tree';
import { PyClass } from '../../classes';
import { registerModule } from '../../module';
import { Partial } from '../../modules/partial';
import { reprOf } from '../../repr';
import { objectClass } from '../../types';
import { typeError } from '../../errors';

const partialClass: PyClass = new PyClass('Partial', [objectClass], {
	module: 'jax.tree_util',
	create: (_, args, kwargs) => {
		if (args.length === 0) throw typeError("type 'partial' takes at least one argument");
		const [fn, ...rest] = args;
		// The function of a functools.partial is kept as it is: its arguments are no leaves.
		if (fn instanceof TreePartial)
			return new TreePartial(fn.fn, [...fn.args, ...rest], new Map([...fn.kwargs, ...kwargs]));
		return new TreePartial(fn, rest, new Map(kwargs));
	}
});

/** `jax.tree_util.Partial`: a function that is a pytree, its arguments the children. */
export class TreePartial extends Partial {
	override readonly cls = partialClass;

	override repr(): string {
		return super.repr().replace('functools.partial', 'Partial');
	}
}

registerNode({
	test: (value) => value instanceof TreePartial,
	flatten: (value: TreePartial) => ({
		children: [new Tuple(value.args), new Dict(value.kwargs)],
		keys: ['.args', '.keywords'],
		type: partialClass.toString(),
		meta: value.fn,
		text: (parts) => `CustomNode(Partial[${reprOf(value.fn)}], [${parts.join(', ')}])`
	}),
	unflatten: (fn, [args, kwargs]) =>
		new TreePartial(
			fn as Fn,
			(args as Tuple).items,
			new Map((kwargs as Dict).entries().map(([name, value]) => [String(name), value]))
		)
});

registerModule('jax.tree_util', { Partial: partialClass });
