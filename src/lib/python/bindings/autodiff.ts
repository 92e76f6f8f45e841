import { checkpoint } from '$lib/api/checkpoint';
import { customJvp, customVjp } from '$lib/api/custom';
import { customGradient } from '$lib/api/custom-gradient';
import { grad, valueAndGrad, type GradOptions } from '$lib/api/grad';
import { hessian, jacfwd, jacrev } from '$lib/api/jacobian';
import { linearTranspose } from '$lib/api/linear-transpose';
import { jvp, linearize, vjp } from '$lib/api/vjp';
import { Fn, type Kwargs } from '$lib/core/fn';
import { setFunctionAttribute, UserFunction } from '../function';
import { registerModule } from '../module';
import { native } from '../native';
import { absent } from '../signature';
import { truth } from '../truth';
import { fnOf } from './jax/callable';
import { standIns } from './jax/shape-dtype';

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

/** Arguments in the order of a program's function, keywords and defaults in their places. */
function inOrder(
	f: unknown,
	args: readonly unknown[],
	kwargs: Kwargs
): { args: readonly unknown[]; kwargs: Kwargs } {
	if (!(f instanceof UserFunction)) return { args, kwargs };
	const { signature } = f.code;
	if (signature.parameters.some(({ kind }) => kind !== 'positional' && kind !== 'normal'))
		return { args, kwargs };
	const values = signature.bind(f.qualname, args, kwargs);
	return { args: values.map((value, i) => (value === absent ? f.defaults[i] : value)), kwargs: new Map() };
}

/** A function with a derivative of its own, whose rules are set by its attributes. */
class CustomFunction extends Fn {
	readonly name: string;
	readonly params: readonly string[];
	override readonly span;

	constructor(
		private readonly f: unknown,
		private readonly custom: Fn
	) {
		super();
		this.name = custom.name;
		this.params = custom.params;
		this.span = custom.span;
	}

	call(args: readonly unknown[], kwargs: Kwargs = new Map()): unknown {
		const given = inOrder(this.f, args, kwargs);
		return this.custom.call(given.args, given.kwargs);
	}
}

function jvpFunction(f: unknown, nondiff: unknown): Fn {
	const custom = customJvp(fnOf(f), nondiff);
	const fn = new CustomFunction(f, custom);
	setFunctionAttribute(fn, '__wrapped__', f);
	setFunctionAttribute(fn, 'fun', f);
	setFunctionAttribute(
		fn,
		'defjvp',
		native('defjvp(jvp, symbolic_zeros=False)', (rule: unknown) => {
			custom.defjvp(fnOf(rule));
			return rule;
		})
	);
	setFunctionAttribute(
		fn,
		'defjvps',
		native('defjvps(*jvps)', (rules: readonly unknown[]) => {
			custom.defjvps(rules.map(fnOf));
			return null;
		})
	);
	return fn;
}

function vjpFunction(f: unknown, nondiff: unknown): Fn {
	const custom = customVjp(fnOf(f), nondiff);
	const fn = new CustomFunction(f, custom);
	setFunctionAttribute(fn, '__wrapped__', f);
	setFunctionAttribute(fn, 'fun', f);
	setFunctionAttribute(
		fn,
		'defvjp',
		native('defvjp(fwd, bwd, symbolic_zeros=False, optimize_remat=False)', (fwd: unknown, bwd: unknown) => {
			custom.defvjp(fnOf(fwd), fnOf(bwd));
			return null;
		})
	);
	return fn;
}

/** Used with or without arguments of its own: `@jax.custom_jvp`, `@jax.custom_jvp(nondiff_argnums=(0,))`. */
const decorator =
	(make: (f: unknown, option: unknown) => Fn) =>
	(f: unknown, option: unknown): Fn =>
		f === null ? native('decorate(fun)', (g: unknown) => make(g, option)) : make(f, option);

const custom_jvp = native('custom_jvp(fun=None, nondiff_argnums=())', decorator(jvpFunction));
const custom_vjp = native('custom_vjp(fun=None, nondiff_argnums=())', decorator(vjpFunction));

const remat = native(
	'checkpoint(fun=None, *, prevent_cse=True, policy=None, static_argnums=(), concrete=False)',
	(f: unknown, preventCse: unknown, _: unknown, staticArgnums: unknown) => {
		const make = (g: unknown): Fn => {
			const fn = checkpoint(fnOf(g), { preventCse: truth(preventCse), staticArgnums });
			setFunctionAttribute(fn, '__wrapped__', g);
			return fn;
		};
		return f === null ? native('decorate(fun)', make) : make(f);
	}
);

registerModule('jax.ad_checkpoint', {
	checkpoint: remat,
	checkpoint_name: native('checkpoint_name(x, name)', (x: unknown) => x)
});
const custom_gradient = native('custom_gradient(fun)', (f: unknown) => customGradient(fnOf(f)));

registerModule('jax.custom_derivatives', { custom_gradient, custom_jvp, custom_vjp });
/** What a gradient keeps changes nothing of its value; here a checkpoint always keeps the arguments alone. */
const policy = (name: string): Fn => native(`${name}(*args)`, () => true);
const policyOf = (name: string): Fn => native(`${name}(*names)`, () => policy(name));

registerModule('jax.checkpoint_policies', {
	...Object.fromEntries(
		[
			'everything_saveable',
			'nothing_saveable',
			'dots_saveable',
			'checkpoint_dots',
			'dots_with_no_batch_dims_saveable',
			'checkpoint_dots_with_no_batch_dims'
		].map((name) => [name, policy(name)])
	),
	...Object.fromEntries(
		['save_only_these_names', 'save_anything_except_these_names', 'save_any_names_but_these'].map((name) => [
			name,
			policyOf(name)
		])
	)
});

registerModule('jax', {
	checkpoint: remat,
	remat,
	custom_gradient,
	custom_jvp,
	custom_vjp,
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
	linear_transpose: native(
		'linear_transpose(fun, *primals, reduce_axes=())',
		(f: unknown, primals: readonly unknown[]) => linearTranspose(fnOf(f), primals.map(standIns))
	),
	jvp: native(
		'jvp(fun, primals, tangents, has_aux=False)',
		(f: unknown, primals: unknown, tangents: unknown, hasAux: unknown) =>
			jvp(fnOf(f), primals, tangents, truth(hasAux))
	)
});
