import type { NDArray } from '$lib/array/ndarray';
import { avalOfArray } from '$lib/core/aval';
import type { WhileParams } from '$lib/core/control';
import { Var, type Eqn, type EqnOf, type Jaxpr } from '$lib/core/jaxpr';
import { lanesOf } from '$lib/core/lanes';
import type { Track } from '../kept';
import type { LiveLoop } from '../live-loop';
import { columnOf } from '../loop';
import type { Column } from '../recording';
import { consumesKeys } from './consumption';

/** A while loop's condition, for one row, as an equation; with the history of what it is asked of. */
export interface Condition {
	readonly eqn: Eqn;
	/** By the step that it is asked before; one entry more than there are steps. */
	readonly columns: readonly Column[];
}

/** Null where the condition consumes no keys, and where its rows cannot be told apart. */
export function consumingCondition({ ran, args, kept }: LiveLoop): Condition | null {
	if (ran.primitive === 'scan') return null;
	const { params } = ran;
	const eqn = conditionOf(params);
	if (!consumesKeys(eqn.params.jaxpr)) return null;
	const { cond_jaxpr, cond_nconsts, view } = params;
	const tracks = [...args.slice(0, cond_nconsts).map(trackOfConst), ...kept.carry];
	const dims = cond_jaxpr.invars.map((v) => (view.axes.length === 0 ? [] : lanesOf(v)));
	const columns = tracks.flatMap((track, i) => {
		const own = dims[i];
		return own?.length === view.axes.length ? [columnOf(track, own)] : [];
	});
	return columns.length === tracks.length ? { eqn, columns } : null;
}

function conditionOf({ cond_jaxpr, view }: WhileParams): EqnOf<'jit'> {
	const { row } = view;
	const jaxpr: Jaxpr = view.axes.length > 0 && row.primitive === 'while' ? row.params.cond_jaxpr : cond_jaxpr;
	return {
		primitive: 'jit',
		inputs: jaxpr.invars,
		params: { name: 'cond', jaxpr },
		outputs: jaxpr.outs.map(({ aval }) => new Var(aval)),
		source: { span: null, frame: null }
	};
}

const trackOfConst = (value: NDArray): Track => ({
	type: avalOfArray(value),
	data: value.data,
	offset: 0,
	stride: 0
});
