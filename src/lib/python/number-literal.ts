import type { Expression } from './ast';

/** A stretch of the program. */
export interface Stretch {
	readonly from: number;
	readonly to: number;
}

/** A number as it stands in the program. */
export interface NumberCell extends Stretch {
	readonly text: string;
}

export type NumberType = 'int' | 'float' | 'bool';

/** Numbers written out in a program: one, or nested lists of them. */
export interface Literal extends Stretch {
	/** From 1. */
	readonly line: number;
	/** What Python makes of it, or what its array is told to be. */
	readonly type: NumberType;
	/** Empty for a number. */
	readonly shape: readonly number[];
	/** Row-major. */
	readonly cells: readonly NumberCell[];
	/** The elements along the first axis; none for a number. */
	readonly items: readonly Stretch[];
}

/** `refused`: lists of numbers that are no array; `other`: something else than numbers. */
export type LiteralEntry =
	| { readonly kind: 'literal'; readonly literal: Literal }
	| { readonly kind: 'refused'; readonly reason: string }
	| { readonly kind: 'other' };

/** Reads an expression as numbers that are written out. */
export function literalOf(value: Expression, text: string): LiteralEntry {
	const leaves: Expression[] = [];
	const shape = shapeOf(value, leaves);
	const types = leaves.map(typeOf);
	if (types.includes(null)) return { kind: 'other' };
	if (shape === null) return { kind: 'refused', reason: 'has rows of different lengths' };
	if (leaves.length === 0) return { kind: 'refused', reason: 'is empty' };
	const type = (['float', 'int', 'bool'] as const).find((one) => types.includes(one)) ?? 'int';
	const { from, to, line } = value.span;
	const cells = leaves.map(({ span }) => ({
		from: span.from,
		to: span.to,
		text: text.slice(span.from, span.to)
	}));
	const items = isList(value) ? value.items.map(({ span }) => ({ from: span.from, to: span.to })) : [];
	return { kind: 'literal', literal: { from, to, line, type, shape, cells, items } };
}

const isList = (value: Expression): value is Extract<Expression, { kind: 'List' | 'Tuple' }> =>
	value.kind === 'List' || value.kind === 'Tuple';

/** The shape of nested lists, with their leaves in `leaves`; null where the rows differ. */
function shapeOf(value: Expression, leaves: Expression[]): readonly number[] | null {
	if (!isList(value)) {
		leaves.push(value);
		return [];
	}
	const shapes = value.items.map((item) => shapeOf(item, leaves));
	const [first = []] = shapes;
	const alike = shapes.every((shape) => shape !== null && String(shape) === String(first));
	return alike && first !== null ? [value.items.length, ...first] : null;
}

/** Python's type of a constant number; null where it is none. */
function typeOf(value: Expression): NumberType | null {
	switch (value.kind) {
		case 'Constant':
			return constantType(value.value);
		case 'Unary':
			return value.op === '-' || value.op === '+' ? typeOf(value.operand) : null;
		case 'Binary': {
			const sides = [typeOf(value.left), typeOf(value.right)];
			if (sides.includes(null)) return null;
			return value.op === '/' || sides.includes('float') ? 'float' : 'int';
		}
		case 'Attribute':
			return value.object.kind === 'Name' && /^(inf|nan|pi|e)$/.test(value.name) ? 'float' : null;
		case 'Call':
			return value.callee.kind === 'Name' && value.callee.id === 'float' ? 'float' : null;
		default:
			return null;
	}
}

function constantType(value: unknown): NumberType | null {
	if (typeof value === 'number') return 'float';
	if (typeof value === 'bigint') return 'int';
	return typeof value === 'boolean' ? 'bool' : null;
}
