import type { Kernel, View } from '../kernel';

/** One output of each of `n` elements: the loop behind every operation that has none of its own. */
export function map1(n: number, f: (x: number) => number): Kernel {
	return (ins, outs) => {
		const x = ins[0].data;
		const z = outs[0].data;
		const p = ins[0].at;
		const r = outs[0].at;
		for (let i = 0; i < n; i++) z[r + i] = f(x[p + i]);
	};
}

/** The same of two operands; a scalar one stays at its only element. */
export function map2(
	n: number,
	scalarA: boolean,
	scalarB: boolean,
	f: (x: number, y: number) => number
): Kernel {
	const stepA = scalarA ? 0 : 1;
	const stepB = scalarB ? 0 : 1;
	return (ins, outs) => {
		const x = ins[0].data;
		const y = ins[1].data;
		const z = outs[0].data;
		const r = outs[0].at;
		let p = ins[0].at;
		let q = ins[1].at;
		for (let i = 0; i < n; i++) {
			z[r + i] = f(x[p], y[q]);
			p += stepA;
			q += stepB;
		}
	};
}

/** Copies `slots` array slots. */
export function copySlots(slots: number, from: View, to: View): void {
	const x = from.data;
	const z = to.data;
	const p = from.at;
	const r = to.at;
	for (let i = 0; i < slots; i++) z[r + i] = x[p + i];
}
