import { printJaxpr } from '$lib/core/print-jaxpr';
import { batchedScan, weights } from './bench/rnn';
import { kernelOf } from '$lib/rules/evaluate';
import { allocate } from '$lib/array/dtype';
import { sizeOf } from '$lib/array/shape';
import { plainDriver } from '$lib/transforms/eval';
const { params } = batchedScan();
console.log(printJaxpr(params.jaxpr));
for (const eqn of params.jaxpr.eqns) {
	const inT = eqn.inputs.map(a => a.aval), outT = eqn.outputs.map(v => v.aval);
	const k = kernelOf(eqn.primitive, inT, outT, eqn.params, plainDriver);
	const fill = (t: any) => { const d = allocate(t.dtype, sizeOf(t.shape)); for (let i = 0; i < d.length; i++) d[i] = Math.sin(i * 3 + 1); return { data: d, at: 0 }; };
	const ins = inT.map(fill), outs = outT.map(fill);
	let best = Infinity;
	for (let r = 0; r < 30; r++) { const s = process.hrtime.bigint(); for (let i = 0; i < 200; i++) k(ins, outs); best = Math.min(best, Number(process.hrtime.bigint() - s) / 200); }
	console.log(eqn.primitive, inT.map(t => t.shape.join('x')).join(' '), '->', outT[0].shape.join('x'), best.toFixed(0), 'ns');
}
