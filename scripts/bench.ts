import { main } from './options';

/** One thing that is measured: a file in `bench/`. */
export interface Measurement {
	readonly title: string;
	/** The figures, a line each. Throws where they cannot be had. */
	readonly run: () => readonly string[] | Promise<readonly string[]>;
}

/** `npm run bench`: every measurement in `bench/`, in the order of their files' names. */
await main(async () => {
	const measurements = import.meta.glob<Measurement>('./bench/*.ts', { eager: true });
	for (const [, { title, run }] of Object.entries(measurements).sort()) {
		console.log(title);
		for (const line of await run()) console.log(`  ${line}`);
	}
	return 0;
});
