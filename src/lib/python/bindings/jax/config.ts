import { HostObject, Instance, PyClass } from '../../classes';
import { pyError } from '../../errors';
import { registerModule } from '../../module';
import { method, native, type NativeFunction } from '../../native';
import { reprOf } from '../../repr';
import { truth } from '../../truth';
import { objectClass } from '../../types';

const refuse = (text: string): Error => pyError('NotImplementedError', text);

/** Options that would change what programs do here, with what Lockstep says where they are set. */
const unsupported: Readonly<Record<string, string>> = {
	jax_enable_x64: 'Lockstep computes with 64-bit types off, as JAX does by default.',
	jax_disable_jit: 'Lockstep has no jax_disable_jit: every program is traced.',
	jax_debug_nans: 'Lockstep has no jax_debug_nans: the stage marks where the first NaN was born.',
	jax_debug_infs: 'Lockstep has no jax_debug_infs: the stage marks where the first infinity was born.',
	jax_numpy_rank_promotion: 'Lockstep promotes ranks as JAX does by default.',
	jax_numpy_dtype_promotion: 'Lockstep promotes types as JAX does by default.',
	jax_check_tracer_leaks: 'Lockstep has no check of leaked tracers.'
};

/** What these options are by default. */
const usual = (x: unknown): boolean => x === 'allow' || x === 'standard' || x === null || !truth(x);

function check(name: string, value: unknown): void {
	if (Object.hasOwn(unsupported, name) && !usual(value)) throw refuse(unsupported[name]);
}

const configClass = new PyClass('Config', [objectClass], { module: 'jax._src.config' });

/** `jax.config`: options are taken that change nothing here, others are refused. */
class Config extends HostObject {
	readonly cls = configClass;

	override attribute(name: string): unknown {
		if (name === 'update') return this.update;
		if (!name.startsWith('jax_')) return undefined;
		return Object.hasOwn(unsupported, name) ? false : null;
	}

	private readonly update = native('update(name, val)', (name: unknown, value: unknown) => {
		if (typeof name !== 'string' || !name.startsWith('jax_'))
			throw pyError('AttributeError', `Unrecognized config option: ${String(name)}`);
		check(name, value);
		return null;
	});

	repr(): string {
		return '<jax._src.config.Config object>';
	}
}

const contextClass = new PyClass('ContextManager', [objectClass], { module: 'jax' });
contextClass.set(
	'__enter__',
	method('__enter__(self)', () => null)
);
contextClass.set(
	'__exit__',
	method('__exit__(self, *error)', () => false)
);

/** A context that changes nothing here; `option` is refused where it would. */
const context = (signature: string, option = ''): NativeFunction =>
	native(signature, (value: unknown) => {
		check(option, value);
		return new Instance(contextClass);
	});

const deviceClass = new PyClass('Device', [objectClass], { module: 'jaxlib._jax' });

/** The one device there is. */
class Device extends HostObject {
	readonly cls = deviceClass;

	override attribute(name: string): unknown {
		switch (name) {
			case 'platform':
			case 'device_kind':
				return 'cpu';
			case 'id':
			case 'process_index':
				return 0n;
			default:
				return undefined;
		}
	}

	repr(): string {
		return 'CpuDevice(id=0)';
	}

	override str(): string {
		return 'TFRT_CPU_0';
	}
}

export const device = new Device();

const devices = (name: string): NativeFunction =>
	native(`${name}(backend=None)`, (backend: unknown) => {
		if (backend === null || backend === 'cpu') return [device];
		throw pyError(
			'RuntimeError',
			`Unknown backend ${reprOf(backend).replaceAll("'", '')}. Available backends are ['cpu']`
		);
	});
const one = (signature: string): NativeFunction => native(signature, () => 1n);

registerModule('jax', {
	config: new Config(),
	named_scope: context('named_scope(name)'),
	default_matmul_precision: context('default_matmul_precision(new_val=None)'),
	default_device: context('default_device(new_val=None)'),
	ensure_compile_time_eval: context('ensure_compile_time_eval()'),
	log_compiles: context('log_compiles(new_val=True)'),
	debug_key_reuse: context('debug_key_reuse(new_val=True)'),
	enable_x64: context('enable_x64(new_val=True)', 'jax_enable_x64'),
	disable_jit: context('disable_jit(disable=True)', 'jax_disable_jit'),
	debug_nans: context('debug_nans(new_val=True)', 'jax_debug_nans'),
	debug_infs: context('debug_infs(new_val=True)', 'jax_debug_infs'),
	checking_leaks: context('checking_leaks(new_val=True)', 'jax_check_tracer_leaks'),
	numpy_rank_promotion: context('numpy_rank_promotion(new_val)', 'jax_numpy_rank_promotion'),
	numpy_dtype_promotion: context('numpy_dtype_promotion(new_val)', 'jax_numpy_dtype_promotion'),
	named_call: native('named_call(fun, *, name=None)', (f: unknown) => f),
	devices: devices('devices'),
	local_devices: devices('local_devices'),
	default_backend: native('default_backend()', () => 'cpu'),
	device_count: one('device_count(backend=None)'),
	local_device_count: one('local_device_count(backend=None)'),
	process_count: one('process_count(backend=None)'),
	process_index: native('process_index(backend=None)', () => 0n)
});
