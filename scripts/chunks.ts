const within = (rooms: string): RegExp => new RegExp(`src[\\\\/]lib[\\\\/](${rooms})[\\\\/]`);

/**
 * How the worker is cut into files. What it imports at once is one (see src/lib/parts); of what is left for later, all that
 * several parts share is one a layer: what many small files would save in bytes is lost waiting for one after another.
 */
export const chunks = {
	groups: [
		{ name: 'engine', test: /session[\\/]worker\.ts$/, priority: 1 },
		{ name: 'language', test: within('python'), minShareCount: 3 },
		{ name: 'functions', test: within('api'), minShareCount: 3 },
		{ name: 'rules', test: within('array|core|rules|transforms|recording'), minShareCount: 3 }
	]
};
