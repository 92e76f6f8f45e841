import { Literal, Var, type Atom, type Eqn, type Jaxpr } from '$lib/core/jaxpr';
import type { Equation } from './recording';

type Indexing = NonNullable<Equation['indexing']>;

const range = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, i) => from + i);

/** From nought up to each of these. */
const upTo = (operands: readonly number[], most: readonly number[]): Indexing => ({
	operands,
	least: most.map(() => 0),
	most
});

/** Which operands of an equation are start indices and where each may be; null for one that does not index. */
export function indexingOf(eqn: Eqn): Indexing | null {
	const [operand, second] = eqn.inputs.map(({ aval }) => aval.shape);
	switch (eqn.primitive) {
		case 'dynamic_slice':
			return upTo(
				range(1, eqn.inputs.length),
				operand.map((n, axis) => n - eqn.params.slice_sizes[axis])
			);
		case 'dynamic_update_slice':
			return upTo(
				range(2, eqn.inputs.length),
				operand.map((n, axis) => n - second[axis])
			);
		case 'gather': {
			const { dimension_numbers, slice_sizes } = eqn.params;
			const { start_index_map } = dimension_numbers;
			return upTo(
				[1],
				start_index_map.map((axis) => operand[axis] - slice_sizes[axis])
			);
		}
		case 'scatter':
		case 'scatter_add':
		case 'scatter_mul':
		case 'scatter_min':
		case 'scatter_max': {
			const dims = eqn.params.dimension_numbers;
			const updates = eqn.inputs[2].aval.shape;
			const window = operand
				.map((_, axis) => axis)
				.filter(
					(axis) => !dims.inserted_window_dims.includes(axis) && !dims.operand_batching_dims.includes(axis)
				);
			const sizeOf = (axis: number): number =>
				window.includes(axis) ? updates[dims.update_window_dims[window.indexOf(axis)]] : 1;
			return upTo(
				[1],
				dims.scatter_dims_to_operand_dims.map((axis) => operand[axis] - sizeOf(axis))
			);
		}
		case 'jit':
			return indexingInside(eqn.params.jaxpr);
		default:
			return null;
	}
}

/**
 * Of a call that indexes by one of its own operands, as `jnp.take` and `x[i]` do: the operand may have been moved up by
 * the axis' size where it is negative, and brought into another shape or type.
 */
function indexingInside(jaxpr: Jaxpr): Indexing | null {
	const made = new Map<Atom, Eqn>(jaxpr.eqns.flatMap((eqn) => eqn.outputs.map((v) => [v, eqn] as const)));
	for (const eqn of jaxpr.eqns) {
		const inside = indexingOf(eqn);
		if (inside?.operands.length !== 1 || inside.most.length !== 1) continue;
		const { atom, lifted } = givenBehind(eqn.inputs[inside.operands[0]], made);
		const place = atom instanceof Var ? jaxpr.invars.indexOf(atom) : -1;
		if (place >= 0) return { operands: [place], least: [inside.least[0] - lifted], most: inside.most };
	}
	return null;
}

const reshaping: ReadonlySet<Eqn['primitive']> = new Set([
	'broadcast_in_dim',
	'reshape',
	'squeeze',
	'convert_element_type'
]);

/** The value that an index was made of, and what was added to it where it was negative. */
function givenBehind(atom: Atom, made: ReadonlyMap<Atom, Eqn>): { atom: Atom; lifted: number } {
	const eqn = made.get(atom);
	if (!eqn) return { atom, lifted: 0 };
	if (reshaping.has(eqn.primitive)) return givenBehind(eqn.inputs[0], made);
	const [which, plain, moved] = selected(eqn);
	if (!which || !plain || !moved) return { atom, lifted: 0 };
	const sum = made.get(moved);
	const size = sum?.inputs[1];
	const isLift = made.get(which)?.primitive === 'lt' && sum?.primitive === 'add' && size instanceof Literal;
	if (!isLift || sum.inputs[0] !== plain) return { atom, lifted: 0 };
	const behind = givenBehind(plain, made);
	return { atom: behind.atom, lifted: behind.lifted + size.value.data[0] };
}

/** What a `select_n` chooses by and from, also one that stands alone in a call, as in `jnp.where`; empty for another. */
function selected(eqn: Eqn): readonly (Atom | undefined)[] {
	if (eqn.primitive === 'select_n') return eqn.inputs;
	if (eqn.primitive !== 'jit') return [];
	const { eqns, invars } = eqn.params.jaxpr;
	if (eqns.length !== 1 || eqns[0].primitive !== 'select_n') return [];
	return eqns[0].inputs.map((atom) => eqn.inputs[invars.findIndex((v) => v === atom)]);
}
