import { HostObject } from '../classes';
import { dtypeObject } from './dtype';

/** `jax.dtypes.float0` */
class Float0Type extends HostObject {
	readonly cls = dtypeObject('float32').cls;

	override attribute(name: string): unknown {
		switch (name) {
			case 'name':
				return 'void';
			case 'kind':
				return 'V';
			case 'itemsize':
				return 0n;
			default:
				return undefined;
		}
	}

	repr(): string {
		return "dtype([('float0', 'V')])";
	}

	override str(): string {
		return "[('float0', 'V')]";
	}
}

export const float0 = new Float0Type();
