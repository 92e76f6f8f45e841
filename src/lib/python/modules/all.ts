/** Loading this makes Python's own modules importable. */
import { registerLater } from '../module';
import * as parts from '../parts';

registerLater(parts.abc, { abc: '' });
registerLater(parts.algorithms, { bisect: '', heapq: '', statistics: '' });
registerLater(parts.collections, { collections: '' });
registerLater(parts.contextlib, { contextlib: '' });
registerLater(parts.copy, { copy: '' });
registerLater(parts.json, { json: '' });
registerLater(parts.dataclasses, { dataclasses: '' });
registerLater(parts.enums, { enum: '' });
registerLater(parts.functools, { functools: '' });
registerLater(parts.io, { io: '' });
registerLater(parts.environment, { os: '', logging: '' });
registerLater(parts.texts, { textwrap: '', pprint: '' });
registerLater(parts.itertools, { itertools: '' });
registerLater(parts.math, { math: '' });
registerLater(parts.operator, { operator: '' });
registerLater(parts.system, { time: '', string: '', sys: '', types: '', warnings: '', numbers: '', gc: '' });
registerLater(parts.typing, { typing: '', typing_extensions: '', 'collections.abc': '' });
