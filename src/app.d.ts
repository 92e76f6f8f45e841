/** Python programs are imported as their text: `import source from './ema.py?raw'`. */
declare module '*.py?raw' {
	const source: string;
	export default source;
}
