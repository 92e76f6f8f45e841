import type { Kwargs } from '$lib/core/fn';
import type { Span } from '$lib/core/source';
import { Instance, PyClass, ScalarInstance } from './classes';
import { same } from './compare';
import { valueError } from './errors';
import { reprOf } from './repr';

/** A class derived from Enum that has members. */
export class EnumClass extends PyClass {
	readonly members = new Map<string, Instance>();

	constructor(name: string, bases: readonly PyClass[], options: { qualname: string; span: Span | null }) {
		super(name, bases, { ...options, module: '__main__' });
	}

	/** The distinct members, without aliases. */
	get list(): Instance[] {
		return [...new Set(this.members.values())];
	}

	/** The member with that value: `Color(1)`. */
	override call(args: readonly unknown[], kwargs: Kwargs = new Map()): unknown {
		const value = args[0] ?? kwargs.get('value');
		if (value instanceof Instance && value.cls === this) return value;
		const found = this.list.find((member) => same(valueOf(member), value));
		if (!found) throw valueError(`${reprOf(value)} is not a valid ${this.qualname}`);
		return found;
	}
}

export const valueOf = (member: Instance): unknown =>
	member instanceof ScalarInstance ? member.payload : member.fields.get('_value_');
