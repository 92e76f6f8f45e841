import type { Branching } from '$lib/recording/branches';
import type { Lane } from '$lib/recording/moment';
import type { Loop } from '$lib/recording/recording';
import type { QuestionOf, Reply } from './protocol';

/** The branches of one step, for some lanes. */
export interface SeenBranches {
	readonly loop: Loop;
	readonly step: number;
	readonly lanes: readonly Lane[];
	readonly branchings: readonly Branching[];
}

/** What every branch of a step makes, asked for as long as somebody looks. */
export class BranchWatch {
	/** The last ones that came, until others do. */
	seen = $state.raw<SeenBranches | null>(null);
	trouble = $state('');
	#wanted = 0;

	constructor(private readonly ask: (question: QuestionOf<'branches'>) => Promise<Reply<'branches'>>) {}

	/** Asks for a step's branches. Of several questions only the last one's answer counts. */
	async look(loop: Loop, step: number, lanes: readonly Lane[]): Promise<void> {
		const wanted = ++this.#wanted;
		if (step < 0 || !loop.eqns.some(({ primitive }) => primitive === 'cond')) {
			this.seen = null;
			return;
		}
		const place = { within: loop.within, loop: loop.index };
		const reply = await this.ask({ kind: 'branches', place, step, lanes });
		if (wanted !== this.#wanted || reply.kind === 'superseded') return;
		if (reply.kind === 'answered') this.seen = { loop, step, lanes, branchings: reply.answer };
		this.trouble =
			reply.kind === 'refused'
				? `${reply.failure.type}: ${reply.failure.message}`
				: reply.kind === 'crashed'
					? reply.message
					: '';
	}
}
