import { describe, expect, test } from 'vitest';
import '$lib/transforms/eval';
import '$lib/python/bindings/all';
import { runProgram } from '$lib/python/program';

function printed(source: string): string {
	let text = '';
	runProgram(source, { write: (part) => (text += part) });
	return text;
}

const lines = (...body: string[]): string => printed(['import jax', ...body].join('\n'));

describe('structures', () => {
	test('print as JAX prints them', () => {
		expect(
			lines(
				'from collections import namedtuple, OrderedDict',
				'P = namedtuple("P", "x y")',
				's = jax.tree.structure',
				'print(s((1, {"b": [2, None], "a": 3})), s((1,)), s(None), s(5), s({}), s([]))',
				'print(s(P(1, 2)), s(OrderedDict(b=1, a=2)))'
			)
		).toBe(
			"PyTreeDef((*, {'a': *, 'b': [*, None]})) PyTreeDef((*,)) PyTreeDef(None) PyTreeDef(*) PyTreeDef({}) PyTreeDef([])\n" +
				"PyTreeDef(CustomNode(namedtuple[P], [*, *])) PyTreeDef(CustomNode(OrderedDict[('b', 'a')], [*, *]))\n"
		);
	});

	test('are compared, counted and filled', () => {
		expect(
			lines(
				'leaves, d = jax.tree.flatten({"b": 1, "a": (2, 3)})',
				'print(leaves, d.num_leaves, d.num_nodes, d == jax.tree.structure({"a": (0, 0), "b": 0}), d == jax.tree.structure([0]))',
				'print(jax.tree.unflatten(d, "xyz"), d.unflatten([1, 2, 3]), d.children())'
			)
		).toBe(
			"[2, 3, 1] 3 5 True False\n{'a': ('x', 'y'), 'b': 'z'} {'a': (1, 2), 'b': 3} [PyTreeDef((*, *)), PyTreeDef(*)]\n"
		);
	});

	test('classes derived from containers are leaves', () => {
		expect(lines('class L(list): pass', 'print(len(jax.tree.leaves([L([1, 2]), [3, 4]])))')).toBe('3\n');
	});
});

describe('paths', () => {
	test('keys and their text', () => {
		expect(
			lines(
				'for path, leaf in jax.tree.leaves_with_path({"a": [1, (2,)], 3: None} if False else {"a": [1, (2,)]}):',
				'    print(path, jax.tree_util.keystr(path), leaf)',
				'print(jax.tree.map_with_path(lambda p, x: jax.tree_util.keystr(p) + str(x), {"w": 1, "b": [2]}))',
				'print(jax.tree_util.keystr((jax.tree_util.DictKey("a"), jax.tree_util.SequenceKey(1)), simple=True, separator="/"))'
			)
		).toBe(
			"(DictKey(key='a'), SequenceKey(idx=0)) ['a'][0] 1\n(DictKey(key='a'), SequenceKey(idx=1), SequenceKey(idx=0)) ['a'][1][0] 2\n" +
				"{'b': [\"['b'][0]2\"], 'w': \"['w']1\"}\na/1\n"
		);
	});
});

describe('mismatches are told in JAX’s words', () => {
	const cases: [string, string][] = [
		['{"a": 1}, {"b": 1}', 'pytree structure error: different pytree metadata at key path'],
		['[1, 2], [1]', 'pytree structure error: different lengths of list at key path'],
		['(1, 2), [1, 2]', 'pytree structure error: different types at key path'],
		['[1], 5', 'pytree structure error: different types at key path'],
		['[None], [1]', 'pytree structure error: different types at key path'],
		['[[1], [2]], [[1, 2], 3]', 'pytree structure error: different lengths of list at key path']
	];
	test.each(cases)('%s', (trees, message) => {
		expect(
			lines(
				'try:',
				`    jax.tree.map(lambda x, y: x, ${trees})`,
				'except ValueError as error:',
				'    print(str(error).split("\\n")[0])'
			)
		).toBe(`${message}\n`);
	});

	test('too few and too many leaves', () => {
		expect(
			lines(
				'd = jax.tree.structure([0, 0])',
				'for leaves in [[1], [1, 2, 3]]:',
				'    try:',
				'        jax.tree.unflatten(d, leaves)',
				'    except ValueError as error:',
				'        print(error)'
			)
		).toBe('Too few leaves for PyTreeDef; expected 2, got 1\nToo many leaves for PyTreeDef; expected 2.\n');
	});
});

describe('registered classes', () => {
	test('a dataclass with a static field', () => {
		expect(
			lines(
				'from dataclasses import dataclass, field',
				'@jax.tree_util.register_dataclass',
				'@dataclass',
				'class Layer:',
				'    w: float',
				'    act: str = field(default="relu", metadata=dict(static=True))',
				'print(jax.tree.map(lambda w: w + 1, Layer(1.0)))',
				'print(jax.tree.structure(Layer(1.0)), jax.tree.structure(Layer(1.0)) == jax.tree.structure(Layer(2.0, "tanh")))',
				'print(jax.tree_util.keystr(jax.tree.leaves_with_path([Layer(1.0)])[0][0]))'
			)
		).toBe("Layer(w=2.0, act='relu')\nPyTreeDef(CustomNode(Layer[('relu',)], [*])) False\n[0].w\n");
	});

	test('a class with its own flattening, once only', () => {
		expect(
			lines(
				'class Poly:',
				'    def __init__(self, c): self.c = c',
				'register = lambda: jax.tree_util.register_pytree_node(Poly, lambda p: ((p.c,), "aux"), lambda aux, c: Poly(*c))',
				'register()',
				'print(jax.tree.leaves(Poly([1, 2])), jax.tree.structure(Poly(1)), jax.tree.map(lambda x: -x, Poly(3)).c)',
				'try:',
				'    register()',
				'except ValueError as error:',
				'    print(error)'
			)
		).toBe(
			"[1, 2] PyTreeDef(CustomNode(Poly[aux], [*])) -3\nDuplicate custom PyTreeDef type registration for <class '__main__.Poly'>.\n"
		);
	});
});

test('reduce, all, transpose', () => {
	expect(
		lines(
			'import operator',
			'print(jax.tree.reduce(operator.add, [1, (2, 3)]), jax.tree.reduce(operator.add, [], 5), jax.tree.reduce(lambda a, b: a + b, [1], initializer=10))',
			'print(jax.tree.all([True, (1,)]), jax.tree.all([0]))',
			's = jax.tree.structure',
			'print(jax.tree.transpose(s([0, 0]), s((0, 0)), [(1, 2), (3, 4)]), jax.tree.transpose(s([0, 0]), None, [(1, 2), (3, 4)]))'
		)
	).toBe('6 5 11\nTrue False\n([1, 3], [2, 4]) ([1, 3], [2, 4])\n');
});
