import { dtypes, isFloat, type DType } from '$lib/array/dtype';
import type { Aval } from './aval';

/** Points of JAX's promotion lattice: the element types, and the weak Python scalars `i*` and `f*`. */
type Point = DType | 'i*' | 'f*' | 'i64' | 'u64';

/** Upward edges, as in JAX's type promotion table (64-bit points stand in the join and collapse to 32 bits after). */
const edges: { readonly [P in Exclude<Point, 'key<fry>'>]: readonly Point[] } = {
	bool: ['i*'],
	'i*': ['uint8', 'int8'],
	uint8: ['int16', 'uint16'],
	uint16: ['int32', 'uint32'],
	uint32: ['i64', 'u64'],
	u64: ['f*'],
	int8: ['int16'],
	int16: ['int32'],
	int32: ['i64'],
	i64: ['f*'],
	'f*': ['float16', 'bfloat16'],
	float16: ['float32'],
	bfloat16: ['float32'],
	float32: []
};

const above = new Map<Point, Set<Point>>();
for (const start of Object.keys(edges) as (keyof typeof edges)[]) {
	const seen = new Set<Point>([start]);
	const queue: Point[] = [start];
	for (let point = queue.pop(); point !== undefined; point = queue.pop())
		for (const next of point === 'key<fry>' ? [] : edges[point])
			if (!seen.has(next)) {
				seen.add(next);
				queue.push(next);
			}
	above.set(start, seen);
}

function join(a: Point, b: Point): Point {
	const upperA = above.get(a);
	const upperB = above.get(b);
	if (!upperA || !upperB) throw new Error(`internal: no promotion of ${a} and ${b}`);
	const common = [...upperA].filter((point) => upperB.has(point));
	const least = common.find((point) => common.every((other) => above.get(point)?.has(other)));
	if (least === undefined) throw new Error(`internal: no join of ${a} and ${b}`);
	return least;
}

const pointOf = ({ dtype, weak }: Pick<Aval, 'dtype' | 'weak'>): Point =>
	!weak || dtype === 'bool' ? dtype : isFloat(dtype) ? 'f*' : 'i*';

const collapse = (point: Point): DType => {
	switch (point) {
		case 'i*':
		case 'i64':
			return 'int32';
		case 'u64':
			return 'uint32';
		case 'f*':
			return 'float32';
		default:
			return point;
	}
};

/**
 * The element type and weakness that operands meet in (JAX's `_lattice_result_type`). With weak operands only, the
 * widest of them keeps its own type: two weak bfloat16 stay bfloat16.
 */
export function promote(operands: readonly Pick<Aval, 'dtype' | 'weak'>[]): { dtype: DType; weak: boolean } {
	if (operands.length === 0) throw new Error('internal: nothing to promote');
	const first = operands[0].dtype;
	// A comparison of weak values is a weak boolean, and meets others as a boolean.
	const allWeak = operands.every(({ weak }) => weak);
	if (operands.every(({ dtype }) => dtype === first))
		return { dtype: first, weak: allWeak && first !== 'bool' };
	if (allWeak) {
		const point = operands.map(({ dtype }) => dtype as Point).reduce(join);
		return { dtype: collapse(point), weak: collapse(point) !== 'bool' };
	}
	const point = operands.map(pointOf).reduce(join);
	const weak = point === 'i*' || point === 'f*';
	return { dtype: collapse(point), weak };
}

/** float32 for integers and booleans, floats as they are: what `sqrt`, `/` and `mean` compute in. */
export const inexact = (dtype: DType): DType => (isFloat(dtype) ? dtype : 'float32');

const aliases: Readonly<Record<string, DType>> = {
	int64: 'int32',
	uint64: 'uint32',
	float64: 'float32',
	int: 'int32',
	float: 'float32',
	bool_: 'bool',
	half: 'float16',
	single: 'float32',
	double: 'float32'
};

/** The element type a name stands for with 64-bit types off; null where it is none. */
export const dtypeNamed = (name: string): DType | null =>
	(dtypes as readonly string[]).includes(name) ? (name as DType) : (aliases[name] ?? null);
