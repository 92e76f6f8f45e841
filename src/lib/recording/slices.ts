/** Work on all of a long loop, a slice at a time: whoever does it may do something else between slices. */
export type Slices<T> = Generator<undefined, T, undefined>;

/** Does all the slices at once. */
export function finished<T>(slices: Slices<T>): T {
	let turn = slices.next();
	while (!turn.done) turn = slices.next();
	return turn.value;
}
