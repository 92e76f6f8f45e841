/** A folder with an index each: what every host serves, also at an address without the last slash. */
export const trailingSlash = 'always';
