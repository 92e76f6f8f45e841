import type { Data } from '$lib/array/dtype';
import type { NDArray } from '$lib/array/ndarray';
import { currentAlternative, type Alternative } from '$lib/core/alternative';
import type { Params, Primitive } from '$lib/core/primitive';
import { currentSource, type Source } from '$lib/core/source';
import type { LiveLoop } from '../live-loop';
import { consumesKeys, consumptionOf, recomputes, type Application, type Consumption } from './consumption';

/** What consumed keys outside any loop, or a loop in which something may have. */
export type KeyEvent = KeyCall | { readonly kind: 'loop'; readonly live: LiveLoop };

/** Keys consumed by an equation that was carried out at once. */
export interface KeyCall {
	readonly kind: 'call';
	readonly how: Consumption['how'];
	/** Words of the keys, two each. */
	readonly words: readonly Data[];
	readonly source: Source;
	/** The call of a jitted function it is in: the next call has the same equations with the same sources. */
	readonly visit: object;
	readonly alternative: Alternative | null;
	/** Whether it is no use but makes another possible. */
	readonly renews?: true;
}

/** What happened to random keys while a program ran, in order. */
export class KeyJournal {
	readonly events: KeyEvent[] = [];
	/** Whether anything has consumed a key, or may have inside a loop. */
	any = false;
	private visit: object = {};
	private quiet = false;

	/** Carries a primitive out at once, and takes down the keys that it consumes. */
	during<P extends Primitive, T>(
		primitive: P,
		args: readonly NDArray[],
		params: Params[P],
		body: () => T
	): T {
		const source = currentSource();
		const application = { primitive, params, source } as unknown as Application;
		const consumption = consumptionOf(application);
		if (consumption === 'inside') return this.visiting({}, this.quiet, body);
		if (consumption === null && !recomputes(application)) return body();
		if (consumption && !this.quiet) this.add(consumption, args, source);
		return this.visiting(this.visit, true, body);
	}

	addLoop(live: LiveLoop): void {
		if (this.quiet) return;
		this.events.push({ kind: 'loop', live });
		const { primitive, params } = live.ran;
		this.any ||= consumesKeys(params.view.body) || (primitive === 'while' && consumesKeys(params.cond_jaxpr));
	}

	private add({ how, operands, renews }: Consumption, args: readonly NDArray[], source: Source): void {
		const words = operands.map((place) => args[place].data.slice());
		const alternative = currentAlternative();
		this.any = true;
		const call: KeyCall = { kind: 'call', how, words, source, visit: this.visit, alternative };
		this.events.push(renews ? { ...call, renews } : call);
	}

	private visiting<T>(visit: object, quiet: boolean, body: () => T): T {
		const before = [this.visit, this.quiet] as const;
		[this.visit, this.quiet] = [visit, quiet];
		try {
			return body();
		} finally {
			[this.visit, this.quiet] = before;
		}
	}
}
