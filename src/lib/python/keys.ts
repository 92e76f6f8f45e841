import { hashHook, Tuple } from '$lib/core/containers';
import { ownClass } from './classes';
import { hashes } from './parts';

// A plain tuple is the key that its items make.
hashHook.of = (key) => (key instanceof Tuple && !ownClass(key) ? null : hashes.module.keyOf(key));

/** Forgets the keys of earlier programs. */
export const forgetKeys = (): void => hashes.there?.forgetKeys();
