import { ravelPytree } from '$lib/api/flatten-util';
import { tuple } from '$lib/core/containers';
import { registerModule } from '../module';
import { native } from '../native';

registerModule('jax.flatten_util', {
	ravel_pytree: native('ravel_pytree(pytree)', (tree: unknown) => {
		const { flat, unravel } = ravelPytree(tree);
		return tuple(flat, unravel);
	})
});
