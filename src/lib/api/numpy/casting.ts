/** How much a conversion may lose: nothing, not the kind of number, anything; or no conversion at all. */
export type Casting = 'no' | 'equiv' | 'safe' | 'same_kind' | 'unsafe';

interface Type {
	readonly kind: string;
	readonly bits: number;
}

/** An element type by its NumPy name: `int8`, `bfloat16`, `float64`. */
function typeOf(name: string): Type {
	const [, kind, bits] = /^(bool|int|uint|float|bfloat)(\d*)$/.exec(name) ?? [];
	return { kind: kind ?? name, bits: Number(bits) };
}

/** Bits of the widest whole numbers that a floating type takes as safe, NumPy's int64 in a float64 included. */
const wholeBits: Readonly<Record<string, number>> = { float16: 8, bfloat16: 8, float32: 16, float64: 64 };

const order = ['bool', 'uint', 'int', 'float'];
const rank = ({ kind }: Type): number => order.indexOf(kind === 'bfloat' ? 'float' : kind);

/** `np.can_cast` of element types by their names. */
export function canCast(from: string, to: string, casting: Casting): boolean {
	if (from === to || casting === 'unsafe') return true;
	if (casting === 'no' || casting === 'equiv') return false;
	const [a, b] = [typeOf(from), typeOf(to)];
	return isSafe(a, b, to) || (casting === 'same_kind' && rank(a) <= rank(b));
}

function isSafe(a: Type, b: Type, to: string): boolean {
	if (a.kind === 'bool') return true;
	if (rank(b) < rank(a) || b.kind === 'bool') return false;
	if (rank(b) === 3 && rank(a) < 3) return a.bits <= (wholeBits[to] ?? 0);
	if (a.kind === 'uint' && b.kind === 'int') return b.bits > a.bits;
	return rank(a) === 3 ? b.bits > a.bits : b.bits >= a.bits;
}
