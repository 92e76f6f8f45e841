import { assemble } from '$lib/array/wasm/assemble';
import { routine, scratch } from '$lib/array/wasm/scratch';
import { packCode, dotCode } from '$lib/array/wasm/dot';
import { mapCode } from '$lib/array/wasm/unary';
const pack = routine('pack', packCode)!, dot = routine('dot', dotCode)!, tanh = routine('tanh', () => mapCode('tanh'))!, exp = routine('exp', () => mapCode('exp'))!;
function t(name: string, f: () => void) { let best = Infinity; for (let r = 0; r < 60; r++) { const s = process.hrtime.bigint(); for (let i = 0; i < 200; i++) f(); best = Math.min(best, Number(process.hrtime.bigint() - s) / 200); } console.log(name, best.toFixed(0)); }
scratch(0, 100000).fill(0.3);
t('pack W', () => pack(0, 100000, 1, 0, 16, 64, 16, 4));
t('pack h transposed', () => pack(0, 110000, 1, 0, 16, 4, 64, 64));
t('pack h straight', () => pack(0, 110000, 1, 0, 64, 64, 16, 4));
t('dot', () => dot(100000, 110000, 200000, 16, 64, 16));
scratch(0, 1024).fill(0.3);
const buf = new Float32Array(4000), s = scratch(0, 1024);
t('copy in', () => s.set(buf.subarray(7, 7 + 1024)));
t('copy out', () => buf.set(s, 7));

for (const op of ['tanh','exp','log','sinh'] as const) for (const k of [1,2,3,4]) {
 const s = process.hrtime.bigint(); const code = mapCode(op, k); const f = routine(op+k, () => code)!; const e = Number(process.hrtime.bigint() - s);
 t(op + k + ' made in ' + e/1e6 + ' ms ' + assemble(code).length, () => { scratch(0,48).fill(.3); f(0, 4096 - (k===3?16:0)) });
}
