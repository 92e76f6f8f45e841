import type { Help, ProgramError } from '$lib/core/errors';
import { carryDeparts } from '$lib/core/help/loops';
import type { Departure } from '$lib/core/subject';
import type { Call, Expression } from '../ast';
import type { ProgramText } from './text';

/** A carry that changes its type, with the expressions of the program. */
export function departureHelp(error: ProgramError, departure: Departure, text: ProgramText): Help {
	const jnp = text.nameOf('jax.numpy');
	const init = initOf(error, departure, text);
	return carryDeparts(departure, {
		at: text.at(departure.at?.span ?? null),
		line: departure.at?.span?.line ?? null,
		out: text.at(departure.out.span),
		retyped: retyped(init, departure.to.dtype, jnp),
		reshaped: reshaped(init, departure.to.shape, jnp),
		jnp
	});
}

/** An expression, or only its text where it is a part of one. */
interface Init {
	readonly text: string;
	readonly node: Expression | null;
}

/** Which argument each loop starts with, and how many keys of its carry are its own. */
const loops: readonly (readonly [name: string, place: number, keyword: string, own: number])[] = [
	['scan', 1, 'init', 0],
	['while_loop', 2, 'init_val', 0],
	['fori_loop', 3, 'init_val', 1]
];

/** What the loop starts the carry leaf with. */
function initOf({ span }: ProgramError, { path }: Departure, text: ProgramText): Init {
	const call = span && text.pathTo(span).findLast((node) => node.kind === 'Call');
	const callee = call?.kind === 'Call' ? text.of(call.callee) : '';
	const loop = loops.find(([name]) => callee.split('.').at(-1) === name);
	if (call?.kind !== 'Call' || !loop) return { text: 'init', node: null };
	const [, place, keyword, own] = loop;
	const node = argument(call, place, keyword);
	const keys = (path.match(/\[[^\]]*\]/g) ?? []).slice(own);
	return node
		? partOf({ text: text.of(node), node }, keys, text)
		: { text: `init${keys.join('')}`, node: null };
}

const argument = ({ args, keywords }: Call, place: number, keyword: string): Expression | undefined =>
	args[place] ?? keywords.find(({ name }) => name === keyword)?.value;

/** The part of an init that is written out: of a tuple, a list or a dict. */
function partOf(whole: Init, keys: readonly string[], text: ProgramText): Init {
	if (keys.length === 0) return whole;
	const [key, ...rest] = keys;
	const part = entryOf(whole.node, key.slice(1, -1));
	if (part) return partOf({ text: text.of(part), node: part }, rest, text);
	return { text: `${whole.text}${keys.join('')}`, node: null };
}

function entryOf(node: Expression | null, key: string): Expression | null {
	if (node?.kind === 'Tuple' || node?.kind === 'List') return node.items[Number(key)] ?? null;
	if (node?.kind !== 'Dict') return null;
	const entry = node.entries.find(
		(each) => each.key?.kind === 'Constant' && `'${String(each.key.value)}'` === key
	);
	return entry?.value ?? null;
}

const makers = new Set([
	'zeros',
	'ones',
	'full',
	'arange',
	'array',
	'asarray',
	'eye',
	'zeros_like',
	'ones_like'
]);

/** The init with another element type. */
function retyped({ text, node }: Init, dtype: string, jnp: string): string {
	if (node?.kind === 'Constant') return `${jnp}.${dtype}(${text})`;
	if (node?.kind === 'Call' && node.callee.kind === 'Attribute') {
		const { name, object } = node.callee;
		const module = text.slice(0, object.span.to - object.span.from);
		if (module === jnp && /^(u?int|b?float)\d+$/.test(name)) return text.replace(`.${name}(`, `.${dtype}(`);
		if (module === jnp && makers.has(name) && node.args.length === 1 && node.keywords.length === 0)
			return `${text.slice(0, -1)}, dtype=${jnp}.${dtype})`;
	}
	return `${jnp}.asarray(${text}, ${jnp}.${dtype})`;
}

/** The init in another shape. */
function reshaped({ text, node }: Init, shape: readonly number[], jnp: string): string {
	const sizes = `(${shape.join(', ')}${shape.length === 1 ? ',' : ''})`;
	return node?.kind === 'Constant'
		? `${jnp}.full(${sizes}, ${text})`
		: `${jnp}.broadcast_to(${text}, ${sizes})`;
}
