import { NamedTuple, type NamedTupleType } from '$lib/core/containers';
import type { Fn } from '$lib/core/fn';
import { binary } from '$lib/core/ops';
import type { Scatter } from '$lib/core/primitive';
import { convGeneralDilated, type ConvOptions } from '$lib/api/lax/convolution';
import { convTranspose } from '$lib/api/lax/conv-transpose';
import { customLinearSolve, customRoot } from '$lib/api/lax/custom-solve';
import * as indexed from '$lib/api/lax/dimension-numbers';
import { reduceWindow } from '$lib/api/lax/reduce-window';
import { callable } from '$lib/api/derivatives';
import { topK } from '$lib/api/jnp/sorting';
import * as incomplete from '$lib/api/scipy/incomplete';
import { toValue } from '$lib/api/values';
import { HostObject, PyClass } from '../classes';
import { typeError } from '../errors';
import { registerModule } from '../module';
import { native, type NativeFunction } from '../native';
import { objectClass } from '../types';
import { family, flag } from './family';
import { fnOf } from './jax/callable';

const fn = (f: unknown): Fn => callable(fnOf(f));

const modeClass = new PyClass('GatherScatterMode', [objectClass], { module: 'jax.lax' });

/** One of the ways of `lax.gather` with indices out of range. */
class Mode extends HostObject {
	readonly cls = modeClass;

	constructor(
		private readonly name: string,
		readonly value: string
	) {
		super();
	}

	repr(): string {
		return `GatherScatterMode.${this.name}`;
	}
}

for (const [name, value] of [
	['CLIP', 'clip'],
	['FILL_OR_DROP', 'fill'],
	['PROMISE_IN_BOUNDS', 'promise_in_bounds']
])
	modeClass.set(name, new Mode(name, value));

const modeOf = (mode: unknown): string | null =>
	mode instanceof Mode ? mode.value : mode === null ? null : String(mode);

/** The constructor of dimension numbers; those of batches may be left out. */
const numbersOf = (type: NamedTupleType): NativeFunction => {
	const [a, b, c, d, e] = type.fields;
	return native(
		`${type.name}(${a}, ${b}, ${c}, ${d}=(), ${e}=())`,
		(...parts: unknown[]) => new NamedTuple(type, parts)
	);
};

const scatter = (name: Scatter): NativeFunction =>
	native(
		`${name}(operand, scatter_indices, updates, dimension_numbers, *, indices_are_sorted=False, unique_indices=False, mode=None)`,
		(
			x: unknown,
			at: unknown,
			updates: unknown,
			dims: unknown,
			sorted: unknown,
			unique: unknown,
			mode: unknown
		) =>
			indexed.scatter(name, x, at, updates, dims, {
				sorted: flag(sorted),
				unique: flag(unique),
				mode: modeOf(mode)
			})
	);

const precision = 'precision=None, preferred_element_type=None';

/** One convolution; `rest` in the order of `conv_general_dilated`. */
const convolve = (x: unknown, kernel: unknown, options: ConvOptions): unknown =>
	convGeneralDilated(x, kernel, options);

/** The places of the largest along an axis: exact here. */
const extreme = (name: string, sign: 1 | -1): NativeFunction =>
	native(
		`${name}(operand, k, reduction_dimension=-1, recall_target=0.95, reduction_input_size_override=-1, aggregate_to_topk=True)`,
		(x: unknown, k: unknown, axis: unknown) => {
			const value = toValue(x, name);
			const turned = (y: typeof value): typeof value =>
				sign === 1 ? y : binary('mul', y, toValue(-1, name));
			const [values, places] = topK(turned(value), k, axis);
			return [turned(values), places];
		}
	);

