import { Dict, Tuple } from '$lib/core/containers';
import { Instance, PyClass } from '../classes';
import { ExceptionInstance, exceptionClass } from '../exceptions';
import { write } from '../host';
import { registerModule } from '../module';
import { namedTupleType } from '../named-tuple';
import { method, native } from '../native';
import { raised } from '../raise';
import { reprOf } from '../repr';
import { compare } from '../compare';
import { functionClass, iteratorClass, methodClass, moduleClass, noneClass, objectClass } from '../types';

const now = () => Date.now() / 1000;
const clock = () => performance.now() / 1000;
const nanoseconds = (seconds: () => number) => () => BigInt(Math.round(seconds() * 1e9));

registerModule('time', {
	time: native('time()', now),
	time_ns: native('time_ns()', nanoseconds(now)),
	perf_counter: native('perf_counter()', clock),
	perf_counter_ns: native('perf_counter_ns()', nanoseconds(clock)),
	monotonic: native('monotonic()', clock),
	process_time: native('process_time()', clock),
	sleep: native('sleep(secs, /)', () => null)
});

const lower = 'abcdefghijklmnopqrstuvwxyz';
const punctuation = '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~';

registerModule('string', {
	ascii_lowercase: lower,
	ascii_uppercase: lower.toUpperCase(),
	ascii_letters: lower + lower.toUpperCase(),
	digits: '0123456789',
	hexdigits: '0123456789abcdefABCDEF',
	octdigits: '01234567',
	punctuation,
	whitespace: ' \t\n\r\v\f',
	printable: `0123456789${lower}${lower.toUpperCase()}${punctuation} \t\n\r\v\f`
});

const streamClass = new PyClass('TextIOWrapper', [objectClass], { module: '_io' });
streamClass.set(
	'write',
	method('write(self, text, /)', (self: Instance, text: string) => {
		if (self.fields.get('name') === '<stdout>') write(text);
		return BigInt(text.length);
	})
);
streamClass.set(
	'flush',
	method('flush(self)', () => null)
);

function stream(name: string): Instance {
	const object = new Instance(streamClass);
	object.fields.set('name', name);
	return object;
}

const versionInfo = namedTupleType('sys.version_info', ['major', 'minor', 'micro', 'releaselevel', 'serial']);
const floatInfo = namedTupleType('sys.float_info', [
	'max',
	'min',
	'epsilon',
	'dig',
	'mant_dig',
	'max_exp',
	'min_exp',
	'radix'
]);

registerModule('sys', {
	version: '3.11.7 (Lockstep)',
	version_info: versionInfo.call([3n, 11n, 7n, 'final', 0n]),
	float_info: floatInfo.call([
		Number.MAX_VALUE,
		2.2250738585072014e-308,
		Number.EPSILON,
		15n,
		53n,
		1024n,
		-1021n,
		2n
	]),
	maxsize: 2n ** 63n - 1n,
	byteorder: 'little',
	platform: 'lockstep',
	argv: ['program.py'],
	path: [],
	modules: new Dict(),
	stdout: stream('<stdout>'),
	stderr: stream('<stderr>'),
	getrecursionlimit: native('getrecursionlimit()', () => 1000n),
	setrecursionlimit: native('setrecursionlimit(limit, /)', () => null),
	exit: native('exit(status=None, /)', (status: unknown) => {
		throw raised(
			new ExceptionInstance(exceptionClass('SystemExit'), new Tuple(status === null ? [] : [status]))
		);
	})
});

const namespaceClass = new PyClass('SimpleNamespace', [objectClass], {
	module: 'types',
	create: (cls, _, kwargs) => {
		const object = new Instance(cls);
		for (const [name, value] of kwargs) object.fields.set(name, value);
		return object;
	}
});
namespaceClass.set(
	'__repr__',
	method(
		'__repr__(self)',
		(self: Instance) =>
			`namespace(${[...self.fields].map(([name, value]) => `${name}=${reprOf(value)}`).join(', ')})`
	)
);
namespaceClass.set(
	'__eq__',
	method('__eq__(self, other)', (self: Instance, other: unknown) =>
		other instanceof Instance && other.cls === self.cls
			? compare('==', new Dict(self.fields), new Dict(other.fields))
			: false
	)
);

registerModule('types', {
	SimpleNamespace: namespaceClass,
	FunctionType: functionClass,
	LambdaType: functionClass,
	MethodType: methodClass,
	ModuleType: moduleClass,
	NoneType: noneClass,
	GeneratorType: iteratorClass('generator'),
	MappingProxyType: native('MappingProxyType(mapping)', (mapping: unknown) => mapping)
});

const nothing = (signature: string) => native(signature, () => null);
const catchWarnings = new PyClass('catch_warnings', [objectClass], {
	module: 'warnings',
	create: (cls) => new Instance(cls)
});
catchWarnings.set(
	'__enter__',
	method('__enter__(self)', () => [])
);
catchWarnings.set(
	'__exit__',
	method('__exit__(self, *args)', () => false)
);

/** Warnings go to a stream that nobody sees here. */
registerModule('warnings', {
	warn: nothing('warn(message, category=None, stacklevel=1, source=None)'),
	filterwarnings: nothing('filterwarnings(*args, **kwargs)'),
	simplefilter: nothing('simplefilter(*args, **kwargs)'),
	catch_warnings: catchWarnings
});

function numberClass(name: string, test: (value: unknown) => boolean): PyClass {
	const cls = new PyClass(name, [objectClass], { module: 'numbers' });
	cls.accepts = test;
	return cls;
}
const isInt = (value: unknown) => typeof value === 'bigint' || typeof value === 'boolean';
const isReal = (value: unknown) => isInt(value) || typeof value === 'number';

registerModule('numbers', {
	Number: numberClass('Number', isReal),
	Complex: numberClass('Complex', isReal),
	Real: numberClass('Real', isReal),
	Rational: numberClass('Rational', isInt),
	Integral: numberClass('Integral', isInt)
});

registerModule('gc', {
	collect: native('collect(generation=2)', () => 0n),
	disable: nothing('disable()'),
	enable: nothing('enable()')
});
