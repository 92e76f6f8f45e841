import type { Program } from '../ast';
import type { Statement } from '../ast/statements';
import { Cursor } from './cursor';
import { SourceText } from './source-text';
import { statement } from './statements';
import { Tokenizer } from './tokens';

/** A program's text as a tree. Throws Python's SyntaxErrors, with their place. */
export function parse(text: string): Program {
	const source = new SourceText(text);
	const tokens = new Tokenizer(source).run();
	const cursor = new Cursor(source, tokens.tokens, tokens.brackets, tokens.error);
	const body: Statement[] = [];
	while (!cursor.isType('end')) body.push(...statement(cursor));
	if (tokens.error) throw tokens.error;
	return { body };
}
