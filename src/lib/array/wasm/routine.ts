import { unsigned, type Code, type Routine, type ValueType } from './assemble';
import { i32 } from './instructions';

/** Collects the code of one routine: each value that is used twice gets a local of its own. */
export class Builder {
	private readonly locals: ValueType[] = [];
	private code: Code[] = [];

	constructor(private readonly params: number) {}

	param(i: number): Code {
		return [0x20, unsigned(i)];
	}

	emit(...code: Code[]): void {
		this.code.push(code);
	}

	/** A local of that type, and how it is read; without a value it is 0. */
	variable(type: ValueType, value?: Code): Variable {
		const index = this.params + this.locals.push(type) - 1;
		const found = { get: [0x20, unsigned(index)], set: (to: Code): Code => [to, 0x21, unsigned(index)] };
		if (value !== undefined) this.emit(found.set(value));
		return found;
	}

	/** A value worked out once, read as often as wanted. */
	let(value: Code, type: ValueType = 'v128'): Code {
		return this.variable(type, value).get;
	}

	/** `body` while `at + step <= limit`; `at` moves by `step` each time and stays where it stopped. */
	loop(at: Variable, step: Code, limit: Code, body: () => void): void {
		const outer = this.code;
		this.code = [];
		body();
		const inner = this.code;
		this.code = outer;
		const next = i32.add(at.get, step);
		const leave: Code = [i32.leS(next, limit), 0x45, 0x0d, 1];
		this.emit(0x02, 0x40, 0x03, 0x40, leave, inner, at.set(next), 0x0c, 0, 0x0b, 0x0b);
	}

	/** `body` once, if `test` is 1 and not 0. */
	when(test: Code, body: () => void): void {
		this.loop(this.variable('i32', i32.const(0)), i32.const(1), this.let(test, 'i32'), body);
	}

	routine(): Routine {
		return { params: this.params, locals: this.locals, body: this.code };
	}
}

export interface Variable {
	readonly get: Code;
	readonly set: (to: Code) => Code;
}
