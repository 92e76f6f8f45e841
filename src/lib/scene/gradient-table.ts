import { turned, type Passes } from '$lib/recording/gradient';
import type { Hover } from '$lib/recording/hover';
import type { Lane, Moment } from '$lib/recording/moment';
import { restAt } from '$lib/recording/walk';
import type { BodyRow, BodyTable } from './scene';
import { bodyTable } from './table';

/**
 * The body of the pass that the cursor is in. The equations of a checkpoint in the forward pass stand under it, as the
 * backward pass computes them again, of the same values.
 */
export function passTable(
	passes: Passes,
	moment: Moment,
	t: number,
	focus: Lane,
	hover: Hover | null,
	folded: ReadonlySet<number> = new Set()
): BodyTable {
	const { forward, backward } = passes;
	const loop = moment.loop === forward.index ? forward : backward;
	const table = bodyTable(loop, moment, t, focus, hover, folded);
	if (loop === backward) return table;
	const checkpoints = table.rows.filter(
		({ eqn, call }) => call === null && forward.eqns[eqn].primitive === 'remat2'
	);
	if (checkpoints.length !== 1) return table;
	const [checkpoint] = checkpoints;
	const { rows, chars } = inside(passes, moment.step, focus, checkpoint, table.lanes.length);
	const at = table.rows.indexOf(checkpoint) + 1;
	return Object.freeze({
		...table,
		rows: [...table.rows.slice(0, at), ...rows, ...table.rows.slice(at)],
		chars: Math.max(table.chars, chars)
	});
}

/** What a checkpoint computes in a forward step; without values where it has not been carried out. */
function inside(
	{ backward }: Passes,
	step: number,
	focus: Lane,
	checkpoint: BodyRow,
	lanes: number
): Pick<BodyTable, 'rows' | 'chars'> {
	const entry = turned(backward, Math.max(0, step));
	if (entry >= backward.recorded) return { rows: [], chars: 0 };
	const again = bodyTable(backward, restAt(backward, entry), 1, focus, null);
	if (again.lanes.length !== lanes) return { rows: [], chars: 0 };
	const isThere = checkpoint.cells.some((cell) => cell !== null);
	const rows = again.rows.filter((row) => row.again && isFirst(row, again.rows, backward.eqns));
	return {
		chars: again.chars,
		rows: rows.map((row) => ({
			...row,
			key: `let go ${row.eqn}`,
			eqn: checkpoint.eqn,
			depth: checkpoint.depth + 1,
			again: false,
			letGo: true,
			active: false,
			lit: false,
			cells: isThere ? row.cells : row.cells.map(() => null)
		}))
	};
}

/** An expression's derivative is computed beside it, from the same stretch of the program: not in the forward pass. */
function isFirst(row: BodyRow, rows: readonly BodyRow[], eqns: Passes['backward']['eqns']): boolean {
	const place = ({ eqn }: BodyRow): number | undefined => eqns[eqn].span?.from;
	const end = ({ eqn }: BodyRow): number | undefined => eqns[eqn].span?.to;
	const same = (one: BodyRow): boolean => one.again && place(one) === place(row) && end(one) === end(row);
	return rows.find(same) === row;
}
