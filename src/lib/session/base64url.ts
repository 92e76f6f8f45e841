/** Bytes as base64 with `-` and `_`, without padding: every character may stand in a fragment. */
export function toBase64url(bytes: Uint8Array): string {
	let text = '';
	for (const byte of bytes) text += String.fromCharCode(byte);
	return btoa(text).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

/** The inverse; throws on anything that is not such a text. */
export function fromBase64url(text: string): Uint8Array {
	if (!/^[\w-]*$/.test(text)) throw new Error('internal: not base64url');
	const plain = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
	return Uint8Array.from(plain, (char) => char.charCodeAt(0));
}
