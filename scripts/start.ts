import { parseArgs } from 'node:util';
import { buildFolder, ensureBuild } from './build';
import { main, UsageError } from './options';
import { isTaken, serve } from './serve';

/** `npm start [-- --port N]`: the production build on one port of this machine, built first where it has to be. */
await main(async () => {
	const port = wantedPort();
	if (!ensureBuild()) return 1;
	try {
		const { url } = await serve(buildFolder, port);
		console.log(`Lockstep is open at ${url}  (Ctrl-C stops it)`);
	} catch (error) {
		if (!isTaken(error)) throw error;
		console.error(
			`Port ${port} is taken by another program. Choose another one: npm start -- --port ${port + 1}`
		);
		return 1;
	}
	return 0;
});

function wantedPort(): number {
	const { values } = parseArgs({ options: { port: { type: 'string', short: 'p' } }, allowPositionals: true });
	const text = values.port ?? process.env.PORT ?? '4173';
	const port = Number(text);
	if (!Number.isInteger(port) || port < 0 || port > 65535)
		throw new UsageError(`"${text}" is not a port; it is a number from 0 to 65535.`);
	return port;
}
