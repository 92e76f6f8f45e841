import { ProgramError } from '$lib/core/errors';
import { avalOf, type Value } from '$lib/core/interpreter';
import * as ops from '$lib/core/ops';
import type { DType } from '$lib/array/dtype';
import { range } from '../arguments';
import { broadcastShapes } from '../broadcast';
import { dtypeOf } from '../dtypes';
import { contract, promoteUnranked } from './contract';

const rank = (x: Value): number => avalOf(x).shape.length;

function requireAxes(fn: string, ...operands: readonly Value[]): void {
	operands.forEach((x, i) => {
		if (rank(x) === 0)
			throw new ProgramError(
				'ValueError',
				`${fn} input operand ${i} must have ndim at least 1, but it has ndim 0`
			);
	});
}

/** `x @ y`: matrices in the last two axes, leading axes broadcast; vectors as rows and columns. */
export function matmul(x: unknown, y: unknown, preferred: unknown = null): Value {
	const [a, b] = promoteUnranked('matmul', x, y);
	requireAxes('matmul', a, b);
	const [aMatrix, bMatrix] = [rank(a) > 1, rank(b) > 1];
	const [inner, outer] = [avalOf(a).shape[rank(a) - 1], avalOf(b).shape[bMatrix ? rank(b) - 2 : 0]];
	if (inner !== outer)
		throw new ProgramError(
			'TypeError',
			`dot_general requires contracting dimensions to have the same shape, got (${inner},) and (${outer},).`
		);
	return multiplied(a, b, aMatrix, bMatrix, dtypeOf(preferred));
}

/**
 * Batch axes both have are batch dimensions; those of size 1, or that only one has, are dropped there and stay free
 * dimensions of the other, so that a transpose may follow.
 */
function multiplied(a: Value, b: Value, aMatrix: boolean, bMatrix: boolean, preferred: DType | null): Value {
	const aBatch = aMatrix ? avalOf(a).shape.slice(0, -2) : [];
	const bBatch = bMatrix ? avalOf(b).shape.slice(0, -2) : [];
	const batch = broadcastShapes(aBatch, bBatch).length;
	const plan = planBatch(aBatch, bBatch, batch);
	const p = ops.squeeze(a, plan.aDropped);
	const q = ops.squeeze(b, plan.bDropped);
	const out = contract(
		p,
		q,
		[
			[[rank(p) - 1], [rank(q) - 1 - Number(bMatrix)]],
			[plan.aShared, plan.bShared]
		],
		preferred
	);
	const columns = [...plan.labels(rank(p), rank(q), aMatrix, bMatrix)];
	return ops.transpose(out, columns);
}

interface BatchPlan {
	readonly aDropped: number[];
	readonly bDropped: number[];
	/** Places of the shared batch axes once the dropped ones are gone. */
	readonly aShared: number[];
	readonly bShared: number[];
	/** The order that brings the result's axes into NumPy's. */
	labels(aRank: number, bRank: number, aMatrix: boolean, bMatrix: boolean): number[];
}

function planBatch(aBatch: readonly number[], bBatch: readonly number[], batch: number): BatchPlan {
	const [aDropped, bDropped, aShared, bShared]: number[][] = [[], [], [], []];
	const owner: ('both' | 'a' | 'b')[] = [];
	let [aAt, bAt] = [0, 0];
	for (let axis = 0; axis < batch; axis++) {
		const [i, j] = [axis - batch + aBatch.length, axis - batch + bBatch.length];
		const [aHas, bHas] = [i >= 0, j >= 0];
		const [m, n] = [aBatch[i], bBatch[j]];
		if (aHas && bHas && m === n) {
			aShared.push(aAt++);
			bShared.push(bAt++);
			owner.push('both');
		} else if (aHas && (!bHas || n === 1)) {
			if (bHas) bDropped.push(j);
			aAt++;
			owner.push('a');
		} else {
			if (aHas) aDropped.push(i);
			bAt++;
			owner.push('b');
		}
	}
	return {
		aDropped,
		bDropped,
		aShared,
		bShared,
		labels: (...ranks) => outputOrder(owner, ranks[2], ranks[3])
	};
}

/** Where NumPy's axes (batch, row, column) are in a dot_general's result (shared, free of a, free of b). */
function outputOrder(owner: readonly ('both' | 'a' | 'b')[], aMatrix: boolean, bMatrix: boolean): number[] {
	const places = (of: 'both' | 'a' | 'b'): number[] => range(owner.length).filter((i) => owner[i] === of);
	const row = owner.length;
	const column = row + 1;
	const laid = [
		...places('both'),
		...places('a'),
		...(aMatrix ? [row] : []),
		...places('b'),
		...(bMatrix ? [column] : [])
	];
	return range(column + 1)
		.map((label) => laid.indexOf(label))
		.filter((place) => place >= 0);
}
