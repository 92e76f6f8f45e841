/** Everything a program can import of JAX and NumPy, bound under its Python names: much used names at once, others later. */
import { registerLater } from '../module';
import * as parts from '../parts';
import './array';
import './first';
import './jax/errors';
import './jax/scan';
import './jax/vmap';
import './pytrees';

registerLater(parts.transforms, { jax: parts.transformNames, 'jax.core': '' });
registerLater(parts.derivatives, {
	jax: parts.derivativeNames,
	'jax.ad_checkpoint': '',
	'jax.custom_derivatives': '',
	'jax.checkpoint_policies': ''
});
registerLater(parts.settings, { jax: parts.settingNames });
registerLater(parts.debug, { 'jax.debug': '' });
registerLater(parts.loops, { 'jax.lax': parts.loopNames });
registerLater(parts.lax, { 'jax.lax': '' });
registerLater(parts.rarerLax, { 'jax.lax': parts.rarerLaxNames });
registerLater(parts.jnp, { 'jax.numpy': '', 'jax.dtypes': '' });
registerLater(parts.rarestJnp, {
	'jax.numpy': parts.rarestJnpNames,
	'jax.numpy.linalg': 'tensorinv tensorsolve'
});
registerLater(parts.linalg, { 'jax.numpy.linalg': '' });
registerLater(parts.nn, { 'jax.nn': '', 'jax.nn.initializers': '' });
registerLater(parts.rarerNn, { 'jax.nn': parts.rarerNnNames });
registerLater(parts.laxLinalg, { 'jax.lax.linalg': '' });
registerLater(parts.random, { 'jax.random': '' });
registerLater(parts.scipy, {
	'jax.scipy': '',
	'jax.scipy.linalg': '',
	'jax.scipy.signal': '',
	'jax.scipy.special': '',
	'jax.scipy.stats': ''
});
registerLater(parts.trees, { 'jax.tree': '', 'jax.tree_util': '', 'jax.flatten_util': '' });
registerLater(parts.segments, { 'jax.ops': '' });
registerLater(parts.numpy, {
	numpy: '',
	'numpy.exceptions': '',
	'numpy.linalg': '',
	'numpy.random': '',
	'numpy.testing': ''
});
