import { Var, type Atom, type Jaxpr } from '$lib/core/jaxpr';
import { nameValue } from '$lib/core/naming';
import type { Value } from '$lib/core/interpreter';
import { Linear, type TransposeContext } from './differentiating';
import { bits, dense, memoized, merged, nonzeros, spread, where, whereNot } from './flags';

/** A linear function turned round. Inputs: the arguments with values, then the cotangents that are not zero. */
export interface TransposedJaxpr {
	/** Results: the cotangents of the linear arguments that are not zero. */
	readonly jaxpr: Jaxpr;
	/** Of each argument, whether its cotangent is there. */
	readonly nonzero: readonly boolean[];
}

/** `linear`: the arguments that have no value; `cts`: the results whose cotangent is not zero. */
export function transposeJaxpr(
	{ backward, trace }: TransposeContext,
	jaxpr: Jaxpr,
	linear: readonly boolean[],
	cts: readonly boolean[]
): TransposedJaxpr {
	return memoized(jaxpr, `transpose ${bits(linear)} ${bits(cts)}`, () => {
		const values = whereNot(jaxpr.invars, linear);
		const results = where(jaxpr.outs, cts);
		let nonzero: readonly boolean[] = [];
		const turned = trace([...values, ...results].map(({ aval }) => aval), (traced) => {
			nameAlike(traced, values, results);
			const operands = merged(
				linear,
				where(jaxpr.invars, linear).map(({ aval }) => new Linear(aval)),
				traced.slice(0, values.length)
			);
			const back = backward(jaxpr, operands, spread(cts, traced.slice(values.length)));
			nonzero = nonzeros(back);
			return dense(back);
		});
		return { jaxpr: turned, nonzero };
	});
}

/** What a cotangent is called: `ct h` for that of `h` or of its tangent `h_dot`. */
export const ctName = (atom: Atom): string | null =>
	atom instanceof Var && atom.names.length > 0 ? `ct ${atom.names[0].replace(/_dot$/, '')}` : null;

/** Residuals keep their names, cotangents are named after what they are the cotangents of. */
function nameAlike(traced: readonly Value[], values: readonly Var[], results: readonly Atom[]): void {
	values.forEach(({ names }, i) => names.forEach((name) => nameValue(traced[i], name)));
	results.forEach((atom, i) => {
		const name = ctName(atom);
		if (name !== null) nameValue(traced[values.length + i], name);
	});
}
