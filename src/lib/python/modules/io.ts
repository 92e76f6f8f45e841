import { Instance, PyClass } from '../classes';
import { Property } from '../descriptors';
import { notSupported, typeError, valueError } from '../errors';
import { iterator } from '../iterate';
import { registerModule } from '../module';
import { method, native } from '../native';
import { toIndex } from '../convert';
import { listOf } from '../iterate';
import { objectClass, typeName } from '../types';

/** `io.StringIO`: text that is written and read like a file. */
const stringIO = new PyClass('StringIO', [objectClass], {
	module: '_io',
	create: (cls, args, kwargs) => {
		const file = new Instance(cls);
		const text = args[0] ?? kwargs.get('initial_value') ?? '';
		if (typeof text !== 'string') throw typeError(`initial_value must be str or None, not ${typeName(text)}`);
		states.set(file, { text, at: 0, closed: false });
		return file;
	}
});

interface State {
	text: string;
	at: number;
	closed: boolean;
}

const states = new WeakMap<Instance, State>();

function open(self: Instance): State {
	const state = states.get(self);
	if (!state || state.closed) throw valueError('I/O operation on closed file');
	return state;
}

function write(self: Instance, text: unknown): bigint {
	if (typeof text !== 'string') throw typeError(`string argument expected, got '${typeName(text)}'`);
	const state = open(self);
	state.text =
		state.text.slice(0, state.at).padEnd(state.at, '\0') + text + state.text.slice(state.at + text.length);
	state.at += text.length;
	return BigInt(text.length);
}

/** What comes next, up to `size` characters or all of it. */
function read(self: Instance, size: unknown): string {
	const state = open(self);
	const count = size === null ? -1 : Number(toIndex(size));
	const text = count < 0 ? state.text.slice(state.at) : state.text.slice(state.at, state.at + count);
	state.at += text.length;
	return text;
}

function readLine(self: Instance): string {
	const state = open(self);
	const end = state.text.indexOf('\n', state.at);
	return read(self, BigInt((end < 0 ? state.text.length : end + 1) - state.at));
}

function* lines(self: Instance): Generator<string> {
	for (let line = readLine(self); line !== ''; line = readLine(self)) yield line;
}

const methods: Record<string, (self: Instance, ...args: unknown[]) => unknown> = {
	'write(self, s, /)': write,
	'read(self, size=-1, /)': read,
	'readline(self, /)': readLine,
	'readlines(self, /)': (self) => [...lines(self)],
	'writelines(self, lines, /)': (self, all) => {
		for (const line of listOf(all)) write(self, line);
		return null;
	},
	'getvalue(self, /)': (self) => open(self).text,
	'seek(self, pos, whence=0, /)': (self, position, whence) => {
		const state = open(self);
		state.at = whence === 2n ? state.text.length : Number(toIndex(position));
		return BigInt(state.at);
	},
	'tell(self, /)': (self) => BigInt(open(self).at),
	'truncate(self, pos=None, /)': (self, position) => {
		const state = open(self);
		state.text = state.text.slice(0, position === null ? state.at : Number(toIndex(position)));
		return BigInt(state.text.length);
	},
	'flush(self, /)': () => null,
	'close(self, /)': (self) => {
		open(self).closed = true;
		return null;
	},
	'__enter__(self)': (self) => self,
	'__exit__(self, *args)': (self) => {
		open(self).closed = true;
		return null;
	},
	'__iter__(self)': (self) => iterator('_io.StringIO', lines(self))
};
for (const [signature, body] of Object.entries(methods))
	stringIO.set(signature.slice(0, signature.indexOf('(')), method(`StringIO.${signature}`, body));

const closed = new Property(method('closed(self)', (self: Instance) => states.get(self)?.closed ?? false));
closed.name = 'closed';
stringIO.set('closed', closed);

const refused = (name: string) =>
	native(`${name}(*args, **kwargs)`, () => {
		throw notSupported(`io.${name}`, 'A program here reaches no files; io.StringIO holds text.');
	});

registerModule('io', {
	StringIO: stringIO,
	BytesIO: refused('BytesIO'),
	open: refused('open'),
	TextIOWrapper: refused('TextIOWrapper')
});
