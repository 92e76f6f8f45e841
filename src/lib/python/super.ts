import { bind } from './bind';
import { ClassMethod, StaticMethod } from './descriptors';
import { typeError } from './errors';
import { PyClass } from './classes';
import { typeOf } from './types';

/** `super()`: the attributes of an object as the classes after `after` define them. */
export class Super {
	constructor(
		readonly after: PyClass,
		readonly object: unknown
	) {
		const cls = this.start;
		if (!cls.isSubclassOf(after))
			throw typeError('super(type, obj): obj must be an instance or subtype of type');
	}

	/** `super()` of a class method, not of a metaclass's method. */
	private get ofClass(): boolean {
		return this.object instanceof PyClass && this.object.isSubclassOf(this.after);
	}

	private get start(): PyClass {
		return this.ofClass ? (this.object as PyClass) : typeOf(this.object);
	}

	attribute(name: string): unknown {
		const cls = this.start;
		const rest = cls.mro.slice(cls.mro.indexOf(this.after) + 1);
		for (const source of ['dict', 'dunders'] as const)
			for (const each of rest) {
				const found = each[source].get(name);
				if (found === undefined) continue;
				if (this.ofClass)
					return found instanceof ClassMethod
						? bind(found, null, cls)
						: found instanceof StaticMethod
							? found.fn
							: found;
				return bind(found, this.object, cls);
			}
		return undefined;
	}
}
