import { parentPort, Worker } from 'node:worker_threads';
import { faulty, observe, type Observation } from './observe';

/** Two at once, as most machines have two cores to spare. */
const threads = 2;
const memory = { maxOldGenerationSizeMb: 2048 };

/**
 * Runs programs in threads and yields what they did, in their order, each as soon as it can be. One that takes longer
 * than `seconds` or all the memory is stopped and observed as a fault. The module the process was started with has
 * to call `answerPrograms` where it finds itself in a thread.
 */
export async function* observeAll(programs: readonly string[], seconds: number): AsyncGenerator<Observation> {
	let next = 0;
	const settle: ((observation: Observation) => void)[] = [];
	const observations = programs.map(() => new Promise<Observation>((resolve) => settle.push(resolve)));
	const work = async (): Promise<void> => {
		const thread = new Thread();
		for (let at = next++; at < programs.length; at = next++)
			settle[at]?.(await thread.observe(programs[at] ?? '', seconds));
		await thread.close();
	};
	const workers = Array.from({ length: Math.min(threads, programs.length) }, work);
	for (const observation of observations) yield await observation;
	await Promise.all(workers);
}

/** A thread that is begun anew after it had to be stopped. */
class Thread {
	private worker: Worker | null = null;

	observe(program: string, seconds: number): Promise<Observation> {
		const worker = (this.worker ??= new Worker(new URL(import.meta.url), { resourceLimits: memory }));
		return new Promise((resolve) => {
			const settle = (observation: Observation): void => {
				clearTimeout(timer);
				worker.off('message', settle);
				worker.off('error', crash);
				resolve(observation);
			};
			const stop = (fault: string): void => {
				this.worker = null;
				void worker.terminate().then(() => settle(faulty(fault)));
			};
			const crash = (error: Error): void => stop(String(error));
			const timer = setTimeout(() => stop(`stopped after ${seconds} s`), seconds * 1000);
			worker.on('message', settle);
			worker.on('error', crash);
			worker.postMessage(program);
		});
	}

	async close(): Promise<void> {
		await this.worker?.terminate();
	}
}

/** A thread's whole work: a program comes in, what it did goes out. */
export function answerPrograms(): void {
	parentPort?.on('message', (program: string) => parentPort?.postMessage(observe(program)));
}
