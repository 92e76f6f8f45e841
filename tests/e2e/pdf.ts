import { inflateSync } from 'node:zlib';

/** What the codes of a font's texts say. */
interface Font {
	/** Of a code, in hexadecimal digits. */
	readonly width: number;
	readonly letters: ReadonlyMap<string, string>;
}

/** The words of a PDF as Chromium writes it: one line for each run of text, in the order of drawing. */
export function textOfPdf(pdf: Buffer): string {
	const raw = pdf.toString('latin1');
	const objects = new Map(
		[...raw.matchAll(/^(\d+) 0 obj\s([^]*?)^endobj/gm)].map(([, name, body]) => [name, body])
	);
	const fonts = new Map(
		[...raw.matchAll(/\/(F\d+) (\d+) 0 R/g)].map(([, name, object]) => {
			const [, map] = /\/ToUnicode (\d+) 0 R/.exec(objects.get(object) ?? '') ?? [];
			return [name, fontOf(streamOf(objects.get(map) ?? ''))];
		})
	);
	return [...objects.values()]
		.flatMap((body) => [...streamOf(body).matchAll(/^BT$([^]*?)^ET$/gm)])
		.map(([, run]) => runText(run, fonts))
		.join('\n');
}

/** What the stream of an object holds; empty where there is none. */
function streamOf(body: string): string {
	const head = /\/FlateDecode\s\/Length (\d+)>> stream\n/.exec(body);
	if (!head) return '';
	const from = head.index + head[0].length;
	return inflateSync(Buffer.from(body.slice(from, from + Number(head[1])), 'latin1')).toString('latin1');
}

/** From a font's map to Unicode. */
function fontOf(map: string): Font {
	const letters = new Map<string, string>();
	for (const [, pairs] of map.matchAll(/beginbfchar([^]*?)endbfchar/g))
		for (const [, code, to] of pairs.matchAll(/<(\w+)> <(\w+)>/g))
			letters.set(code, Buffer.from(to, 'hex').swap16().toString('utf16le'));
	for (const [, ranges] of map.matchAll(/beginbfrange([^]*?)endbfrange/g))
		for (const [, from, to, first] of ranges.matchAll(/<(\w+)> <(\w+)> <(\w+)>/g)) {
			const [least, most, letter] = [from, to, first].map((hex) => parseInt(hex, 16));
			for (let n = 0; least + n <= most; n++)
				letters.set(hexOf(least + n, from.length), String.fromCharCode(letter + n));
		}
	const [, code = '00'] = /begincodespacerange\s*<(\w+)>/.exec(map) ?? [];
	return { width: code.length, letters };
}

const hexOf = (code: number, digits: number): string => code.toString(16).toUpperCase().padStart(digits, '0');

function runText(run: string, fonts: ReadonlyMap<string, Font>): string {
	let font: Font | undefined;
	let text = '';
	for (const [, name, codes] of run.matchAll(/\/(F\d+) [\d.]+ Tf|<(\w+)>/g)) {
		if (name) font = fonts.get(name);
		else if (font)
			for (let at = 0; at < codes.length; at += font.width)
				text += font.letters.get(codes.slice(at, at + font.width)) ?? '';
	}
	return text;
}
