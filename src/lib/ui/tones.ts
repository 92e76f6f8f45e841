import type { Note } from '$lib/scene/sound';

const lasts = 0.18;
const loudness = 0.18;

/** Plays notes by Web Audio. Nothing is made of it before the first one. */
export class Tones {
	#context: AudioContext | null = null;

	play(notes: readonly Note[]): void {
		if (notes.length === 0) return;
		const context = (this.#context ??= new AudioContext());
		// A page that nobody has touched yet is kept silent by the browser.
		if (context.state === 'suspended') void context.resume().catch(() => {});
		for (const note of notes) sound(context, note, notes.length);
	}

	close(): void {
		void this.#context?.close();
		this.#context = null;
	}
}

function sound(context: AudioContext, { after, hertz, pan }: Note, together: number): void {
	const from = context.currentTime + 0.01 + after;
	const source = hertz === null ? hiss(context) : tone(context, hertz);
	const volume = new GainNode(context, { gain: 0 });
	volume.gain.setValueAtTime(0, from);
	volume.gain.linearRampToValueAtTime(loudness / Math.sqrt(together), from + 0.02);
	volume.gain.exponentialRampToValueAtTime(0.001, from + lasts);
	source.connect(volume).connect(new StereoPannerNode(context, { pan })).connect(context.destination);
	source.start(from);
	source.stop(from + lasts);
}

const tone = (context: AudioContext, hertz: number): AudioScheduledSourceNode =>
	new OscillatorNode(context, { type: 'triangle', frequency: hertz });

function hiss(context: AudioContext): AudioScheduledSourceNode {
	const buffer = context.createBuffer(1, Math.ceil(lasts * context.sampleRate), context.sampleRate);
	const samples = buffer.getChannelData(0);
	for (let n = 0; n < samples.length; n++) samples[n] = 2 * Math.random() - 1;
	return new AudioBufferSourceNode(context, { buffer });
}
