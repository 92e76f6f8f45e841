import { encode } from 'uqr';

/** A link as a code for cameras. */
export interface QrCode {
	/** Modules of a side, the quiet border with them. */
	readonly size: number;
	/** Of the dark modules, each 1 by 1. */
	readonly path: string;
	readonly bytes: number;
	/** 1 to 40. */
	readonly version: number;
	/** From how many screen heights away a code that fills the screen is read; null where it hardly is. */
	readonly reach: number | null;
}

/** More bytes than these no code holds. */
export const mostBytes = 2953;

/**
 * How far away links of so many bytes are read, in heights of the screen that the code fills: measured with a phone's
 * camera in a room that is not dark (black on white at 7:1), with blur, noise and a yaw of 12 degrees.
 */
export const reaches: readonly { readonly bytes: number; readonly heights: number }[] = [
	{ bytes: 240, heights: 8 },
	{ bytes: 450, heights: 6 },
	{ bytes: 800, heights: 4 }
];

/** A light border of this width is part of a code: ISO/IEC 18004. */
const quiet = 4;

/** Of a link in UTF-8. */
export const bytesOf = (link: string): number => new TextEncoder().encode(link).length;

/** From how far off a code with so many bytes is read, in heights of the screen it fills; null for a longer link. */
export const reachOf = (bytes: number): number | null =>
	reaches.find((reach) => bytes <= reach.bytes)?.heights ?? null;

/** The code of a link, with as much error correction as its size gives for nothing; null where it holds too much. */
export function qrCode(link: string): QrCode | null {
	const bytes = bytesOf(link);
	if (bytes > mostBytes) return null;
	const { data, size, version } = encode(link, { ecc: 'L', boostEcc: true, border: quiet });
	return { size, path: data.map(rowPath).join(''), bytes, version, reach: reachOf(bytes) };
}

/** The dark stretches of a row. */
function rowPath(row: readonly boolean[], y: number): string {
	let path = '';
	for (let x = 0; x < row.length; x++) {
		if (!row[x]) continue;
		const from = x;
		while (row[x + 1]) x++;
		path += `M${from} ${y}h${x + 1 - from}v1h${from - x - 1}z`;
	}
	return path;
}
