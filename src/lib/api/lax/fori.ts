import { kindOf } from '$lib/array/dtype';
import { NDArray } from '$lib/array/ndarray';
import { type Tuple, tuple } from '$lib/core/containers';
import { ProgramError } from '$lib/core/errors';
import { asFn, Fn } from '$lib/core/fn';
import { avalOf, type Value } from '$lib/core/interpreter';
import { nameValue } from '$lib/core/naming';
import { add, binary, convert, scalar } from '$lib/core/ops';
import { hidden } from '$lib/core/source';
import { flatten, leafPaths } from '$lib/core/tree';
import { staticInt } from '../arguments';
import { leafValue } from '../leaf';
import { scan } from './scan';
import { whileLoop } from './while';

/**
 * `lax.fori_loop`: `body(i, value) → value` for i in [lower, upper). With both bounds known it is a scan over a
 * counter, otherwise a while loop with the bound in its carry (jax/_src/lax/control_flow/loops.py).
 */
export function foriLoop(
	lower: unknown,
	upper: unknown,
	bodyFun: unknown,
	init: unknown,
	unroll: unknown = null
): unknown {
	if (!(bodyFun instanceof Fn) && typeof bodyFun !== 'function')
		throw new ProgramError('TypeError', 'lax.fori_loop: body_fun argument should be callable.');
	const body = asFn(bodyFun as Fn);
	const start = counter(lower, upper);
	const from = truncated(lower);
	const to = truncated(upper);
	if (from !== null && to !== null) {
		const length = Math.max(0, to - from);
		const options = { length, unroll: unroll ?? 1n, kind: 'fori_loop' as const };
		const result = scan(counted(body), tuple(BigInt(from), init), null, options);
		return ((result as Tuple).items[0] as Tuple).items[1];
	}
	if (unroll !== null && unroll !== false && unroll !== 1n)
		throw new ProgramError(
			'ValueError',
			'Can only use `unroll` in `fori_loop` if the loop bounds are statically known.'
		);
	const result = whileLoop(belowBound, bounded(body), tuple(start, counter(upper, lower), init), 'fori_loop');
	return (result as Tuple).items[2];
}

/** `int` of a bound that is known now; null for any other. */
function truncated(bound: unknown): number | null {
	if (typeof bound === 'number') return Math.trunc(bound);
	if (bound instanceof NDArray && bound.ndim === 0) return Math.trunc(bound.data[0]);
	return staticInt(bound);
}

/** A bound as an array. Both must be of one type, save that a weak signed integer goes with another signed one. */
function counter(bound: unknown, other: unknown): Value {
	const value = leafValue(bound);
	const { dtype, weak } = avalOf(value);
	const { dtype: otherDtype, weak: otherWeak } = avalOf(leafValue(other));
	if (dtype === otherDtype) return value;
	const signed = kindOf(dtype) === 'i' && kindOf(otherDtype) === 'i';
	if (signed && weak && !otherWeak) return convert(value, otherDtype);
	if (signed && otherWeak && !weak) return value;
	throw new ProgramError(
		'TypeError',
		`lower and upper arguments to fori_loop must have equal types, got ${dtype} and ${otherDtype}`
	);
}

const next = (i: Value): Value => hidden(() => add(i, scalar(1, avalOf(i).dtype, avalOf(i).weak)));

/** Tells the counter and the leaves of the value what the user's body calls them. */
function nameParameters(body: Fn, i: Value, value: unknown): void {
	nameValue(i, body.params[0] ?? 'i');
	const { leaves, def } = flatten(value);
	const paths = leafPaths(def, body.params[1] ?? 'value');
	leaves.forEach((leaf, k) => nameValue(leaf, paths[k]));
}

/** Named and placed as the user's body, which it calls. */
abstract class WrappedBody extends Fn {
	readonly name: string;
	override readonly span;

	constructor(protected readonly body: Fn) {
		super();
		this.name = body.name;
		this.span = body.span;
	}
}

class CountedBody extends WrappedBody {
	readonly params = ['loop_carry', '_'];

	call([carry]: readonly unknown[]): unknown {
		const [i, value] = (carry as Tuple).items as [Value, unknown];
		nameParameters(this.body, i, value);
		return tuple(tuple(next(i), this.body.call([i, value])), null);
	}
}

class BoundedBody extends WrappedBody {
	readonly params = ['loop_carry'];

	call([carry]: readonly unknown[]): unknown {
		const [i, bound, value] = (carry as Tuple).items as [Value, Value, unknown];
		nameParameters(this.body, i, value);
		nameValue(bound, 'upper');
		return tuple(next(i), bound, this.body.call([i, value]));
	}
}

class BelowBound extends Fn {
	readonly name = 'cond_fun';
	readonly params = ['loop_carry'];

	call([carry]: readonly unknown[]): unknown {
		const [i, bound] = (carry as Tuple).items as [Value, Value];
		return hidden(() => binary('lt', i, bound));
	}
}

const belowBound = new BelowBound();

/** One wrapper a body, as in JAX, so that a body that was traced before is not called again. */
function wrapping<W extends WrappedBody>(wrap: (body: Fn) => W): (body: Fn) => W {
	const wrapped = new WeakMap<Fn, W>();
	return (body) => {
		const known = wrapped.get(body) ?? wrap(body);
		wrapped.set(body, known);
		return known;
	};
}

const counted = wrapping((body) => new CountedBody(body));
const bounded = wrapping((body) => new BoundedBody(body));
