import type { Help, ProgramError } from '$lib/core/errors';
import { scanHasRun, scanInRows } from '$lib/core/help/axes';
import type { Call, Expression } from '../ast';
import type { ProgramText } from './text';

/** `jax.vmap(lax.scan)(step, init, rows)`, or `jax.vmap(lax.scan(step, init, row))(rows)`, taken apart. */
interface VmappedScan {
	/** What the program calls `scan`. */
	readonly scan: string;
	readonly vmap: string;
	/** The call of what `vmap` gives. */
	readonly call: Call;
	readonly inAxes: Expression | null;
	/** The arguments of the scan where it has run; null where `vmap` was given the function itself. */
	readonly ran: Call | null;
}

/** The helper to write where `vmap` was given `lax.scan`; null where the error is not of that. */
export function vmappedScanHelp(error: ProgramError, text: ProgramText): Help | null {
	if (error.type !== 'TypeError' || !error.span) return null;
	const found = find(error, text);
	if (!found) return null;
	return found.ran ? scanHasRun(helperOfRun(found, found.ran, text)) : scanInRows(helper(found, text));
}

function find(error: ProgramError, text: ProgramText): VmappedScan | null {
	const scan = `${text.nameOf('jax.lax')}.scan`;
	for (const node of error.span ? text.pathTo(error.span) : []) {
		if (node.kind !== 'Call') continue;
		const inner = node.callee.kind === 'Call' ? node.callee : node;
		const vmap = text.of(inner.callee);
		const [mapped] = inner.args;
		if (!vmap.endsWith('vmap') || !mapped) continue;
		const isScan = (each: Expression): boolean => [scan, 'jax.lax.scan', 'scan'].includes(text.of(each));
		const inAxes = inner.keywords.find(({ name }) => name === 'in_axes')?.value ?? inner.args[1] ?? null;
		if (inner !== node && isScan(mapped))
			return { scan: text.of(mapped), vmap, call: node, inAxes, ran: null };
		if (mapped.kind === 'Call' && isScan(mapped.callee))
			return { scan: text.of(mapped.callee), vmap, call: node, inAxes, ran: mapped };
	}
	return null;
}

/** A parameter called as its argument is, where that is a name. */
const parameter = (node: Expression | undefined, otherwise: string, text: ProgramText): string =>
	node?.kind === 'Name' ? text.of(node) : otherwise;

/** Everything that is mapped becomes a parameter of a function of one row. */
function helper({ scan, vmap, call, inAxes }: VmappedScan, text: ProgramText): string[] {
	const [step, init, xs] = call.args;
	const f = step ? text.of(step) : 'step';
	const axes = inAxes?.kind === 'Tuple' ? inAxes.items.slice(1).map((axis) => text.of(axis)) : [];
	const shared = axes[0] === 'None';
	const start = shared && init ? text.of(init) : parameter(init, 'init', text);
	const row = 'row';
	const params = shared ? [row] : [start, row];
	const given = [...(shared || !init ? [] : [text.of(init)]), xs ? text.of(xs) : 'rows'];
	const kept = shared ? axes.slice(1) : axes;
	const all = kept.length === 0 || kept.every((axis) => axis === '0');
	return [
		`def scan_row(${params.join(', ')}):`,
		`    return ${scan}(${f}, ${start}, ${row})`,
		`${vmap}(scan_row${all ? '' : `, in_axes=(${kept.join(', ')}${kept.length === 1 ? ',' : ''})`})(${given.join(', ')})`
	];
}

/** The scan moves into a function of its row. */
function helperOfRun({ scan, vmap, call }: VmappedScan, ran: Call, text: ProgramText): string[] {
	const [step, init] = ran.args;
	const rows =
		call.callee === ran || call.args[0] === ran ? 'rows' : call.args.map((arg) => text.of(arg)).join(', ');
	return [
		'def scan_row(row):',
		`    return ${scan}(${step ? text.of(step) : 'step'}, ${init ? text.of(init) : 'init'}, row)`,
		`${vmap}(scan_row)(${rows})`
	];
}
