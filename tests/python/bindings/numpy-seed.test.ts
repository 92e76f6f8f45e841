import { expect, it } from 'vitest';
import { record } from '$lib/session/run';

it('the seed of np.random is forgotten from one program to the next', () => {
	const draw = 'import numpy as np\nnp.random.rand()';
	expect(record(`import numpy as np\nnp.random.seed(0)\nnp.random.rand()`).error).toBeNull();
	expect(record(draw).error).not.toBeNull();
});
