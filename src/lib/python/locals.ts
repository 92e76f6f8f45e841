import type { Locals } from '$lib/core/locals';
import { outward, type Activation } from './activation';
import type { Scope } from './scope';

/** What a function's names, and those of the functions around it, stand for in a call of it. */
export function localsOf(scope: Scope, activation: Activation, result: unknown): Locals {
	const own = namesOf(scope);
	const outer: string[] = [];
	for (let around = scope.parent; around && around.kind !== 'module'; around = around.parent)
		if (around.kind !== 'class') outer.push(...namesOf(around));
	return {
		own,
		outer: [...new Set(outer)].filter((name) => !own.includes(name)),
		result,
		get: (name) => {
			const place = scope.resolve(name);
			return place.kind === 'slot' ? outward(activation, place.depth).slots[place.index] : undefined;
		}
	};
}

/** Nameless slots have a blank in front. */
const namesOf = ({ slots }: Scope): string[] => [...slots.keys()].filter((name) => !name.startsWith(' '));
