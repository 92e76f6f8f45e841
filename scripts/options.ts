import { existsSync } from 'node:fs';
import { resolve } from 'node:path';

/** A mistake in how a script was called: its message is all that is to be seen. */
export class UsageError extends Error {}

/** A file as the user named it, seen from where the user stood. */
export function userFile(name: string): string {
	const path = resolve(process.env.INIT_CWD ?? '.', name);
	return existsSync(path) ? path : resolve(name);
}

/** Runs a script to its end. A `UsageError` is told in one line, with exit code 2; any other error is a crash. */
export async function main(body: () => Promise<number>): Promise<void> {
	process.stdout.on('error', leaveQuietly);
	try {
		process.exitCode = await body();
	} catch (error) {
		if (!isUsage(error)) throw error;
		console.error(error.message);
		process.exitCode = 2;
	}
}

/** Ours, or that of `parseArgs`. */
const isUsage = (error: unknown): error is Error =>
	error instanceof UsageError ||
	(error instanceof TypeError && String((error as NodeJS.ErrnoException).code).startsWith('ERR_PARSE_ARGS'));

/** Where what is printed is cut by `| head`, there is nobody left to print for. */
function leaveQuietly(error: NodeJS.ErrnoException): void {
	if (error.code !== 'EPIPE') throw error;
	process.exit(0);
}
