/** Everything a program can import of JAX and NumPy, bound under its Python names. */
import './array';
import './dtypes';
import './autodiff';
import './flatten-util';
import './jax/all';
import './jnp';
import './lax';
import './linalg';
import './nn';
import './numpy';
import './random';
import './scipy';
import './tree';
