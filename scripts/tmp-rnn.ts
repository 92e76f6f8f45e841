import { run, title } from './bench/rnn';
console.log(title, ...run());
