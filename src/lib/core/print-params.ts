import type { Eqn } from './jaxpr';
import { floatText } from './literal-text';
import { isNumpyInt } from './numpy-ints';
import { updateJaxpr } from './sub-jaxprs';

/** Parameters as JAX lists them, sorted by name, with what its printers leave out left out. */
export function printedParams(eqn: Eqn): (readonly [string, unknown])[] {
	const entries = (): (readonly [string, unknown])[] =>
		Object.entries(eqn.params)
			.filter(([key]) => key !== 'view')
			.map(([key, value]) => [key, key === 'mode' ? modeText.get(value) : value] as const)
			.sort(([a], [b]) => (a < b ? -1 : 1));
	switch (eqn.primitive) {
		case 'broadcast_in_dim':
			return eqn.params.broadcast_dimensions.length > 0
				? [['broadcast_dimensions', eqn.params.broadcast_dimensions]]
				: [];
		case 'jit':
			return [
				['name', eqn.params.name],
				['jaxpr', eqn.params.jaxpr]
			];
		case 'dot_general':
			return entries().filter(([, value]) => value !== null);
		case 'reduce_max':
		case 'reduce_min':
		case 'reduce_sum':
			if (eqn.params.collective)
				return [
					['axes', eqn.params.axes],
					['axis_index_groups', null]
				];
			if (eqn.primitive !== 'reduce_sum') return entries();
			return [
				['axes', eqn.params.axes],
				['out_sharding', null]
			];
		case 'scatter':
		case 'scatter_add':
		case 'scatter_mul':
		case 'scatter_min':
		case 'scatter_max':
			return [...entries(), ['update_consts', []], ['update_jaxpr', updateJaxpr(eqn)]];
		case 'custom_jvp_call':
			return [
				['name', eqn.params.name],
				['call_jaxpr', eqn.params.call_jaxpr],
				['jvp', eqn.params.jvp],
				['symbolic_zeros', eqn.params.symbolic_zeros]
			];
		case 'custom_vjp_call':
			return [
				['name', eqn.params.name],
				['bwd', eqn.params.bwd],
				['call_jaxpr', eqn.params.call_jaxpr],
				['fwd', eqn.params.fwd],
				['symbolic_zeros', eqn.params.symbolic_zeros]
			];
		case 'iota':
		case 'reshape':
			return [...entries(), ['sharding', null] as const].sort(([a], [b]) => (a < b ? -1 : 1));
		default:
			return entries();
	}
}

/** A parameter's value; `lists`: sequences of numbers are Python lists. */
export function paramText(value: unknown, lists: boolean): string {
	if (value === null || value === undefined) return 'None';
	if (typeof value === 'boolean') return value ? 'True' : 'False';
	if (typeof value === 'function') return '<function>';
	if (typeof value === 'number' && !Number.isFinite(value)) return floatText(value);
	if (Array.isArray(value)) {
		const parts = value.map((part: unknown, i) =>
			isNumpyInt(value, i) ? `np.int64(${part})` : paramText(part, lists)
		);
		if (lists && value.every((part) => typeof part === 'number')) return `[${parts.join(', ')}]`;
		return parts.length === 1 ? `(${parts[0]},)` : `(${parts.join(', ')})`;
	}
	if (typeof value === 'object') return dimensionText(value);
	return String(value);
}

/** JAX's enumeration of modes. */
const modeText: ReadonlyMap<unknown, string> = new Map([
	['clip', 'GatherScatterMode.CLIP'],
	['fill', 'GatherScatterMode.FILL_OR_DROP'],
	['promise_in_bounds', 'GatherScatterMode.PROMISE_IN_BOUNDS']
]);

/** The dimension numbers of gather and scatter, as Python prints a NamedTuple. */
function dimensionText(numbers: object): string {
	const name = 'offset_dims' in numbers ? 'GatherDimensionNumbers' : 'ScatterDimensionNumbers';
	const fields = Object.entries(numbers).map(([key, value]) => `${key}=${paramText(value, false)}`);
	return `${name}(${fields.join(', ')})`;
}
