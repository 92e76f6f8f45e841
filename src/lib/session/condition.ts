import type { Failure } from '$lib/recording/recording';
import type { Asked } from './asked.svelte';

/** Why values cannot serve as a condition; null where they can, or are not known yet. */
export function conditionFault(asked: Asked): Failure | null {
	switch (asked.kind) {
		case 'pending':
			return null;
		case 'refused':
			return asked.failure;
		case 'crashed':
			return fault('InternalError', asked.message, 'This is a fault of Lockstep.', '');
		case 'known': {
			const { dtype, shape } = asked.column;
			if (dtype === 'key<fry>') return fault('TypeError', 'a random key is neither true nor false');
			if (shape.length === 0) return null;
			const text = `the condition has ${shape.reduce((a, b) => a * b, 1)} values a step: ${dtype}[${shape.join(',')}]`;
			return fault('ValueError', text, 'It has to hold or not to hold.', 'Ask with .any() or .all().');
		}
	}
}

const fault = (type: string, message: string, why?: string, instead?: string): Failure => ({
	type,
	message,
	span: null,
	...(why && { why }),
	...(instead && { instead })
});
