/** The first use of a key, as numbers: at which place in the program, and which time. */
export interface FirstUse {
	readonly site: number;
	readonly step: number;
	readonly lane: number;
	/** How often the place had been come to before in this step and lane, as inside a nested loop. */
	readonly turn: number;
}

const fields = 6;

/** First uses by the key's two words: a hash table with open addressing. */
export class KeyTable {
	/** Number of an entry plus one; 0 where free. */
	private slots = new Int32Array(1024);
	/** Words, site, step, lane, turn of each entry. */
	private entries = new Int32Array(512 * fields);
	private size = 0;

	/** Number of the key's entry, -1 where there is none yet. */
	find(high: number, low: number): number {
		return this.slots[this.placeOf(high | 0, low | 0)] - 1;
	}

	/** The key must be new. */
	add(high: number, low: number, site: number, step: number, lane: number, turn: number): void {
		if (2 * this.size >= this.slots.length) this.grow();
		const { entries } = this;
		const at = this.size * fields;
		entries[at] = high;
		entries[at + 1] = low;
		entries[at + 2] = site;
		entries[at + 3] = step;
		entries[at + 4] = lane;
		entries[at + 5] = turn;
		this.slots[this.placeOf(high | 0, low | 0)] = ++this.size;
	}

	/** Another use in place of the first. */
	set(entry: number, { site, step, lane, turn }: FirstUse): void {
		this.entries.set([site, step, lane, turn], entry * fields + 2);
	}

	first(entry: number): FirstUse {
		const [site, step, lane, turn] = this.entries.subarray(entry * fields + 2, (entry + 1) * fields);
		return { site, step, lane, turn };
	}

	/** The key's slot, or the free one where it would go. */
	private placeOf(high: number, low: number): number {
		const mask = this.slots.length - 1;
		// The words are random bits, but for a key made of a seed: then they are 0 and the seed.
		let place = (Math.imul(low ^ (high << 7), 0x9e3779b1) >>> 7) & mask;
		for (;;) {
			const at = (this.slots[place] - 1) * fields;
			if (at < 0 || (this.entries[at] === high && this.entries[at + 1] === low)) return place;
			place = (place + 1) & mask;
		}
	}

	private grow(): void {
		const wider = new Int32Array(2 * this.entries.length);
		wider.set(this.entries);
		this.entries = wider;
		this.slots = new Int32Array(2 * this.slots.length);
		for (let entry = 0; entry < this.size; entry++) {
			const at = entry * fields;
			this.slots[this.placeOf(wider[at], wider[at + 1])] = entry + 1;
		}
	}
}
