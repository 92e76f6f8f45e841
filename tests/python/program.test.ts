import { beforeEach, describe, expect, test } from 'vitest';
import { aval } from '$lib/core/aval';
import { ProgramError } from '$lib/core/errors';
import { Tracer, type Interpreter } from '$lib/core/interpreter';
import { currentSource, inFrame, type Source } from '$lib/core/source';
import { Dict, tuple } from '$lib/core/containers';
import { asFn } from '$lib/core/fn';
import { encodeValue } from '$lib/python/encode';
import { registerModule } from '$lib/python/module';
import { native } from '$lib/python/native';
import { runProgram } from '$lib/python/program';
import { reprOf } from '$lib/python/repr';
import { traceOf } from '$lib/python/trace';

const silent = { write: () => {} };
const run = (source: string) => runProgram(source, silent);

function failure(source: string): ProgramError {
	try {
		run(source);
	} catch (error) {
		if (error instanceof ProgramError) return error;
		throw error;
	}
	throw new Error('it did not fail');
}

class Named extends Tracer {
	readonly aval = aval('float32', []);
	readonly interpreter = null as unknown as Interpreter;
	readonly names: string[] = [];
	addName(name: string): void {
		this.names.push(name);
	}
	override toString(): string {
		return 'Named';
	}
}

let sources: Source[] = [];
let made: Named[] = [];
beforeEach(() => {
	sources = [];
	made = [];
});

registerModule('probe', {
	here: native('here(value=None)', (value: unknown) => {
		sources.push(currentSource());
		return value;
	}),
	traced: native('traced()', () => {
		const tracer = new Named();
		made.push(tracer);
		return tracer;
	}),
	loop: native('loop(body)', (body: never) =>
		inFrame({ kind: 'loop', name: 'body' }, () => asFn(body).call([1n]))
	),
	total: native('total(a, axis=None, *rest, keep=False, **more)', (...args: unknown[]) =>
		tuple(...args.map(plain))
	)
});

const plain = (value: unknown): unknown => (value instanceof Map ? new Dict(value) : value);

describe('the value of a program', () => {
	test('is that of its last expression', () => {
		expect(run('x = 2\nx * 21')).toEqual({ value: 42n, isExpression: true });
		expect(run('x = 2\nx')).toEqual({ value: 2n, isExpression: true });
		expect(run('x = 2')).toEqual({ value: null, isExpression: false });
		expect(run('')).toEqual({ value: null, isExpression: false });
		expect(run('None')).toEqual({ value: null, isExpression: true });
	});

	test('what is printed goes to the host as it comes', () => {
		const written: string[] = [];
		runProgram('print(1)\nprint("a", end="")', { write: (text) => written.push(text) });
		expect(written).toEqual(['1\n', 'a']);
	});

	test('carriage returns and a byte order mark are no part of it', () => {
		expect(run('\uFEFFx = 1\r\nif x:\r\n  x = 2\r\nx\r\n').value).toBe(2n);
	});
});

describe('the place in force', () => {
	test('is the call while a function of the host runs', () => {
		const source = 'from probe import here\ndef f(x):\n    return 1 + here(x)\nf(2)';
		run(source);
		const { span, frame } = sources[0];
		expect(source.slice(span?.from, span?.to)).toBe('here(x)');
		expect(span?.line).toBe(3);
		expect(frame).toMatchObject({ kind: 'function', name: 'f', parent: null });
		expect(source.slice(frame?.call?.from, frame?.call?.to)).toBe('f(2)');
	});

	test('of an argument does not outlast it', () => {
		const source = 'from probe import here\nhere(here(1) + here(2))';
		run(source);
		expect(sources.map(({ span }) => source.slice(span?.from, span?.to))).toEqual([
			'here(1)',
			'here(2)',
			'here(here(1) + here(2))'
		]);
	});

	test('knows the loop around the function of the program', () => {
		run('from probe import here, loop\ndef step(x):\n    here()\n    return x\nloop(step)');
		expect(sources[0].frame).toMatchObject({ name: 'step', parent: { kind: 'loop', name: 'body' } });
	});

	test('after a handled error is that of the handler', () => {
		const source = 'from probe import here\ntry:\n    1 / 0\nexcept ZeroDivisionError:\n    here()';
		run(source);
		expect(sources[0].span?.line).toBe(5);
	});

	test('does not outlast the program', () => {
		run('from probe import here\nhere()');
		expect(currentSource().span).toBeNull();
	});
});

describe('names of traced values', () => {
	const namesAfter = (source: string): string[][] => {
		run(`from probe import traced\n${source}`);
		return made.map(({ names }) => names);
	};

	test('are those they are assigned to', () => {
		expect(namesAfter('new = traced()')).toEqual([['new']]);
		expect(namesAfter('a, (b, *c) = traced(), (traced(), traced())').slice(1)).toEqual([['a'], ['b'], []]);
		expect(namesAfter('class S: pass\ns = S()\ns.mean = traced()').at(-1)).toEqual(['mean']);
		expect(namesAfter('def f():\n    h = traced()\n    return h\ny = f()').at(-1)).toEqual(['h', 'y']);
		expect(namesAfter('if (z := traced()) is None: pass').at(-1)).toEqual(['z']);
	});
});

