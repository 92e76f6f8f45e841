import { cotangentOf, readAnyway, tapeRows, tapeSize, turned, type Passes } from '$lib/recording/gradient';
import type { Lane, Moment } from '$lib/recording/moment';
import { isSettled } from '$lib/recording/walk';
import { count } from '$lib/recording/words';
import type { Loop } from '$lib/recording/recording';
import { faceAt } from './face';
import { lookOf, type LeafLook } from './leaf';
import type { Token } from './scene';

/** `4 values a step × 6 steps are kept, 96 bytes`. */
export function tapeText(passes: Passes): string {
	const { values, bytes } = tapeSize(passes);
	const { length, lanes } = passes.forward;
	if (values === 0) return 'Nothing is kept of the steps.';
	const rows = lanes > 1 ? ` × ${count(lanes, 'row')}` : '';
	return `${count(values, 'value')} a step × ${count(length, 'step')}${rows} kept: ${count(bytes, 'byte')}.`;
}

/** What is read beside the tape, and what is computed again; empty where there is nothing of it. */
export function besideTape(passes: Passes): readonly string[] {
	const names = (kept: 'x' | 'once'): string =>
		readAnyway(passes)
			.filter((residual) => residual.kept === kept)
			.map(({ name }) => name)
			.join(', ');
	const [xs, once] = [names('x'), names('once')];
	const again = passes.backward.eqns.filter((eqn) => eqn.again).length;
	return [
		...(xs ? [`${xs}: read again from the xs.`] : []),
		...(once ? [`${once}: the same at every step.`] : []),
		...(again > 0 ? [`${count(again, 'equation')} computed again in every step back.`] : [])
	];
}

/** What the step did, of one lane, by role. Empty where no step has been made. */
export function passText(passes: Passes, moment: Moment, lane: Lane): readonly Token[] {
	if (moment.step < 0 || !isSettled(moment)) return [];
	const isBack = moment.loop === passes.backward.index;
	return isBack ? backText(passes, moment.step, lane) : forwardText(passes, moment.step, lane);
}

const plain = (text: string): Token => ({ text, role: 'plain' });

function valueText(loop: Loop, look: LeafLook, entry: number, lane: Lane): string {
	const face = faceAt(look, loop, entry, lane, { w: 0, h: 0, font: 0 });
	return face.text.length > 40 ? `${look.column.dtype}[${look.column.shape.join(',')}]` : face.text;
}

function listed(parts: readonly Token[]): Token[] {
	return parts.flatMap((part, k) => (k > 0 ? [plain(', '), part] : [part]));
}

/** `Step 2 keeps h 0.45, tanh′ 0.8 for the way back.` */
function forwardText(passes: Passes, step: number, lane: Lane): Token[] {
	const { backward } = passes;
	const entry = turned(backward, step);
	const kept = entry < backward.recorded ? tapeRows(passes) : [];
	if (kept.length === 0) return [plain(`Step ${step} keeps nothing for the way back.`)];
	const values = kept.map(({ x, leaf }): Token => {
		const text = valueText(backward, lookOf(backward).xs[x], entry, lane);
		return { text: `${leaf.name} ${text}`, role: 'quiet' };
	});
	return [plain(`Step ${step} keeps `), ...listed(values), plain(' for the way back.')];
}

/** `Back over step 2: ∂h 1.2 and ∂y 1 came in, ∂h 0.93 goes on to step 1.` */
function backText(passes: Passes, step: number, lane: Lane): Token[] {
	const { forward, backward } = passes;
	const look = lookOf(backward);
	const index = turned(forward, step);
	const carries = forward.carry.flatMap((_, leaf) => {
		const at = cotangentOf(passes, leaf);
		return at === null ? [] : [look.carry[at]];
	});
	const parts = backward.backward?.xs ?? [];
	const said = (leaf: LeafLook, entry: number): Token => ({
		text: `${leaf.name} ${valueText(backward, leaf, entry, lane)}`,
		role: leaf.role
	});
	const given = look.xs.filter((_, i) => parts[i].kind === 'cotangent').map((leaf) => said(leaf, step));
	const came = [...carries.map((leaf) => said(leaf, step)), ...given];
	const went = carries.map((leaf) => said(leaf, step + 1));
	if (came.length === 0 || went.length === 0) return [];
	const to = index === 0 ? 'is the init’s' : `goes on to step ${index - 1}`;
	return [plain(`Back over step ${index}: `), ...listed(came), plain(' came in; '), ...listed(went), plain(` ${to}.`)]; // prettier-ignore
}
