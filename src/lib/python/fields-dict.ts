import { Dict } from '$lib/core/containers';

/** `object.__dict__`: what is put into it or deleted becomes so of the object. */
export class FieldsDict extends Dict {
	private readonly fields: Map<string, unknown> | null = null;

	constructor(fields: Map<string, unknown>) {
		super(fields);
		this.fields = fields;
	}

	override set(key: unknown, value: unknown): void {
		super.set(key, value);
		if (typeof key === 'string') this.fields?.set(key, value);
	}

	override delete(key: unknown): boolean {
		if (typeof key === 'string') this.fields?.delete(key);
		return super.delete(key);
	}
}
