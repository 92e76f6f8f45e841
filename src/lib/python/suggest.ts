import type { Help } from '$lib/core/errors';
import { didYouMean } from '$lib/core/help/names';
import { findModule, type Module } from './module';
import { nearest } from './nearest';

/** What programs call the modules that they shorten. */
const short: Readonly<Record<string, string>> = {
	'jax.numpy': 'jnp',
	'jax.lax': 'lax',
	numpy: 'np',
	'numpy.linalg': 'np.linalg',
	'jax.numpy.linalg': 'jnp.linalg'
};

/** Where a function that a module of JAX does not have may be found. */
const family = ['jax', 'jax.numpy', 'jax.lax', 'jax.nn', 'jax.random', 'jax.tree', 'jax.scipy.special'];

const inFamily = (module: string): boolean => module === 'numpy' || module.split('.')[0] === 'jax';

const nameIn = (module: string, name: string): string => `${short[module] ?? module}.${name}`;

/** The module of JAX's that has a name which another does not. */
const elsewhere = (module: string, name: string): string | undefined =>
	family.find((other) => other !== module && findModule(other)?.attribute(name) !== undefined);

/** The name that was meant for one a module does not have: in another of JAX's, or the nearest in its own. */
export function suggestInModule(module: Module, name: string): Help {
	const other = inFamily(module.name) ? elsewhere(module.name, name) : undefined;
	if (other !== undefined) return didYouMean(nameIn(other, name));
	const near = nearest(name, module.attributes.keys());
	return didYouMean(near && (inFamily(module.name) ? nameIn(module.name, near) : near));
}

/** The attribute that was meant for one an array does not have: the nearest, or the function of that name. */
export function suggestOnArray(name: string, attributes: Iterable<string>): Help {
	const near = nearest(name, attributes);
	if (near !== null) return didYouMean(near);
	return didYouMean(findModule('jax.numpy')?.attribute(name) !== undefined ? `jnp.${name}(x)` : null);
}

/** The import statement for a name that is usually a module's. */
const usual: Readonly<Record<string, string>> = {
	jax: 'import jax',
	jnp: 'import jax.numpy as jnp',
	lax: 'from jax import lax',
	np: 'import numpy as np',
	nn: 'from jax import nn',
	random: 'from jax import random',
	math: 'import math',
	functools: 'import functools',
	partial: 'from functools import partial',
	itertools: 'import itertools',
	dataclass: 'from dataclasses import dataclass',
	NamedTuple: 'from typing import NamedTuple',
	namedtuple: 'from collections import namedtuple',
	vmap: 'from jax import vmap',
	jit: 'from jax import jit',
	grad: 'from jax import grad',
	scan: 'from jax.lax import scan'
};

/** How a name is usually imported; null for a name that is not. */
export const usualImport = (name: string): string | null => (Object.hasOwn(usual, name) ? usual[name] : null);
