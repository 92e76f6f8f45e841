import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

interface Ended {
	readonly code: number | null;
	readonly stdout: string;
	readonly stderr: string;
}

let folder: string;
beforeAll(() => {
	folder = mkdtempSync(join(tmpdir(), 'lockstep-cli-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Runs a script as `npm run` does, from a folder of the user's. */
function script(name: string, ...args: string[]): Promise<Ended> {
	return new Promise((resolve) => {
		const child = spawn(process.execPath, ['scripts/run.js', `scripts/${name}.ts`, ...args], {
			env: { ...process.env, INIT_CWD: folder }
		});
		let stdout = '';
		let stderr = '';
		child.stdout.on('data', (text: Buffer) => (stdout += text.toString()));
		child.stderr.on('data', (text: Buffer) => (stderr += text.toString()));
		child.on('close', (code) => resolve({ code, stdout, stderr }));
	});
}

function write(name: string, ...lines: string[]): string {
	writeFileSync(join(folder, name), `${lines.join('\n')}\n`);
	return name;
}

const scan = ['from jax import lax', 'import jax.numpy as jnp'];

describe('lockstep run', () => {
	test('writes a line of JSON a program, whatever becomes of it', async () => {
		write('sum.py', ...scan, 'lax.scan(lambda c, x: (c + x, c), 0, jnp.array([1, 2]))');
		write('bad.py', 'x = 1', 'print(x)', 'y');
		write('endless.py', 'while True:', '  pass');
		const { code, stdout } = await script('lockstep', 'run', 'sum.py', '--json', 'bad.py', 'endless.py');
		const [sum, bad, endless] = stdout
			.trim()
			.split('\n')
			.map((line) => JSON.parse(line) as { name: string; expect: Record<string, unknown> });
		expect(code).toBe(0);
		expect(sum).toMatchObject({
			name: 'sum',
			expect: {
				result: {
					tuple: [
						{ array: { dtype: 'int32', shape: [], data: [3] } },
						{ array: { dtype: 'int32', shape: [2], data: [0, 1] } }
					]
				},
				scans: [{ length: 2, reverse: false, carries: [[{ data: [0] }], [{ data: [1] }], [{ data: [3] }]] }]
			}
		});
		expect(Object.keys(sum?.expect ?? {})).toEqual(['result', 'scans']);
		expect(sum).toMatchObject({
			loops: [{ name: '<lambda>', carry: [{ name: 'c', values: { data: [0, 1, 3] } }] }]
		});
		expect(bad).toEqual({
			name: 'bad',
			expect: {
				stdout: '1\n',
				error: { type: 'NameError', message: "name 'y' is not defined", line: 3 }
			},
			loops: []
		});
		expect(endless?.expect.error).toMatchObject({ line: expect.any(Number) as number });
		expect(endless?.expect.error).not.toMatchObject({ type: 'internal' });
	}, 120_000);

	test('tells a person the value and the loops, or the error at its place', async () => {
		write('fine.py', ...scan, 'print("hi")', 'lax.scan(lambda c, x: (c + x, None), 0, jnp.array([1, 2]))[0]');
		const fine = await script('lockstep', 'run', 'fine.py');
		expect(fine).toMatchObject({ code: 0, stderr: '' });
		expect(fine.stdout).toMatch(/^hi\nArray\(3, dtype=int32.*\)\nscan <lambda>: 2 steps\n$/);

		write('wrong.py', 'a = 1', 'b = a + missing');
		const wrong = await script('lockstep', 'run', 'wrong.py');
		expect(wrong.code).toBe(1);
		expect(wrong.stdout).toContain(
			[
				'Traceback (most recent call last):',
				'  File "wrong.py", line 2',
				'    b = a + missing',
				'            ^^^^^^^',
				"NameError: name 'missing' is not defined"
			].join('\n')
		);
	}, 120_000);

	test('says in one line how it is called, or that a file cannot be read', async () => {
		expect(await script('lockstep')).toMatchObject({
			code: 2,
			stderr: expect.stringMatching(/^usage: .*\n$/) as string
		});
		const none = await script('lockstep', 'run', 'none.py');
		expect(none).toEqual({ code: 2, stdout: '', stderr: 'none.py cannot be read.\n' });
	}, 120_000);
});

describe('conformance', () => {
	const one = (name: string, source: string, value: number): string =>
		JSON.stringify({ name, source, expect: { result: { python: 'int', value } } });

	test('names what fails, counts, and ends with 1', async () => {
		const file = write(
			'cases.jsonl',
			one('a/right', '1 + 1', 2),
			one('a/wrong', '1 + 1', 3),
			one('b/right', '4', 4)
		);
		const all = await script('conformance', file);
		expect(all).toEqual({
			code: 1,
			stderr: '',
			stdout: 'a/wrong: result is 2; expected 3\n2 passed, 1 failed\n'
		});
		const some = await script('conformance', file, '--name', 'right');
		expect(some).toEqual({ code: 0, stderr: '', stdout: '2 passed, 0 failed\n' });
		const list = await script('conformance', file, '--name', 'a/', '--list');
		expect(list).toEqual({ code: 0, stderr: '', stdout: 'a/right\na/wrong\n' });
	}, 120_000);
});

describe('start', () => {
	test('says which port is taken and ends with 1', async () => {
		const other = createServer();
		await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
		const { port } = other.address() as AddressInfo;
		const { code, stderr } = await script('start', '--port', String(port));
		other.close();
		expect(code).toBe(1);
		expect(stderr).toContain(`Port ${port} is taken by another program.`);
	}, 120_000);

	test('refuses what is no port', async () => {
		expect(await script('start', '--port', 'http')).toMatchObject({
			code: 2,
			stderr: '"http" is not a port; it is a number from 0 to 65535.\n'
		});
	}, 120_000);
});
