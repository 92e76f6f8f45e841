/** Loading this makes trees speak of their leaves and keys as Python does. */
import { typeTextHook } from '$lib/api/python-type';
import { equalHook, reprHook } from '$lib/core/tree';
import { equal } from '../compare';
import { reprOf } from '../repr';
import { typeOf } from '../types';

reprHook.of = reprOf;
equalHook.of = equal;
typeTextHook.of = (value) => typeOf(value).toString();
