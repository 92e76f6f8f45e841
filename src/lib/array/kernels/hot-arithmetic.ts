import type { Kernel } from '../kernel';

/**
 * The arithmetic of ordinary loop bodies. Each has loops of its own so that V8 sees a single
 * operation in them (a loop that calls a given function costs five times as much). `Full` takes two operands of `n`
 * elements at `ins[a]` and `ins[b]`; in `Scalar` the one at `ins[b]` has a single element, in `ScalarFirst` the one at `ins[a]`.
 */
export type HotLoop = (n: number, a?: number, b?: number) => Kernel;

const addFull: HotLoop =
	(n, a = 0, b = 1) =>
	(ins, outs) => {
		const x = ins[a].data;
		const y = ins[b].data;
		const z = outs[0].data;
		const p = ins[a].at;
		const q = ins[b].at;
		const r = outs[0].at;
		for (let i = 0; i < n; i++) z[r + i] = x[p + i] + y[q + i];
	};

const addScalar: HotLoop =
	(n, a = 0, b = 1) =>
	(ins, outs) => {
		const x = ins[a].data;
		const z = outs[0].data;
		const p = ins[a].at;
		const y = ins[b].data[ins[b].at];
		const r = outs[0].at;
		for (let i = 0; i < n; i++) z[r + i] = x[p + i] + y;
	};

const subFull: HotLoop =
	(n, a = 0, b = 1) =>
	(ins, outs) => {
		const x = ins[a].data;
		const y = ins[b].data;
		const z = outs[0].data;
		const p = ins[a].at;
		const q = ins[b].at;
		const r = outs[0].at;
		for (let i = 0; i < n; i++) z[r + i] = x[p + i] - y[q + i];
	};

const subScalar: HotLoop =
	(n, a = 0, b = 1) =>
	(ins, outs) => {
		const x = ins[a].data;
		const z = outs[0].data;
		const p = ins[a].at;
		const y = ins[b].data[ins[b].at];
		const r = outs[0].at;
		for (let i = 0; i < n; i++) z[r + i] = x[p + i] - y;
	};

const subScalarFirst: HotLoop =
	(n, a = 0, b = 1) =>
	(ins, outs) => {
		const y = ins[b].data;
		const z = outs[0].data;
		const x = ins[a].data[ins[a].at];
		const q = ins[b].at;
		const r = outs[0].at;
		for (let i = 0; i < n; i++) z[r + i] = x - y[q + i];
	};

const mulFull: HotLoop =
	(n, a = 0, b = 1) =>
	(ins, outs) => {
		const x = ins[a].data;
		const y = ins[b].data;
		const z = outs[0].data;
		const p = ins[a].at;
		const q = ins[b].at;
		const r = outs[0].at;
		for (let i = 0; i < n; i++) z[r + i] = x[p + i] * y[q + i];
	};

const mulScalar: HotLoop =
	(n, a = 0, b = 1) =>
	(ins, outs) => {
		const x = ins[a].data;
		const z = outs[0].data;
		const p = ins[a].at;
		const y = ins[b].data[ins[b].at];
		const r = outs[0].at;
		for (let i = 0; i < n; i++) z[r + i] = x[p + i] * y;
	};

const imulFull: HotLoop =
	(n, a = 0, b = 1) =>
	(ins, outs) => {
		const x = ins[a].data;
		const y = ins[b].data;
		const z = outs[0].data;
		const p = ins[a].at;
		const q = ins[b].at;
		const r = outs[0].at;
		for (let i = 0; i < n; i++) z[r + i] = Math.imul(x[p + i], y[q + i]);
	};

const imulScalar: HotLoop =
	(n, a = 0, b = 1) =>
	(ins, outs) => {
		const x = ins[a].data;
		const z = outs[0].data;
		const p = ins[a].at;
		const y = ins[b].data[ins[b].at];
		const r = outs[0].at;
		for (let i = 0; i < n; i++) z[r + i] = Math.imul(x[p + i], y);
	};