describe('errors', () => {
	test('have the innermost place of the program and the calls around it', () => {
		const error = failure('def f(x):\n    return g(x)\ndef g(x):\n    return [][x]\nf(3)');
		expect(error).toMatchObject({
			type: 'IndexError',
			message: 'list index out of range',
			span: { line: 4 }
		});
		expect(traceOf(error).map(({ name, span }) => [name, span?.line])).toEqual([
			['g', 4],
			['f', 2],
			['<module>', 5]
		]);
	});

	test('from the host are caught by the class of their name', () => {
		registerModule('faulty', {
			fail: native('fail()', () => {
				throw new ProgramError('ValueError', 'from the host');
			})
		});
		expect(
			run('import faulty\ntry:\n    faulty.fail()\nexcept ValueError as e:\n    r = (str(e), e.args)\nr')
				.value
		).toEqual(tuple('from the host', tuple('from the host')));
		expect(failure('import faulty\nfaulty.fail()').span?.line).toBe(2);
	});

	test('of what Lockstep leaves out name it', () => {
		const cases = [
			['async def f(): pass', '`async def`', 1],
			['x = 1\ny = 2j', 'complex numbers', 2],
			['x = [1]\ninput()', 'input()', 2],
			['try:\n    pass\nexcept* ValueError:\n    pass', '`except*`', 3],
			['await x', '`await`', 1]
		] as const;
		for (const [source, what, line] of cases) {
			const error = failure(source);
			expect(error).toMatchObject({
				type: 'NotImplementedError',
				message: `Lockstep does not support ${what}`
			});
			expect(error.span?.line).toBe(line);
			expect(error.help.instead).toBeTruthy();
		}
	});

	test('of imports say what to do instead', () => {
		expect(failure('import optax')).toMatchObject({
			type: 'ModuleNotFoundError',
			message: "No module named 'optax'",
			help: { why: 'Lockstep does not have optax.' }
		});
		expect(failure('import nothing_like_it').help.instead).toMatch(/can be imported: .*math/);
		expect(failure('from math import sqroot')).toMatchObject({
			type: 'ImportError',
			message: "cannot import name 'sqroot' from 'math'"
		});
	});

	test('of unknown names suggest the nearest', () => {
		expect(failure('carry = 1\ncary').help.instead).toBe('Did you mean carry?');
	});
});

describe('the host', () => {
	test('is told of work and can stop the program', () => {
		let worked = 0;
		const stop = new Error('enough');
		const host = {
			write: () => {},
			work: (amount: number) => {
				worked += amount;
				if (worked > 5000) throw stop;
			}
		};
		const endless = [
			'while True: pass',
			'while True:\n    try:\n        1 / 0\n    except:\n        pass\n    finally:\n        pass',
			'def g():\n    while True: yield 1\nlist(g())',
			'import itertools\nsum(itertools.count())',
			'max(iter(int, 1))',
			'set(range(10 ** 18))'
		];
		for (const source of endless) {
			worked = 0;
			expect(() => runProgram(source, host)).toThrow(stop);
		}
	});

	test('cannot be reached', () => {
		const cases = [
			"''.constructor",
			'{}.__proto__',
			'[].length',
			"getattr([], 'constructor')",
			'(lambda: 0).constructor',
			'print.__globals__',
			"'{0.constructor}'.format('')",
			'(lambda: 0).__code__',
			'().__class__.__subclasses__()[0]'
		];
		for (const source of cases) expect(failure(source).type).toMatch(/^(AttributeError|IndexError)$/);
		expect(run("d = {'__proto__': 1, 'constructor': 2}\nsorted(d)").value).toEqual([
			'__proto__',
			'constructor'
		]);
	});
});

describe('native functions', () => {
	test('bind arguments as Python does', () => {
		const value = run("from probe import total\ntotal(1, 2, 3, keep=True, other='x')").value;
		expect(reprOf(value)).toBe("(1, 2, [3], True, {'other': 'x'})");
		expect(reprOf(run('from probe import total\ntotal(axis=0, a=5)').value)).toBe('(5, 0, [], False, {})');
	});

	test('word mistakes as Python does', () => {
		const message = (call: string) => failure(`from probe import here, total\n${call}`).message;
		expect(message('here(1, 2)')).toBe('here() takes from 0 to 1 positional arguments but 2 were given');
		expect(message('here(x=1)')).toBe("here() got an unexpected keyword argument 'x'");
		expect(message('total()')).toBe("total() missing 1 required positional argument: 'a'");
		expect(message('total(1, a=2)')).toBe("total() got multiple values for argument 'a'");
	});
});

describe('the conformance format', () => {
	const encoded = (source: string) => encodeValue(run(source).value);

	test('has every kind of value', () => {
		expect(encoded("(1, 2.5, True, 'a', None, [float('nan'), -0.0, float('-inf')], {1: ()})")).toEqual({
			tuple: [
				{ python: 'int', value: 1 },
				{ python: 'float', value: 2.5 },
				{ python: 'bool', value: true },
				{ python: 'str', value: 'a' },
				{ none: true },
				{
					list: [
						{ python: 'float', value: 'nan' },
						{ python: 'float', value: '-0' },
						{ python: 'float', value: '-inf' }
					]
				},
				{ dict: [[{ python: 'int', value: 1 }, { tuple: [] }]] }
			]
		});
		expect(encoded('from typing import NamedTuple\nclass S(NamedTuple):\n    x: int\nS(1)')).toEqual({
			namedtuple: 'S',
			fields: { x: { python: 'int', value: 1 } }
		});
		expect(encoded('from dataclasses import dataclass\n@dataclass\nclass D:\n    x: int\nD(1)')).toEqual({
			dataclass: 'D',
			fields: { x: { python: 'int', value: 1 } }
		});
		expect(encoded('{1}')).toEqual({ repr: '{1}' });
	});
});
