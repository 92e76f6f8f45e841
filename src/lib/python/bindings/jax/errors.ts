import { defineException } from '../../exceptions';
import { registerModule } from '../../module';

const errors = [
	['JAXTypeError', 'TypeError'],
	['JAXIndexError', 'IndexError'],
	['ConcretizationTypeError', 'JAXTypeError'],
	['TracerBoolConversionError', 'ConcretizationTypeError'],
	['TracerArrayConversionError', 'JAXTypeError'],
	['TracerIntegerConversionError', 'JAXTypeError'],
	['NonConcreteBooleanIndexError', 'JAXIndexError'],
	['UnexpectedTracerError', 'JAXTypeError'],
	['KeyReuseError', 'RuntimeError'],
	['JaxRuntimeError', 'RuntimeError']
] as const;

/** What JAX's compiler raises; it has no public name. */
defineException('MLIRError', ['Exception'], 'jaxlib.mlir._mlir_libs');

/** JAX's own exceptions, which programs catch by these names or by Python's classes above them. */
registerModule(
	'jax.errors',
	Object.fromEntries(errors.map(([name, base]) => [name, defineException(name, [base], 'jax.errors')]))
);
