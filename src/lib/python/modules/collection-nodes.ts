/** Loading this makes pytrees of the containers of `collections`. */
import { Tuple } from '$lib/core/containers';
import { registerNode } from '$lib/core/tree';
import { DefaultDict, Deque, OrderedDict } from '../collections';
import { reprOf, strOf } from '../repr';

registerNode({
	test: (value) => value instanceof OrderedDict,
	flatten: (value: OrderedDict) => {
		const keys = value.keys();
		return {
			children: value.values(),
			keys: keys.map((key) => `[${reprOf(key)}]`),
			type: "<class 'collections.OrderedDict'>",
			meta: new Tuple(keys),
			text: (parts) => `CustomNode(OrderedDict[${reprOf(new Tuple(keys))}], [${parts.join(', ')}])`
		};
	},
	unflatten: (keys, children) => new OrderedDict((keys as Tuple).items.map((key, i) => [key, children[i]]))
});

registerNode({
	test: (value) => value instanceof DefaultDict,
	flatten: (value: DefaultDict) => {
		const keys = value.keys().sort((a, b) => (strOf(a) < strOf(b) ? -1 : 1));
		const aux = new Tuple([value.factory, new Tuple(keys)]);
		return {
			children: keys.map((key) => value.get(key)),
			keys: keys.map((key) => `[${reprOf(key)}]`),
			type: "<class 'collections.defaultdict'>",
			meta: aux,
			text: (parts) => `CustomNode(defaultdict[${reprOf(aux)}], [${parts.join(', ')}])`
		};
	},
	unflatten: (aux, children) => {
		const [factory, keys] = (aux as Tuple).items;
		return new DefaultDict(
			factory,
			(keys as Tuple).items.map((key, i) => [key, children[i]])
		);
	}
});

registerNode({
	test: (value) => value instanceof Deque,
	flatten: (value: Deque) => ({
		children: [...value],
		keys: [...value].map((_, i) => `[${i}]`),
		type: "<class 'collections.deque'>",
		meta: value.limit,
		text: (parts) => `CustomNode(deque[${reprOf(value.limit)}], [${parts.join(', ')}])`
	}),
	unflatten: (limit, children) => new Deque([...children], limit as Deque['limit'])
});