registerModule('jax.lax', {
	GatherDimensionNumbers: numbersOf(indexed.gatherNumbers),
	ScatterDimensionNumbers: numbersOf(indexed.scatterNumbers),
	GatherScatterMode: modeClass,
	...family(
		native(
			'gather(operand, start_indices, dimension_numbers, slice_sizes, *, unique_indices=False, indices_are_sorted=False, mode=None, fill_value=None)',
			(
				x: unknown,
				at: unknown,
				dims: unknown,
				sizes: unknown,
				unique: unknown,
				sorted: unknown,
				mode: unknown,
				fill: unknown
			) =>
				indexed.gather(
					x,
					at,
					dims,
					sizes,
					{ sorted: flag(sorted), unique: flag(unique), mode: modeOf(mode) },
					fill
				)
		),
		scatter('scatter'),
		scatter('scatter_add'),
		scatter('scatter_mul'),
		scatter('scatter_min'),
		scatter('scatter_max'),
		native(
			"reduce_window(operand, init_value, computation, window_dimensions, window_strides=None, padding='VALID', base_dilation=None, window_dilation=None)",
			(x: unknown, start: unknown, f: unknown, ...rest: unknown[]) =>
				reduceWindow(x, start, fn(f), rest[0], rest[1], rest[2], rest[3], rest[4])
		),
		native(
			`conv(lhs, rhs, window_strides, padding, ${precision})`,
			(x: unknown, kernel: unknown, strides: unknown, padding: unknown, _: unknown, preferred: unknown) =>
				convolve(x, kernel, { strides, padding, preferred })
		),
		native(
			`conv_with_general_padding(lhs, rhs, window_strides, padding, lhs_dilation, rhs_dilation, ${precision})`,
			(
				x: unknown,
				kernel: unknown,
				strides: unknown,
				padding: unknown,
				lhsDilation: unknown,
				rhsDilation: unknown
			) => convolve(x, kernel, { strides, padding, lhsDilation, rhsDilation })
		),
		native(
			`conv_general_dilated(lhs, rhs, window_strides, padding, lhs_dilation=None, rhs_dilation=None, dimension_numbers=None, feature_group_count=1, batch_group_count=1, ${precision})`,
			(
				x: unknown,
				kernel: unknown,
				strides: unknown,
				padding: unknown,
				lhsDilation: unknown,
				rhsDilation: unknown,
				dims: unknown,
				groups: unknown,
				batches: unknown,
				_: unknown,
				preferred: unknown
			) => {
				if (Number(batches) !== 1)
					throw typeError('Lockstep has lax.conv_general_dilated with batch_group_count=1.');
				const featureGroups = Number(groups);
				return convolve(x, kernel, {
					strides,
					padding,
					lhsDilation,
					rhsDilation,
					dims,
					featureGroups,
					preferred
				});
			}
		),
		native(
			`conv_transpose(lhs, rhs, strides, padding, rhs_dilation=None, dimension_numbers=None, transpose_kernel=False, ${precision})`,
			(
				x: unknown,
				kernel: unknown,
				strides: unknown,
				padding: unknown,
				dilation: unknown,
				dims: unknown,
				turned: unknown
			) => convTranspose(x, kernel, { strides, padding, rhsDilation: dilation, dims }, flag(turned))
		),
		native(
			'custom_root(f, initial_guess, solve, tangent_solve, has_aux=False)',
			(f: unknown, guess: unknown, solve: unknown, tangentSolve: unknown, hasAux: unknown) => {
				if (flag(hasAux)) throw typeError('Lockstep has lax.custom_root with has_aux=False.');
				return customRoot(fn(f), guess, fn(solve), fn(tangentSolve));
			}
		),
		native(
			'custom_linear_solve(matvec, b, solve, transpose_solve=None, symmetric=False, has_aux=False)',
			(matvec: unknown, b: unknown, solve: unknown, back: unknown, symmetric: unknown, hasAux: unknown) => {
				if (flag(hasAux)) throw typeError('Lockstep has lax.custom_linear_solve with has_aux=False.');
				const backwards = back !== null || flag(symmetric);
				const pull = back === null ? fn(solve) : fn(back);
				return customLinearSolve(fn(matvec), b, fn(solve), backwards ? pull : null);
			}
		),
		extreme('approx_max_k', 1),
		extreme('approx_min_k', -1),
		native('igamma(a, x)', incomplete.gammainc),
		native('igammac(a, x)', incomplete.gammaincc),
		native('betainc(a, b, x)', incomplete.betainc),
		native('zeta(x, q)', incomplete.zeta),
		native('polygamma(m, x)', incomplete.polygamma),
		native('bessel_i0e(x)', incomplete.i0e),
		native('bessel_i1e(x)', incomplete.i1e)
	)
});
