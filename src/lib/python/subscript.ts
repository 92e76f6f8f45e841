import { Tuple } from '$lib/core/containers';
import { arrays } from './arrays';
import { HostObject, ownClass } from './classes';
import { unboxed } from './unboxed';
import { subscripts } from './parts';

const { rarerItem } = subscripts.functions;

/** `object[index]` */
export function getItem(object: unknown, index: unknown): unknown {
	if (ownClass(object)) return rarerItem(object, index);
	if (arrays.isArray(object)) return arrays.getItem(object, index);
	if (object instanceof HostObject && object.getItem) return object.getItem(unboxed(index));
	const items = object instanceof Tuple ? object.items : object;
	if (typeof index !== 'bigint' || !Array.isArray(items)) return rarerItem(object, index);
	const at = Number(index) + (index < 0n ? items.length : 0);
	return at >= 0 && at < items.length ? items[at] : rarerItem(object, index);
}
