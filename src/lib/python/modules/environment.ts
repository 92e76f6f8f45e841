import { Dict } from '$lib/core/containers';
import { Instance, PyClass } from '../classes';
import { notSupported } from '../errors';
import { beforeEachProgram } from '../host';
import { registerModule } from '../module';
import { method, native } from '../native';
import { objectClass } from '../types';

/** Of the system there is nothing but variables that a program sets for itself, as many do before they import jax. */
const away = 'A program here reaches no files and no system.';

const environ = new Dict();
beforeEachProgram(() => environ.keys().forEach((key) => environ.delete(key)));

registerModule(
	'os',
	{
		environ,
		getenv: native(
			'getenv(key, default=None)',
			(key: unknown, otherwise: unknown) => environ.get(key) ?? otherwise
		),
		cpu_count: native('cpu_count()', () => 1n),
		linesep: '\n',
		sep: '/',
		name: 'posix'
	},
	(name) => notSupported(`os.${name}`, away)
);

const levels = { CRITICAL: 50n, ERROR: 40n, WARNING: 30n, INFO: 20n, DEBUG: 10n, NOTSET: 0n };

/** Logs go to a stream that nobody sees here. */
const loggerClass = new PyClass('Logger', [objectClass], { module: 'logging' });
const silent = ['debug', 'info', 'warning', 'error', 'critical', 'exception', 'log'];
const settings = ['setLevel', 'addHandler', 'removeHandler', 'setFormatter'];
for (const name of [...silent, ...settings])
	loggerClass.set(
		name,
		method(`${name}(self, *args, **kwargs)`, () => null)
	);
loggerClass.set(
	'isEnabledFor',
	method('isEnabledFor(self, level)', (_: Instance, level: bigint) => level >= 30n)
);

const loggers = new Map<unknown, Instance>();

function loggerOf(name: unknown): Instance {
	const known = loggers.get(name) ?? new Instance(loggerClass);
	known.fields.set('name', name ?? 'root');
	known.fields.set('handlers', []);
	loggers.set(name, known);
	return known;
}

const nothing = (name: string) => native(`${name}(*args, **kwargs)`, () => null);
const quiet = (name: string) => native(`${name}(*args, **kwargs)`, () => loggerOf(name));

registerModule('logging', {
	...levels,
	...Object.fromEntries(
		[...silent, 'basicConfig', 'disable', 'captureWarnings'].map((name) => [name, nothing(name)])
	),
	getLogger: native('getLogger(name=None)', loggerOf),
	Logger: loggerClass,
	StreamHandler: quiet('StreamHandler'),
	Formatter: quiet('Formatter'),
	NullHandler: quiet('NullHandler')
});
