import { existsSync, readFileSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import { type AddressInfo } from 'node:net';
import { join } from 'node:path';
import sirv from 'sirv';

/** Both names of this machine, so that `localhost` works whichever of them it means. */
const hosts = ['127.0.0.1', '::1'] as const;

/** What is below is named after its content, so a browser need not ask again. */
const named = '/_app/immutable/';

export interface Served {
	readonly url: string;
	readonly close: () => void;
}

/**
 * Serves a folder of files on this machine alone. Resolves with the address once connections are taken; rejects with
 * Node's error (`EADDRINUSE`, `EACCES`) where the port cannot be had. Port 0 takes any free one.
 */
export async function serve(folder: string, port: number): Promise<Served> {
	const handler = handlerFor(folder);
	const first = await listen(handler, hosts[0], port);
	const taken = (first.address() as AddressInfo).port;
	const servers = [first];
	try {
		servers.push(await listen(handler, hosts[1], taken));
	} catch (error) {
		if (isTaken(error)) {
			first.close();
			throw error;
		}
		// No IPv6 here: one address is enough.
	}
	return { url: `http://localhost:${taken}/`, close: () => servers.forEach((server) => server.close()) };
}

export const isTaken = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === 'EADDRINUSE';

function handlerFor(folder: string): RequestListener {
	const fallback = join(folder, '404.html');
	const files = sirv(folder, {
		dev: true,
		etag: true,
		gzip: true,
		dotfiles: false,
		setHeaders: (response, path) => {
			if (path.startsWith(named)) response.setHeader('Cache-Control', 'public, max-age=31536000, immutable');
		},
		onNoMatch: (_request, response) => {
			response.writeHead(404, { 'content-type': 'text/html; charset=utf-8' });
			response.end(existsSync(fallback) ? readFileSync(fallback) : 'Not found');
		}
	});
	return (request, response) => files(request, response);
}

function listen(
	handler: RequestListener,
	host: string,
	port: number
): Promise<ReturnType<typeof createServer>> {
	const server = createServer(handler);
	return new Promise((resolve, reject) => {
		server.once('error', reject);
		server.listen(port, host, () => resolve(server));
	});
}
