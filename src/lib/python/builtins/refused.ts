import { notSupported } from '../errors';
import { native, type NativeFunction } from '../native';

const reasons: Record<string, string> = {
	input: 'Write the value into the program.',
	open: 'Write the data into the program as lists or arrays.',
	eval: 'Write the expression itself.',
	exec: 'Write the statements themselves.',
	compile: 'Write the code itself.',
	globals: 'Use a dict of your own.',
	locals: 'Use a dict of your own.',
	breakpoint: 'Step through the loop on the stage.',
	help: 'Look the function up in the documentation.',
	aiter: 'Use an ordinary loop; nothing here waits.',
	anext: 'Use an ordinary loop; nothing here waits.',
	__import__: 'Use an import statement.'
};

/** Builtins that say why they are not here. */
export const refused: ReadonlyMap<string, NativeFunction> = new Map(
	Object.entries(reasons).map(([name, instead]) => [
		name,
		native(`${name}(*args, **kwargs)`, () => {
			throw notSupported(`${name}()`, instead);
		})
	])
);
