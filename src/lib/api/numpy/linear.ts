import { ProgramError } from '$lib/core/errors';
import { sizeOf, shapeText } from '$lib/array/shape';
import { axisIn, range } from './axes';
import { asHost, castTo } from './convert';
import { broadcastShapes, commonType, positionsIn } from './elementwise';
import { result, type HostArray } from './host-array';
import { isReal, rounderOf, type HostDType } from './host-dtype';
import { max, min, sum } from './reductions';
import { moveaxis, ravel } from './shaping';
import { binaryFunctions, unaryFunctions } from './ufuncs';

const realType = (host: HostDType): HostDType => (isReal(host) ? host : 'float64');

/** `np.matmul`, `@`. */
export function matmul(a: unknown, b: unknown): HostArray {
	const [x, y] = [asHost(a), asHost(b)];
	if (x.shape.length === 0 || y.shape.length === 0)
		throw new ProgramError(
			'ValueError',
			`matmul: Input operand ${x.shape.length === 0 ? 0 : 1} does not have enough dimensions (has 0, gufunc core with signature (n?,k),(k,m?)->(n?,m?) requires 1)`
		);
	const [p, q] = [
		x.shape.length === 1 ? [1, ...x.shape] : x.shape,
		y.shape.length === 1 ? [...y.shape, 1] : y.shape
	];
	const [n, k, k2, m] = [p[p.length - 2], p[p.length - 1], q[q.length - 2], q[q.length - 1]];
	if (k !== k2)
		throw new ProgramError(
			'ValueError',
			`matmul: Input operand 1 has a mismatch in its core dimension 0, with gufunc signature (n?,k),(k,m?)->(n?,m?) (size ${k2} is different from ${k})`
		);
	const batch = broadcastShapes(p.slice(0, -2), q.slice(0, -2));
	const [atX, atY] = [positionsIn(p.slice(0, -2), batch), positionsIn(q.slice(0, -2), batch)];
	const host = commonType([x, y]);
	const round = rounderOf(host);
	const values: number[] = [];
	for (let i = 0; i < sizeOf(batch); i++)
		for (let row = 0; row < n; row++)
			for (let column = 0; column < m; column++) {
				let total = 0;
				for (let j = 0; j < k; j++)
					total += x.exact[(atX(i) * n + row) * k + j] * y.exact[(atY(i) * k + j) * m + column];
				values.push(round(total));
			}
	const shape = [...batch, ...(x.shape.length === 1 ? [] : [n]), ...(y.shape.length === 1 ? [] : [m])];
	return result(host, shape, values);
}

/** `np.dot`: of vectors and matrices the product, with a scalar the multiple. */
export function dot(a: unknown, b: unknown): HostArray {
	const [x, y] = [asHost(a), asHost(b)];
	if (x.shape.length === 0 || y.shape.length === 0) return binaryFunctions.multiply(x, y);
	const axis = Math.max(0, y.shape.length - 2);
	if (x.shape[x.shape.length - 1] !== y.shape[axis])
		throw new ProgramError(
			'ValueError',
			`shapes ${tight(x)} and ${tight(y)} not aligned: ${x.shape[x.shape.length - 1]} (dim ${x.shape.length - 1}) != ${y.shape[axis]} (dim ${axis})`
		);
	if (y.shape.length > 2)
		throw new ProgramError('NotImplementedError', 'Lockstep does not have np.dot of more than two axes.');
	return matmul(x, y);
}

const tight = (x: HostArray): string => shapeText(x.shape).replace(/, /g, ',');

export function outer(a: unknown, b: unknown): HostArray {
	const [x, y] = [ravel(a), ravel(b)];
	return binaryFunctions.multiply(x.pick([x.size, 1], range(x.size)), y);
}

/** `np.inner` of vectors; of matrices, over the last axes. */
export function inner(a: unknown, b: unknown): HostArray {
	const [x, y] = [asHost(a), asHost(b)];
	return y.shape.length < 2 ? dot(x, y) : dot(x, moveaxis(y, -1n, 0n));
}

export function trace(a: unknown): HostArray {
	const x = asHost(a);
	const [rows, columns] = x.shape;
	return sum(
		x.pick(
			[Math.min(rows, columns)],
			range(Math.min(rows, columns)).map((i) => i * columns + i)
		)
	);
}

/** `np.linalg.norm`: Euclidean, or of order 1, 2, inf, -inf of vectors. */
export function norm(a: unknown, ord: unknown = null, axis: unknown = null, keepdims = false): HostArray {
	const x = castTo(asHost(a), realType(asHost(a).host));
	const size = unaryFunctions.abs(x);
	if (axis === null && (ord === null || x.shape.length === 1)) return vectorNorm(size, ord, null, keepdims);
	if (axis === null)
		throw new ProgramError('NotImplementedError', "Lockstep's np.linalg.norm takes no order of a matrix.");
	return vectorNorm(size, ord, BigInt(axisIn(axis, x.shape.length)), keepdims);
}

