import type { Span } from '$lib/core/source';
import type { Call, Expression, Program, Target } from './ast';

/** What the user calls a loop's operands and results where the loop is called. */
export interface CallSite {
	readonly carry: readonly string[];
	readonly xs: readonly string[];
	readonly ys: readonly string[];
	/** The function around the call, or the whole program: where these names hold. */
	readonly within: Span;
}

type LoopKind = 'scan' | 'fori_loop' | 'map' | 'while_loop';

/** Where each kind of loop takes its init and its xs: place and name of the argument. */
const argumentPlaces: {
	readonly [K in LoopKind]: {
		readonly init?: readonly [number, string];
		readonly xs?: readonly [number, string];
	};
} = {
	scan: { init: [1, 'init'], xs: [2, 'xs'] },
	fori_loop: { init: [3, 'init_val'] },
	map: { xs: [1, 'xs'] },
	while_loop: { init: [2, 'init_val'] }
};

interface Found {
	readonly call: Call;
	readonly targets: readonly Target[];
	readonly within: Span;
}

/**
 * Reads the names off `carry, ys = lax.scan(f, init, xs)`: plain names only, `_` is none. `call` is the span of the
 * call; null where the program has no such call.
 */
export function callSiteOf(
	program: Program,
	call: Span,
	whole: Span,
	kind: LoopKind = 'scan'
): CallSite | null {
	const found = find(program, call, whole, []);
	if (!found) return null;
	const places = argumentPlaces[kind];
	const { args, keywords } = found.call;
	const argument = (place: number, name: string): Expression | undefined =>
		args[place] ?? keywords.find((keyword) => keyword.name === name)?.value;
	const [target] = found.targets;
	const isPair = target?.kind === 'SequenceTarget' && target.items.length === 2;
	const [carryTarget, yTarget] =
		kind === 'scan' ? (isPair ? target.items : []) : kind === 'map' ? [undefined, target] : [target];
	return {
		carry: [...(places.init ? namesIn(argument(...places.init)) : []), ...targetNames(carryTarget)],
		xs: places.xs ? namesIn(argument(...places.xs)) : [],
		ys: targetNames(yTarget),
		within: found.within
	};
}

function find(node: unknown, call: Span, within: Span, targets: readonly Target[]): Found | null {
	if (typeof node !== 'object' || node === null) return null;
	if (Array.isArray(node)) {
		for (const item of node) {
			const found = find(item, call, within, targets);
			if (found) return found;
		}
		return null;
	}
	const { kind, span } = node as { readonly kind?: string; readonly span?: Span };
	if (kind === 'Call' && span?.from === call.from && span.to === call.to)
		return { call: node as Call, targets, within };
	// A constant may hold a value of any size, and no call.
	if (kind === 'Constant') return null;
	const scope = kind === 'FunctionDef' && span ? span : within;
	const assigned = kind === 'Assign' ? (node as { targets: readonly Target[] }).targets : [];
	for (const [key, value] of Object.entries(node)) {
		const found = key === 'span' ? null : find(value, call, scope, key === 'value' ? assigned : []);
		if (found) return found;
	}
	return null;
}

/** Names of an operand: itself, or the parts of a tuple. */
function namesIn(expression: Expression | undefined): string[] {
	if (expression?.kind === 'Name') return [expression.id];
	return expression?.kind === 'Tuple' ? expression.items.flatMap(namesIn) : [];
}

function targetNames(target: Target | undefined): string[] {
	if (target?.kind === 'NameTarget') return target.id === '_' ? [] : [target.id];
	return target?.kind === 'SequenceTarget' ? target.items.flatMap(targetNames) : [];
}
