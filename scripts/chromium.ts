import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir, userInfo } from 'node:os';
import { delimiter, dirname, join } from 'node:path';

/** A Chromium to drive, and what its environment needs beyond the usual. */
export interface Browser {
	readonly executablePath: string;
	readonly env: Readonly<Record<string, string>>;
}

/** Where a Chromium may come from, the most deliberate choice first. Each answers null where it has none. */
export const sources = {
	environment: fromEnvironment,
	playwright: fromPlaywright,
	path: fromPath,
	applications: fromApplications,
	package: fromPackage
} as const;

export type Source = () => Browser | null | Promise<Browser | null>;

/**
 * The Chromium of the first source that has one. Throws an error that names the commands which would bring one.
 * The sources can be replaced for tests.
 */
export async function findChromium(from: Iterable<Source> = Object.values(sources)): Promise<Browser> {
	for (const source of from) {
		const browser = await source();
		if (browser) return browser;
	}
	throw new Error(
		[
			'No Chromium was found for the tests in a real browser. Any of these brings one:',
			'  npx playwright install chromium      (downloads the one Playwright is made for)',
			'  npm install --include=optional       (Linux x64: the one in the package @sparticuz/chromium)',
			'  CHROMIUM_PATH=/path/to/chrome npm test   (any Chromium, Chrome or Edge you have)'
		].join('\n')
	);
}

const plain = (executablePath: string): Browser => ({ executablePath, env: {} });

const firstExisting = (paths: readonly string[]): Browser | null => {
	const path = paths.find((candidate) => existsSync(candidate));
	return path === undefined ? null : plain(path);
};

const variables = [
	'CHROMIUM_PATH',
	'PLAYWRIGHT_CHROMIUM_EXECUTABLE_PATH',
	'CHROME_PATH',
	'CHROME_BIN'
] as const;

/** The path in one of the usual variables. A path that does not exist is an error, not a reason to look on. */
export function fromEnvironment(env: NodeJS.ProcessEnv = process.env): Browser | null {
	for (const name of variables) {
		const path = env[name];
		if (!path) continue;
		if (!existsSync(path)) throw new Error(`${name} is ${path}, and there is no such file.`);
		return plain(path);
	}
	return null;
}

/** Playwright's own download, if it was made. */
async function fromPlaywright(): Promise<Browser | null> {
	const { chromium } = await import('playwright');
	return firstExisting([chromium.executablePath()]);
}

const commands = [
	'chromium',
	'chromium-browser',
	'google-chrome-stable',
	'google-chrome',
	'chrome',
	'microsoft-edge-stable',
	'microsoft-edge',
	'msedge'
];

/** A command on PATH; the commands are tried in turn, each in all folders. */
export function fromPath(env: NodeJS.ProcessEnv = process.env, platform = process.platform): Browser | null {
	const folders = (env.PATH ?? env.Path ?? '').split(delimiter).filter(Boolean);
	const suffix = platform === 'win32' ? '.exe' : '';
	return firstExisting(commands.flatMap((name) => folders.map((folder) => join(folder, name + suffix))));
}

const applications: Partial<Record<NodeJS.Platform, readonly string[]>> = {
	darwin: ['Chromium', 'Google Chrome', 'Microsoft Edge'].flatMap((name) =>
		['/Applications', join(process.env.HOME ?? '', 'Applications')].map((folder) =>
			join(folder, `${name}.app/Contents/MacOS/${name}`)
		)
	),
	win32: [process.env.PROGRAMFILES, process.env['PROGRAMFILES(X86)'], process.env.LOCALAPPDATA].flatMap(
		(folder = '') => [
			join(folder, 'Chromium/Application/chrome.exe'),
			join(folder, 'Google/Chrome/Application/chrome.exe'),
			join(folder, 'Microsoft/Edge/Application/msedge.exe')
		]
	),
	linux: [
		'/usr/lib/chromium/chromium',
		'/usr/lib/chromium-browser/chromium-browser',
		'/opt/google/chrome/chrome',
		'/opt/microsoft/msedge/msedge',
		'/snap/bin/chromium'
	]
};

function fromApplications(): Browser | null {
	return firstExisting(applications[process.platform] ?? []);
}

/**
 * The Chromium shipped in `@sparticuz/chromium`, unpacked once a version to the temporary folder. The package brings
 * the libraries a bare system lacks (NSS and others), but unpacks them only where it believes to be on AWS Lambda.
 */
async function fromPackage(): Promise<Browser | null> {
	if (process.platform !== 'linux' || process.arch !== 'x64') return null;
	const version = installedVersion('@sparticuz/chromium');
	if (version === null) return null;
	const folder = join(tmpdir(), `lockstep-chromium-${version}-${userInfo().uid}`);
	if (!existsSync(folder)) await unpackTo(folder);
	return {
		executablePath: join(folder, 'chromium'),
		env: {
			LD_LIBRARY_PATH: [join(folder, 'al2023/lib'), process.env.LD_LIBRARY_PATH].filter(Boolean).join(':'),
			FONTCONFIG_FILE: join(folder, 'fonts.conf')
		}
	};
}

function installedVersion(name: string): string | null {
	const require = createRequire(join(process.cwd(), 'package.json'));
	try {
		const file = join(dirname(require.resolve(name)), '../../package.json');
		return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
	} catch {
		return null;
	}
}

/** Whole or not at all: into a folder of its own, moved when it is complete. */
async function unpackTo(folder: string): Promise<void> {
	const draft = mkdtempSync(`${folder}.`);
	const restore = setEnvironment({ TMPDIR: draft, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs22.x' });
	try {
		const { default: chromium } = await import('@sparticuz/chromium');
		await chromium.executablePath();
	} finally {
		restore();
	}
	mkdirSync(join(draft, 'fonts'), { recursive: true });
	writeFileSync(join(draft, 'fonts.conf'), fontConfiguration(folder));
	try {
		renameSync(draft, folder);
	} catch (error) {
		rmSync(draft, { recursive: true, force: true });
		if (!existsSync(folder)) throw error;
	}
}

const fontConfiguration = (folder: string): string =>
	`<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${folder}/fonts</dir>
  <dir>/usr/share/fonts</dir>
  <cachedir>${folder}/fonts-cache</cachedir>
</fontconfig>
`;

/** Sets variables of this process; the answer puts all that the package may change back as it was. */
function setEnvironment(variables: Record<string, string>): () => void {
	const before = { ...process.env };
	Object.assign(process.env, variables);
	return () => {
		for (const name of Object.keys(process.env))
			if (!(name in before)) Reflect.deleteProperty(process.env, name);
		Object.assign(process.env, before);
	};
}
