import { record } from '$lib/session/run';
import { readFileSync } from 'node:fs';
const run = record(readFileSync(process.argv[2] ?? '/dev/stdin', 'utf8'));
console.log(run.recording.outcome, run.recording.stdout);
for (const l of run.recording.loops) console.log(l.name, l.lanes, l.length, l.path.map(p=>p.kind+':'+p.name).join(' > '), l.carry.map(c=>c.name), l.roles.map(r=>r.name+':'+r.role).join(' '), l.eqns.map(e=>e.text+' = '+e.name));