function vectorNorm(size: HostArray, ord: unknown, axis: bigint | null, keepdims: boolean): HostArray {
	const over = { axis, keepdims };
	const order = ord === null ? 2 : Number(ord);
	if (Math.abs(order) === Infinity) {
		const sign = order > 0 ? 1 : -1;
		return sign > 0 ? reduceBy('maximum', size, over) : reduceBy('minimum', size, over);
	}
	if (order === 1) return sum(size, over);
	if (order === 2) return unaryFunctions.sqrt(sum(unaryFunctions.square(size), over));
	return binaryFunctions.power(sum(binaryFunctions.power(size, order), over), 1 / order);
}

const reduceBy = (
	name: 'maximum' | 'minimum',
	x: HostArray,
	over: { axis: bigint | null; keepdims: boolean }
): HostArray => (name === 'maximum' ? max(x, over) : min(x, over));

/** Gaussian elimination with partial pivoting: the solutions of a x = b, and the determinant. */
function eliminate(a: number[][], b: number[][]): number {
	let det = 1;
	for (let k = 0; k < a.length; k++) {
		let best = k;
		for (let i = k + 1; i < a.length; i++) if (Math.abs(a[i][k]) > Math.abs(a[best][k])) best = i;
		if (a[best][k] === 0) return 0;
		if (best !== k) {
			[a[k], a[best], b[k], b[best]] = [a[best], a[k], b[best], b[k]];
			det = -det;
		}
		det *= a[k][k];
		for (let i = k + 1; i < a.length; i++) subtractRow(a, b, i, k, a[i][k] / a[k][k]);
	}
	for (let k = a.length - 1; k >= 0; k--) {
		b[k] = b[k].map((v) => v / a[k][k]);
		for (let i = 0; i < k; i++) b[i] = b[i].map((v, j) => v - a[i][k] * b[k][j]);
	}
	return det;
}

function subtractRow(a: number[][], b: number[][], i: number, k: number, by: number): void {
	a[i] = a[i].map((v, j) => v - by * a[k][j]);
	b[i] = b[i].map((v, j) => v - by * b[k][j]);
}

function rowsOf(x: HostArray): number[][] {
	const [n, m] = x.shape;
	return range(n).map((i) => Array.from(x.exact.slice(i * m, (i + 1) * m)));
}

function square(a: unknown): HostArray {
	const x = asHost(a);
	if (x.shape.length !== 2)
		throw new ProgramError(
			x.shape.length < 2 ? 'LinAlgError' : 'NotImplementedError',
			x.shape.length < 2
				? `${x.shape.length}-dimensional array given. Array must be at least two-dimensional`
				: "Lockstep's np.linalg takes single matrices."
		);
	if (x.shape[0] !== x.shape[1])
		throw new ProgramError('LinAlgError', 'Last 2 dimensions of the array must be square');
	return x;
}

const singular = (): ProgramError => new ProgramError('LinAlgError', 'Singular matrix');

export function det(a: unknown): HostArray {
	const x = square(a);
	return result(realType(x.host), [], [eliminate(rowsOf(x), rowsOf(x))]);
}

export function solve(a: unknown, b: unknown): HostArray {
	const [x, y] = [square(a), asHost(b)];
	const right = y.shape.length === 1 ? y.pick([y.size, 1], range(y.size)) : y;
	const solved = rowsOf(right);
	if (eliminate(rowsOf(x), solved) === 0) throw singular();
	return result(realType(commonType([x, y])), y.shape, solved.flat());
}

export function inv(a: unknown): HostArray {
	const x = square(a);
	const n = x.shape[0];
	const unit = range(n).map((i) => range(n).map((j) => Number(i === j)));
	if (eliminate(rowsOf(x), unit) === 0) throw singular();
	return result(realType(x.host), x.shape, unit.flat());
}

/** `np.cross` of two vectors of three numbers. */
export function cross(a: unknown, b: unknown): HostArray {
	const [x, y] = [asHost(a), asHost(b)];
	if (String(x.shape) !== '3' || String(y.shape) !== '3')
		throw new ProgramError('NotImplementedError', 'Lockstep has np.cross of two vectors of length 3.');
	const [p, q] = [x.exact, y.exact];
	const values = [0, 1, 2].map((i) => p[(i + 1) % 3] * q[(i + 2) % 3] - p[(i + 2) % 3] * q[(i + 1) % 3]);
	return result(commonType([x, y]), [3], values);
}
