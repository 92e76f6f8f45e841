import type { Span } from '$lib/core/source';
import { nameValue } from '$lib/core/naming';
import { outward, type Activation } from '../activation';
import { at, pyError } from '../errors';
import { didYouMean, moduleToImport } from '$lib/core/help/names';
import { builtins, missing } from '../parts';
import type { Place } from '../scope';
import type { Evaluate, Site } from './unit';

const { usualImport } = missing.functions;
const { nearest } = missing.functions;

/** Puts a value under a name. */
export type Store = (activation: Activation, value: unknown) => void;

/** The value of a name. */
export function loadName(id: string, span: Span, site: Site): Evaluate {
	return load(site.scope.resolve(id), id, span, site);
}

function load(place: Place, id: string, span: Span, site: Site): Evaluate {
	switch (place.kind) {
		case 'slot':
			return loadSlot(place.depth, place.index, id, span, place.own);
		case 'class': {
			const otherwise = loadGlobal(id, span, site);
			return (a) => a.names?.get(id) ?? otherwise(a);
		}
		case 'global':
			return loadGlobal(id, span, site);
	}
}

function loadSlot(depth: number, index: number, id: string, span: Span, own: boolean): Evaluate {
	const unbound = () => at(span, unboundError(id, own));
	if (depth === 0)
		return (a) => {
			const value = a.slots[index];
			if (value === undefined) throw unbound();
			return value;
		};
	return (a) => {
		const value = outward(a, depth).slots[index];
		if (value === undefined) throw unbound();
		return value;
	};
}

const unboundError = (id: string, own: boolean) =>
	own
		? pyError(
				'UnboundLocalError',
				`cannot access local variable '${id}' where it is not associated with a value`
			)
		: pyError(
				'NameError',
				`cannot access free variable '${id}' where it is not associated with a value in enclosing scope`
			);

function loadGlobal(id: string, span: Span, site: Site): Evaluate {
	const { globals } = site;
	const cell = globals.cell(id);
	const known = builtins.loaded ? builtins.module.builtins.get(id) : undefined;
	return () => {
		if (cell.value !== undefined) return cell.value;
		const builtin = known ?? builtins.module.builtins.get(id);
		if (builtin !== undefined) return builtin;
		throw at(span, undefinedName(id, site));
	};
}

function undefinedName(id: string, { globals, scope }: Site) {
	// The first of those that are equally near is told: the program's own names before Python's.
	const known = [...scope.visible, ...globals.names(), ...builtins.module.builtins.keys()];
	const statement = usualImport(id);
	return pyError(
		'NameError',
		`name '${id}' is not defined`,
		statement === null ? didYouMean(nearest(id, known)) : moduleToImport(id, statement)
	);
}

/** Binds a name; a traced value learns what it is called. */
export function storeName(id: string, site: Site): Store {
	const place = site.scope.resolve(id);
	switch (place.kind) {
		case 'slot': {
			const { depth, index } = place;
			if (depth === 0)
				return (a, value) => {
					a.slots[index] = value;
					if (typeof value === 'object') nameValue(value, id);
				};
			return (a, value) => {
				outward(a, depth).slots[index] = value;
				if (typeof value === 'object') nameValue(value, id);
			};
		}
		case 'class':
			return (a, value) => void (a.names as Map<string, unknown>).set(id, value);
		case 'global': {
			const cell = site.globals.cell(id);
			return (_, value) => {
				cell.value = value;
				if (typeof value === 'object') nameValue(value, id);
			};
		}
	}
}

/** `del name` */
export function deleteName(id: string, span: Span, site: Site): (activation: Activation) => void {
	const place = site.scope.resolve(id);
	const bound = load(place, id, span, { ...site, globals: site.globals });
	switch (place.kind) {
		case 'slot':
			return (a) => {
				bound(a);
				outward(a, place.depth).slots[place.index] = undefined;
			};
		case 'class':
			return (a) => {
				if (!a.names?.delete(id)) throw at(span, undefinedName(id, site));
			};
		case 'global': {
			const cell = site.globals.cell(id);
			return () => {
				if (cell.value === undefined) throw at(span, undefinedName(id, site));
				cell.value = undefined;
			};
		}
	}
}
