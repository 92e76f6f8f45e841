import { wordsOf, type DType } from '../dtype';
import type { Kernel } from '../kernel';
import { copySlots } from './elementwise';

/**
 * `select_n`: ins `[which, case0, case1, ...]`, outs `[y]`. `which` is bool or int32 and has `n` elements, or one when
 * `scalarWhich`; every case has `n` elements of `dtype`. An int32 outside 0..cases-1 is clamped.
 */
export function select(dtype: DType, n: number, cases: number, scalarWhich: boolean): Kernel {
	const words = wordsOf(dtype);
	if (scalarWhich) return selectWhole(n * words, cases);
	return cases === 2 && words === 1 ? selectTwo(n) : selectMany(n, cases, words);
}

const selectTwo =
	(n: number): Kernel =>
	(ins, outs) => {
		const w = ins[0].data;
		const x = ins[1].data;
		const y = ins[2].data;
		const z = outs[0].data;
		const m = ins[0].at;
		const p = ins[1].at;
		const q = ins[2].at;
		const r = outs[0].at;
		for (let i = 0; i < n; i++) z[r + i] = w[m + i] > 0 ? y[q + i] : x[p + i];
	};

const clamped = (which: number, cases: number): number => Math.min(Math.max(which, 0), cases - 1);

/** One selector for all: the chosen case is copied. */
function selectWhole(slots: number, cases: number): Kernel {
	return (ins, outs) => {
		const from = ins[1 + clamped(ins[0].data[ins[0].at], cases)];
		copySlots(slots, from, outs[0]);
	};
}

const selectMany =
	(n: number, cases: number, words: number): Kernel =>
	(ins, outs) => {
		const which = ins[0];
		const out = outs[0];
		for (let i = 0; i < n; i++) {
			const from = ins[1 + clamped(which.data[which.at + i], cases)];
			for (let w = i * words; w < (i + 1) * words; w++) out.data[out.at + w] = from.data[from.at + w];
		}
	};

/** `clamp`: ins `[lo, x, hi]`, outs `[y]`: min(max(x, lo), hi), NaN stays NaN. `lo` and `hi` have one element where scalar. */
export function clamp(dtype: DType, n: number, scalarLo: boolean, scalarHi: boolean): Kernel {
	if (dtype === 'key<fry>') throw new Error('internal: no clamp of keys');
	const stepLo = scalarLo ? 0 : 1;
	const stepHi = scalarHi ? 0 : 1;
	return ([lo, x, hi], [out]) => {
		for (let i = 0; i < n; i++) {
			const raised = Math.max(x.data[x.at + i], lo.data[lo.at + i * stepLo]);
			out.data[out.at + i] = Math.min(raised, hi.data[hi.at + i * stepHi]);
		}
	};
}
