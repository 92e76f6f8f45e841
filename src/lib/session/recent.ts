/** What was found lately, by a key; the oldest is forgotten. */
export class Recent<T> {
	readonly #known = new Map<string, T>();

	constructor(private readonly most: number) {}

	get(key: string): T | undefined {
		return this.#known.get(key);
	}

	set(key: string, value: T): void {
		this.#known.set(key, value);
		const [oldest] = this.#known.keys();
		if (this.#known.size > this.most && oldest !== undefined) this.#known.delete(oldest);
	}

	delete(key: string): void {
		this.#known.delete(key);
	}

	clear(): void {
		this.#known.clear();
	}
}
