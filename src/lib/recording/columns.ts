import type { Column, Leaf, Loop, Operand } from './recording';

/** The loop with other columns for all that can differ from step to step, asked for in a fixed order. */
export function withColumns(loop: Loop, change: (column: Column) => Column): Loop {
	const inLeaves = (leaves: readonly Leaf[]): Leaf[] =>
		leaves.map(({ name, column }) => ({ name, column: change(column) }));
	const inOperand = (operand: Operand): Operand =>
		operand.kind === 'literal' ? { kind: 'literal', column: change(operand.column) } : operand;
	return {
		...loop,
		carry: inLeaves(loop.carry),
		xs: inLeaves(loop.xs),
		ys: inLeaves(loop.ys),
		active: loop.active && change(loop.active),
		eqns: loop.eqns.map((eqn) => ({
			...eqn,
			operands: eqn.operands.map(inOperand),
			results: eqn.results.map(change)
		})),
		returns: { carry: loop.returns.carry.map(inOperand), ys: loop.returns.ys.map(inOperand) }
	};
}

/** Those columns, in that order. */
export function columnsOf(loop: Loop): readonly Column[] {
	const columns: Column[] = [];
	withColumns(loop, (column) => {
		columns.push(column);
		return column;
	});
	return columns;
}

/** The loop with the values of another window; null where a column has the same in all. */
export const withValues = (loop: Loop, values: readonly (Pick<Column, 'data' | 'offset'> | null)[]): Loop => {
	let n = 0;
	return withColumns(loop, (column) => ({ ...column, ...values[n++] }));
};
