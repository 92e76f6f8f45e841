/** What operators do with containers, strings and types. */
export { containers, repeat, setOperation } from './container-operators';
export { percentFormat } from './percent-format';
export { unionType } from './typing-values';
