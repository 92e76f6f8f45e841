import './responder';
import { loadAll } from '$lib/parts/part';

/** Importing this loads the whole engine: for scripts and tests, which run programs at once and not in a worker. */
await loadAll();
