import type { Kwargs } from '$lib/core/fn';
import type { Span } from '$lib/core/source';
import { Instance, PyClass, ScalarInstance } from './classes';
import { bindToClass } from './bind';
import { call } from './call';
import { same } from './compare';
import { ClassMethod } from './descriptors';
import { valueError } from './errors';
import { reprOf } from './repr';

/** A class derived from Enum that has members. */
export class EnumClass extends PyClass {
	readonly members = new Map<string, Instance>();
	/** Of flags: the combination of members that has that value. */
	combined: ((value: bigint) => Instance) | null = null;

	constructor(name: string, bases: readonly PyClass[], options: { qualname: string; span: Span | null }) {
		super(name, bases, { ...options, module: '__main__' });
	}

	/** The distinct members, without aliases. */
	get list(): Instance[] {
		const distinct = [...new Set(this.members.values())];
		return this.combined ? distinct.filter((member) => isOneBit(valueOf(member))) : distinct;
	}

	/** The member with that value: `Color(1)`. */
	override call(args: readonly unknown[], kwargs: Kwargs = new Map()): unknown {
		const value = args[0] ?? kwargs.get('value');
		if (value instanceof Instance && value.cls === this) return value;
		if (this.combined && typeof value === 'bigint') return this.combined(value);
		const found = this.list.find((member) => same(valueOf(member), value)) ?? this.missing(value);
		if (!found) throw valueError(`${reprOf(value)} is not a valid ${this.qualname}`);
		return found;
	}

	/** What the class's own `_missing_` makes of a value that no member has. */
	private missing(value: unknown): unknown {
		const own = this.lookup('_missing_');
		return own instanceof ClassMethod ? call(bindToClass(own, this), [value]) : null;
	}
}

/** A flag of its own, not a combination of others. */
const isOneBit = (value: unknown): boolean =>
	typeof value === 'bigint' && value > 0n && (value & (value - 1n)) === 0n;

export const valueOf = (member: Instance): unknown =>
	member instanceof ScalarInstance ? member.payload : member.fields.get('_value_');
