import { vmap } from '$lib/api/vmap/vmap';
import { registerModule } from '../../module';
import { native } from '../../native';
import { lacking } from '../lacking';
import { fnOf } from './callable';

registerModule(
	'jax',
	{
		vmap: native(
			'vmap(fun, in_axes=0, out_axes=0, axis_name=None, axis_size=None, spmd_axis_name=None, sum_match=False)',
			(f: unknown, inAxes: unknown, outAxes: unknown, axisName: unknown, axisSize: unknown) =>
				vmap(fnOf(f), { inAxes, outAxes, axisName, axisSize })
		)
	},
	lacking('jax', 'closure_convert fwd_and_bwd make_mesh new_ref pmap pure_callback shard_map smap')
);
