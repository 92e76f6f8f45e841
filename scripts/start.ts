import { parseArgs } from 'node:util';
import { buildFolder, ensureBuild } from './build';
import { main, UsageError } from './options';
import { isTaken, serve, type Served } from './serve';

/**
 * `npm start [-- --port N]`: the production build on one port of this machine. The port is taken first, so that one
 * learns at once that it cannot be had; requests that come during the build wait for it.
 */
await main(async () => {
	const served = await serveOn(wantedPort());
	if (!served) return 1;
	if (!ensureBuild()) {
		served.close();
		return 1;
	}
	console.log(`Lockstep is open at ${served.url}  (Ctrl-C stops it)`);
	return 0;
});

/** Null, and a word to the user, where another program has the port. */
async function serveOn(port: number): Promise<Served | null> {
	try {
		return await serve(buildFolder, port);
	} catch (error) {
		if (!isTaken(error)) throw error;
		console.error(
			`Port ${port} is taken by another program. Choose another one: npm start -- --port ${port + 1}`
		);
		return null;
	}
}

function wantedPort(): number {
	const { values } = parseArgs({ options: { port: { type: 'string', short: 'p' } } });
	const text = values.port ?? process.env.PORT ?? '4173';
	const port = Number(text);
	if (!/^\d+$/.test(text) || port > 65535)
		throw new UsageError(`"${text}" is not a port; it is a number from 0 to 65535.`);
	return port;
}
