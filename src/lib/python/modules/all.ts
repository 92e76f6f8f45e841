/** Loading this makes Python's own modules importable. */
import './abc';
import './algorithms';
import './collections';
import './contextlib';
import './copy';
import './dataclasses';
import './enum';
import './functools';
import './itertools';
import './math';
import './operator';
import './small';
import './typing';
