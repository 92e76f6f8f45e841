import type { Jaxpr } from '$lib/core/jaxpr';
import { compile, type Body } from '$lib/rules/compile';
import type { Driver } from '$lib/rules/driver';
import { quiet } from './quiet';
import { workLimitReached } from './recorder';

/** Runs quietly; stops with the work limit where loops within take more than `limit` elements in all. */
export function limited(limit: number): Driver {
	let left = limit;
	const driver: Driver = {
		...quiet,
		compile: (jaxpr: Jaxpr): Body => compile(jaxpr, driver),
		spend: (work) => {
			left -= work;
			if (left < 0) throw workLimitReached(limit);
		}
	};
	return driver;
}
