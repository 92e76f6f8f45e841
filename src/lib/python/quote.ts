const named: Record<string, string> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };

const special = /[\\\n\r\t\x00-\x1f\x7f]|[^\x00-\x7f]/gu;
const printable = /[\p{L}\p{M}\p{N}\p{P}\p{S}]/u;

function escaped(char: string): string {
	if (named[char]) return named[char];
	const code = char.codePointAt(0) as number;
	if (code > 0x7f && printable.test(char)) return char;
	if (code < 0x100) return `\\x${code.toString(16).padStart(2, '0')}`;
	return code < 0x10000
		? `\\u${code.toString(16).padStart(4, '0')}`
		: `\\U${code.toString(16).padStart(8, '0')}`;
}

/** `repr` of a string: in single quotes unless it has some and no double ones. */
export function quote(text: string): string {
	const mark = text.includes("'") && !text.includes('"') ? '"' : "'";
	const body = text.replace(special, escaped);
	return mark + (mark === "'" ? body.replace(/'/g, "\\'") : body) + mark;
}
