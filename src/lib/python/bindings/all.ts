/** Everything a program can import of JAX and NumPy, bound under its Python names. */
import './array';
import './jax';
import './jnp';
import './lax';
import './random';
import './tree';
