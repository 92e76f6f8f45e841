/**
 * Axes and widths that JAX computes with NumPy are NumPy's integers there, and its text of a jaxpr shows it
 * (`np.int64(1)`). A list of such numbers is remembered as one; nothing else depends on it.
 */
const places = new WeakMap<readonly number[], readonly boolean[]>();

/** The list, its numbers NumPy's; or only those where `which` says so. */
export function numpyInts<T extends readonly number[]>(
	numbers: T,
	which: readonly boolean[] = numbers.map(() => true)
): T {
	places.set(numbers, which);
	return numbers;
}

/** Whether the number at that place of a list is one of NumPy's. */
export const isNumpyInt = (numbers: readonly number[], place: number): boolean =>
	places.get(numbers)?.[place] ?? false;
