import { record } from '$lib/session/run';
import { readFileSync } from 'node:fs';
const want = new Set(readFileSync('tests/conformance/first-light.txt','utf8').trim().split('\n'));
for (const f of ['scan','vmap-scan','errors','printing','applied','python'])
for (const line of readFileSync(`tests/conformance/${f}.jsonl`,'utf8').trim().split('\n')) {
  const c = JSON.parse(line);
  if (!want.has(c.name)) continue;
  try {
    const r = record(c.source);
    const e = r.error;
    const x = c.expect.error;
    if (e && !x) console.log(c.name, 'ERR', e.type, e.message.slice(0,150), e.span?.line);
    else if (x && !e) console.log(c.name, 'no error, expected', x.type);
    else if (x && e && (x.type!==e.type || e.message.split('\n')[0]!==x.message.split('\n')[0]|| e.span?.line!==x.line)) console.log(c.name,'DIFF',e.type,e.message,e.span?.line,x);
    if (c.expect.stdout !== undefined && c.expect.stdout !== r.recording.stdout) console.log(c.name, 'STDOUT', JSON.stringify(r.recording.stdout), JSON.stringify(c.expect.stdout));
  } catch (err) { console.log(c.name, 'CRASH', (err as Error).stack?.split('\n').slice(0,4).join(' | ')); }
}
