import { callSiteOf } from '$lib/python/call-site';
import { parse } from '$lib/python/parse/parse';
import type { Loop, Role, RoleName } from '$lib/recording/recording';

/** Adds what the user calls a loop's operands and results around the call, for colouring. */
export function withCallSites(program: string, loops: readonly Loop[]): Loop[] {
	if (loops.length === 0) return [];
	const tree = parse(program);
	const whole = { from: 0, to: program.length, line: 1, column: 0 };
	return loops.map((loop) => {
		const site = loop.call && callSiteOf(tree, loop.call, whole, loop.kind);
		if (!site) return loop;
		const named = (names: readonly string[], role: Role): RoleName[] =>
			names.map((name) => ({ name, role, within: site.within }));
		const outer = [...named(site.xs, 'x'), ...named(site.carry, 'carry'), ...named(site.ys, 'y')];
		return { ...loop, roles: [...loop.roles, ...outer] };
	});
}
