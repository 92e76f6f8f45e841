import { segmentMax, segmentMin, segmentProd, segmentSum } from '$lib/api/segments';
import { registerModule } from '../../module';
import { native } from '../../native';
import { family } from '../family';

const segment = (name: string, reduce: typeof segmentSum) =>
	native(
		`${name}(data, segment_ids, num_segments=None, indices_are_sorted=False, unique_indices=False, bucket_size=None, mode=None)`,
		(data: unknown, ids: unknown, count: unknown) => reduce(data, ids, count)
	);

registerModule(
	'jax.ops',
	family(
		segment('segment_sum', segmentSum),
		segment('segment_prod', segmentProd),
		segment('segment_max', segmentMax),
		segment('segment_min', segmentMin)
	)
);
