import '$lib/session/whole';
import { serveHere, type Serve } from './measure/in-worker';
import { tableOf, type Figure } from './measure/figure';
import { main, UsageError } from './options';

/** What is measured: a file in `bench/`. */
export interface Measurement {
	/** Throws where the figures cannot be had. */
	readonly run: () => readonly Figure[] | Promise<readonly Figure[]>;
	/** What its worker does, if it has one, under the name of the file. */
	readonly serve?: Serve<never, unknown>;
}

const measurements = Object.entries(import.meta.glob<Measurement>('./bench/*.ts', { eager: true })).map(
	([path, measurement]) => ({ ...measurement, name: path.replace(/^.*\/|\.ts$/g, '') })
);

/**
 * `npm run bench [-- NAME...]`: every measurement in `bench/`, or those named, as one table. Ends with 1 where a goal is missed.
 */
async function bench(): Promise<number> {
	const wanted = process.argv.slice(2);
	const unknown = wanted.find((name) => !measurements.some((measurement) => measurement.name === name));
	if (unknown !== undefined) throw new UsageError(`there is no benchmark '${unknown}'`);
	const figures: Figure[] = [];
	for (const { name, run } of measurements) {
		if (wanted.length > 0 && !wanted.includes(name)) continue;
		console.error(`${name} ...`);
		figures.push(...(await run()));
	}
	console.log(tableOf(figures));
	return figures.every(({ met }) => met) ? 0 : 1;
}

const servers = Object.fromEntries(
	measurements.flatMap(({ name, serve }) => (serve ? [[name, serve] as const] : []))
);
if (!serveHere(servers)) await main(bench);
