import { unboxed } from '../unboxed';
import { arrayFrom } from '$lib/api/values';
import { knownDType } from '$lib/api/dtypes';
import { bitsOf, dtypes, kindOf, type DType } from '$lib/array/dtype';
import { HostObject, PyClass } from '../classes';
import { typeError } from '../errors';
import { objectClass } from '../types';

const dtypeClass = new PyClass('dtype', [objectClass], { module: 'numpy' });

/** What `x.dtype` is: NumPy's dtype object. One for each element type, so that `is` and `==` agree. */
export class DTypeObject extends HostObject {
	readonly cls = dtypeClass;

	constructor(readonly dtype: DType) {
		super();
	}

	override attribute(name: string): unknown {
		switch (name) {
			case 'name':
				return this.dtype;
			case 'itemsize':
				return BigInt(bitsOf(this.dtype) / 8);
			case 'kind':
				return this.letter;
			case 'type':
				return scalarTypes.find((type) => type.name === this.dtype);
			case 'shape':
			case 'ndim':
				return name === 'ndim' ? 0n : undefined;
			default:
				return undefined;
		}
	}

	/** NumPy's letter: `V` for what NumPy does not know. */
	private get letter(): string {
		const kind = kindOf(this.dtype);
		return kind === 'k' || this.dtype === 'bfloat16' ? 'V' : kind;
	}

	override equals(other: unknown): boolean {
		if (other instanceof DTypeObject) return other.dtype === this.dtype;
		if (other instanceof ScalarType) return other.width === this.dtype;
		if (typeof other === 'string') return knownDType(other) === this.dtype && !other.endsWith('64');
		return other instanceof PyClass && other.name === 'bool' && this.dtype === 'bool';
	}

	override hashText(): string {
		return `dtype ${this.dtype}`;
	}

	repr(): string {
		if (this.dtype === 'key<fry>') return this.dtype;
		return this.dtype === 'bfloat16' ? `dtype(${this.dtype})` : `dtype('${this.dtype}')`;
	}

	override str(): string {
		return this.dtype;
	}
}

const objects = new Map(dtypes.map((dtype) => [dtype, new DTypeObject(dtype)]));

export function dtypeObject(dtype: DType): DTypeObject {
	const found = objects.get(dtype);
	if (!found) throw new Error(`internal: no dtype object for ${dtype}`);
	return found;
}

const genericClass = new PyClass('generic', [objectClass], { module: 'numpy' });

/** `jnp.float32`: a dtype wherever one is asked for, and callable to make an array. 64-bit ones give 32 bits. */
export class ScalarType extends PyClass {
	constructor(
		name: string,
		readonly dtype: DType,
		/** The type it names itself; `float64` names one that is never made. */
		readonly width: string = dtype
	) {
		super(name, [genericClass], {
			module: 'jax.numpy',
			create: (_, args) => {
				if (args.length > 1)
					throw typeError(`${name}() takes 1 positional argument but ${args.length} were given`);
				return arrayFrom(args.length === 0 ? 0n : unboxed(args[0]), dtype);
			}
		});
	}
}

const narrow = [
	'int8',
	'int16',
	'int32',
	'uint8',
	'uint16',
	'uint32',
	'float16',
	'bfloat16',
	'float32'
] as const;

/** The scalar types of `jax.numpy`. */
export const scalarTypes: readonly ScalarType[] = [
	new ScalarType('bool', 'bool'),
	...narrow.map((dtype) => new ScalarType(dtype, dtype)),
	new ScalarType('int64', 'int32', 'int64'),
	new ScalarType('uint64', 'uint32', 'uint64'),
	new ScalarType('float64', 'float32', 'float64')
];
for (const type of scalarTypes)
	if (type.width === type.dtype) type.dict.set('dtype', dtypeObject(type.dtype));