const divFull: HotLoop =
	(n, a = 0, b = 1) =>
	(ins, outs) => {
		const x = ins[a].data;
		const y = ins[b].data;
		const z = outs[0].data;
		const p = ins[a].at;
		const q = ins[b].at;
		const r = outs[0].at;
		for (let i = 0; i < n; i++) z[r + i] = x[p + i] / y[q + i];
	};

const divScalar: HotLoop =
	(n, a = 0, b = 1) =>
	(ins, outs) => {
		const x = ins[a].data;
		const z = outs[0].data;
		const p = ins[a].at;
		const y = ins[b].data[ins[b].at];
		const r = outs[0].at;
		for (let i = 0; i < n; i++) z[r + i] = x[p + i] / y;
	};

const divScalarFirst: HotLoop =
	(n, a = 0, b = 1) =>
	(ins, outs) => {
		const y = ins[b].data;
		const z = outs[0].data;
		const x = ins[a].data[ins[a].at];
		const q = ins[b].at;
		const r = outs[0].at;
		for (let i = 0; i < n; i++) z[r + i] = x / y[q + i];
	};

const maxFull: HotLoop =
	(n, a = 0, b = 1) =>
	(ins, outs) => {
		const x = ins[a].data;
		const y = ins[b].data;
		const z = outs[0].data;
		const p = ins[a].at;
		const q = ins[b].at;
		const r = outs[0].at;
		for (let i = 0; i < n; i++) z[r + i] = Math.max(x[p + i], y[q + i]);
	};

const maxScalar: HotLoop =
	(n, a = 0, b = 1) =>
	(ins, outs) => {
		const x = ins[a].data;
		const z = outs[0].data;
		const p = ins[a].at;
		const y = ins[b].data[ins[b].at];
		const r = outs[0].at;
		for (let i = 0; i < n; i++) z[r + i] = Math.max(x[p + i], y);
	};

const minFull: HotLoop =
	(n, a = 0, b = 1) =>
	(ins, outs) => {
		const x = ins[a].data;
		const y = ins[b].data;
		const z = outs[0].data;
		const p = ins[a].at;
		const q = ins[b].at;
		const r = outs[0].at;
		for (let i = 0; i < n; i++) z[r + i] = Math.min(x[p + i], y[q + i]);
	};

const minScalar: HotLoop =
	(n, a = 0, b = 1) =>
	(ins, outs) => {
		const x = ins[a].data;
		const z = outs[0].data;
		const p = ins[a].at;
		const y = ins[b].data[ins[b].at];
		const r = outs[0].at;
		for (let i = 0; i < n; i++) z[r + i] = Math.min(x[p + i], y);
	};

export interface Loops {
	readonly full: HotLoop;
	readonly scalar: HotLoop;
	readonly scalarFirst: HotLoop;
}

/** The loop with its operands exchanged. */
export const flipped =
	(loop: HotLoop): HotLoop =>
	(n, a = 0, b = 1) =>
		loop(n, b, a);

export type HotArithmetic = 'add' | 'sub' | 'mul' | 'imul' | 'div' | 'max' | 'min';

/** Result in the operands' dtype. `mul` is exact in a double below 32 bits, `imul` wraps a 32-bit product. */
export const hotArithmetic: { readonly [K in HotArithmetic]: Loops } = {
	add: { full: addFull, scalar: addScalar, scalarFirst: flipped(addScalar) },
	sub: { full: subFull, scalar: subScalar, scalarFirst: subScalarFirst },
	mul: { full: mulFull, scalar: mulScalar, scalarFirst: flipped(mulScalar) },
	imul: { full: imulFull, scalar: imulScalar, scalarFirst: flipped(imulScalar) },
	div: { full: divFull, scalar: divScalar, scalarFirst: divScalarFirst },
	max: { full: maxFull, scalar: maxScalar, scalarFirst: flipped(maxScalar) },
	min: { full: minFull, scalar: minScalar, scalarFirst: flipped(minScalar) }
};
