/** `jax.tree`, `jax.tree_util` and `jax.flatten_util`. */
import './flatten-util';
import './jax/partial';
import './tree';
