import { join, posix } from 'node:path';
import { globalsUsed, importsOf, unnamed, type Import } from './imports';

/** Who may import whom, and what else a room is held to. */
export interface House {
	/** For each room, the rooms it may import. `routes` is `src/routes`; the others lie under `src/lib`. */
	readonly rooms: Readonly<Record<string, readonly string[]>>;
	/** Rooms of which a room may import types, and of values only the files named. */
	readonly printers: Readonly<
		Record<string, { readonly rooms: readonly string[]; readonly files: readonly string[] }>
	>;
	/** Packages that not every room may import; the name of the package or of its scope. */
	readonly packages: Readonly<Record<string, readonly string[]>>;
	/** Where a room may take only some names of a package. */
	readonly packageNames: Readonly<Record<string, Readonly<Record<string, RegExp>>>>;
	/** Rooms that run without a page, and the names of a page. */
	readonly pageless: { readonly rooms: readonly string[]; readonly globals: ReadonlySet<string> };
	/** Arrows allowed by name: `from file -> specifier`. */
	readonly exceptions: readonly string[];
}

/** What is wrong with a file, a sentence each; empty where nothing is. `path` is relative to the root, with `/`. */
export function faultsOf(path: string, text: string, house: House): string[] {
	const room = roomOf(path);
	if (room === null || !(room in house.rooms)) return [`${path} stands in no room of the table`];
	const imports = importsOf(path, text)
		.filter((one) => !house.exceptions.includes(`${path} -> ${one.specifier}`))
		.flatMap((one) => {
			const fault = faultOf(path, room, one, house);
			return fault === null ? [] : [`${path} imports ${one.specifier}: ${fault}`];
		});
	const globals = house.pageless.rooms.includes(room) ? globalsUsed(path, text, house.pageless.globals) : [];
	return [...imports, ...globals.map((name) => `${path} uses ${name}: ${room} runs without a page`)];
}

function roomOf(path: string): string | null {
	const [src, lib, room, ...rest] = path.split('/');
	if (src !== 'src') return null;
	if (lib === 'routes') return 'routes';
	return lib === 'lib' && room !== undefined && rest.length > 0 ? room : null;
}

function faultOf(path: string, room: string, one: Import, house: House): string | null {
	const specifier = one.specifier.replace(/\?.*$/, '');
	if (specifier === unnamed) return 'what is imported has to stand there as a literal';
	if (specifier.startsWith('.')) return relativeFault(path, room, specifier);
	if (specifier.startsWith('$lib/') || specifier.startsWith('/src/lib/'))
		return arrowFault(room, specifier.replace(/^(\$lib|\/src\/lib)\//, ''), one, house);
	if (specifier.startsWith('node:')) return 'nothing in src is bound to Node';
	return packageFault(room, specifier, one, house);
}

function relativeFault(path: string, room: string, specifier: string): string | null {
	const target = posix.normalize(join(posix.dirname(path), specifier).replaceAll('\\', '/'));
	return roomOf(`${target}/`) === room ? null : 'a relative import leaves the room; write $lib/...';
}

function arrowFault(room: string, target: string, one: Import, house: House): string | null {
	const [to = ''] = target.split('/');
	if (to === room) return 'within a room imports are relative';
	if (house.rooms[room]?.includes(to)) return null;
	const printers = house.printers[room];
	if (printers?.rooms.includes(to))
		return one.typeOnly || printers.files.includes(target)
			? null
			: `${room} may take only types and printers from ${to}`;
	return `${room} may not import ${to}`;
}

function packageFault(room: string, specifier: string, one: Import, house: House): string | null {
	const name = specifier.split('/')[0] ?? specifier;
	const allowed = house.packages[name];
	if (!allowed) return null;
	if (!allowed.includes(room)) return `${name} is for ${allowed.join(', ')} only`;
	const names = house.packageNames[name]?.[room];
	const others = names ? one.names.filter((taken) => !names.test(taken)) : [];
	return others.length > 0 ? `${room} may not take ${others.join(', ')} of ${name}` : null;
}
