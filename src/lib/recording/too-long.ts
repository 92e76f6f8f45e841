import type { ScanParams } from '$lib/core/control';
import type { Var } from '$lib/core/jaxpr';
import { slotsOfStep } from './keep-scan';

/** Whether a scan leaves more behind than there is room for. */
export const isTooLong = (
	{ jaxpr, length, num_carry }: ScanParams,
	wanted: ReadonlySet<Var>,
	room: number
): boolean => length * slotsOfStep(jaxpr, num_carry, wanted) > room;
