import { grad, valueAndGrad, type GradOptions } from '$lib/api/grad';
import { hessian, jacfwd, jacrev } from '$lib/api/jacobian';
import { jvp, linearize, vjp } from '$lib/api/vjp';
import type { Fn } from '$lib/core/fn';
import { registerModule } from '../module';
import { native } from '../native';
import { truth } from '../truth';
import { fnOf } from './jax/callable';

type Derivative = (f: unknown, options: GradOptions) => Fn;

const options = 'argnums=0, has_aux=False, holomorphic=False, allow_int=False, reduce_axes=()';

/** A function of a function that takes JAX's options of derivatives. */
const derivative = (name: string, make: Derivative): Fn =>
	native(
		`${name}(fun, ${options})`,
		(f: unknown, argnums: unknown, hasAux: unknown, holomorphic: unknown, allowInt: unknown) =>
			make(fnOf(f), {
				argnums,
				hasAux: truth(hasAux),
				holomorphic: truth(holomorphic),
				allowInt: truth(allowInt)
			})
	);

registerModule('jax', {
	grad: derivative('grad', grad),
	value_and_grad: derivative('value_and_grad', valueAndGrad),
	jacfwd: derivative('jacfwd', jacfwd),
	jacrev: derivative('jacrev', jacrev),
	jacobian: derivative('jacobian', jacrev),
	hessian: derivative('hessian', hessian),
	vjp: native(
		'vjp(fun, *primals, has_aux=False, reduce_axes=())',
		(f: unknown, primals: readonly unknown[], hasAux: unknown) => vjp(fnOf(f), primals, truth(hasAux))
	),
	linearize: native(
		'linearize(fun, *primals, has_aux=False)',
		(f: unknown, primals: readonly unknown[], hasAux: unknown) => linearize(fnOf(f), primals, truth(hasAux))
	),
	jvp: native(
		'jvp(fun, primals, tangents, has_aux=False)',
		(f: unknown, primals: unknown, tangents: unknown, hasAux: unknown) =>
			jvp(fnOf(f), primals, tangents, truth(hasAux))
	)
});
