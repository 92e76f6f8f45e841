import { dtypeOf } from '$lib/api/dtypes';
import { registerModule } from '../module';
import { native } from '../native';
import { dtypeObject } from './dtype';
import { float0 } from './float0';
import { keyTypes, types } from './jnp/types';
import { lacking } from './lacking';

registerModule(
	'jax.dtypes',
	() => ({
		...keyTypes,
		float0,
		bfloat16: types.bfloat16,
		issubdtype: types.issubdtype,
		result_type: types.result_type,
		canonicalize_dtype: native('canonicalize_dtype(dtype, allow_extended_dtype=False)', (x: unknown) =>
			dtypeObject(dtypeOf(x) ?? 'float32')
		)
	}),
	lacking('jax.dtypes', 'itemsize_bits scalar_type_of')
);
