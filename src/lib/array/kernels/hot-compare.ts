import { flipped, type HotLoop, type Loops } from './hot-arithmetic';
import type { CompareOp } from './binary';

const eqFull: HotLoop =
	(n, a = 0, b = 1) =>
	(ins, outs) => {
		const x = ins[a].data;
		const y = ins[b].data;
		const z = outs[0].data;
		const p = ins[a].at;
		const q = ins[b].at;
		const r = outs[0].at;
		for (let i = 0; i < n; i++) z[r + i] = +(x[p + i] === y[q + i]);
	};

const eqScalar: HotLoop =
	(n, a = 0, b = 1) =>
	(ins, outs) => {
		const x = ins[a].data;
		const z = outs[0].data;
		const p = ins[a].at;
		const y = ins[b].data[ins[b].at];
		const r = outs[0].at;
		for (let i = 0; i < n; i++) z[r + i] = +(x[p + i] === y);
	};

const neFull: HotLoop =
	(n, a = 0, b = 1) =>
	(ins, outs) => {
		const x = ins[a].data;
		const y = ins[b].data;
		const z = outs[0].data;
		const p = ins[a].at;
		const q = ins[b].at;
		const r = outs[0].at;
		for (let i = 0; i < n; i++) z[r + i] = +(x[p + i] !== y[q + i]);
	};

const neScalar: HotLoop =
	(n, a = 0, b = 1) =>
	(ins, outs) => {
		const x = ins[a].data;
		const z = outs[0].data;
		const p = ins[a].at;
		const y = ins[b].data[ins[b].at];
		const r = outs[0].at;
		for (let i = 0; i < n; i++) z[r + i] = +(x[p + i] !== y);
	};

const ltFull: HotLoop =
	(n, a = 0, b = 1) =>
	(ins, outs) => {
		const x = ins[a].data;
		const y = ins[b].data;
		const z = outs[0].data;
		const p = ins[a].at;
		const q = ins[b].at;
		const r = outs[0].at;
		for (let i = 0; i < n; i++) z[r + i] = +(x[p + i] < y[q + i]);
	};

const ltScalar: HotLoop =
	(n, a = 0, b = 1) =>
	(ins, outs) => {
		const x = ins[a].data;
		const z = outs[0].data;
		const p = ins[a].at;
		const y = ins[b].data[ins[b].at];
		const r = outs[0].at;
		for (let i = 0; i < n; i++) z[r + i] = +(x[p + i] < y);
	};

const ltScalarFirst: HotLoop =
	(n, a = 0, b = 1) =>
	(ins, outs) => {
		const y = ins[b].data;
		const z = outs[0].data;
		const x = ins[a].data[ins[a].at];
		const q = ins[b].at;
		const r = outs[0].at;
		for (let i = 0; i < n; i++) z[r + i] = +(x < y[q + i]);
	};

const leFull: HotLoop =
	(n, a = 0, b = 1) =>
	(ins, outs) => {
		const x = ins[a].data;
		const y = ins[b].data;
		const z = outs[0].data;
		const p = ins[a].at;
		const q = ins[b].at;
		const r = outs[0].at;
		for (let i = 0; i < n; i++) z[r + i] = +(x[p + i] <= y[q + i]);
	};

const leScalar: HotLoop =
	(n, a = 0, b = 1) =>
	(ins, outs) => {
		const x = ins[a].data;
		const z = outs[0].data;
		const p = ins[a].at;
		const y = ins[b].data[ins[b].at];
		const r = outs[0].at;
		for (let i = 0; i < n; i++) z[r + i] = +(x[p + i] <= y);
	};

const leScalarFirst: HotLoop =
	(n, a = 0, b = 1) =>
	(ins, outs) => {
		const y = ins[b].data;
		const z = outs[0].data;
		const x = ins[a].data[ins[a].at];
		const q = ins[b].at;
		const r = outs[0].at;
		for (let i = 0; i < n; i++) z[r + i] = +(x <= y[q + i]);
	};

/** Comparisons, their result 0 or 1 (`+` of a boolean: a conditional costs three times as much). */
export const hotCompare: { readonly [K in CompareOp]: Loops } = {
	eq: { full: eqFull, scalar: eqScalar, scalarFirst: flipped(eqScalar) },
	ne: { full: neFull, scalar: neScalar, scalarFirst: flipped(neScalar) },
	lt: { full: ltFull, scalar: ltScalar, scalarFirst: ltScalarFirst },
	le: { full: leFull, scalar: leScalar, scalarFirst: leScalarFirst },
	gt: { full: flipped(ltFull), scalar: flipped(ltScalarFirst), scalarFirst: flipped(ltScalar) },
	ge: { full: flipped(leFull), scalar: flipped(leScalarFirst), scalarFirst: flipped(leScalar) }
};
