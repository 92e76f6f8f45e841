import { expect, test } from 'vitest';
import '$lib/transforms/eval';
import '$lib/python/bindings/all';
import { runProgram } from '$lib/python/program';

/** Every function of matrices against the difference quotient; prints those that are wrong. */
const program = `
import jax, jax.numpy as jnp
import jax.scipy as jsp
A=jnp.array([[4.,1.,0.5],[1.,3.,0.2],[0.5,0.2,2.]])
B=jnp.array([[1.,2.],[0.5,-1.],[3.,1.]])
key=jax.random.key(0)
W=jax.random.normal(key,(3,3))
def check(name, f, x, eps=1e-2):
    g=jax.grad(f)(x)
    worst=0.
    for i in range(x.size):
        e=jnp.zeros(x.size).at[i].set(eps).reshape(x.shape)
        num=(f(x+e)-f(x-e))/(2*eps)
        worst=max(worst, float(abs(num-g.reshape(-1)[i])))
    if worst >= 2e-2: print(name, worst)
check('chol', lambda a: (W*jnp.linalg.cholesky(a)).sum(), A)
check('solve a', lambda a: (jnp.linalg.solve(a, B)*B).sum(), A)
check('solve b', lambda b: (jnp.linalg.solve(A, b)*B).sum(), B)
check('inv', lambda a: (W*jnp.linalg.inv(a)).sum(), A+W*0.1)
check('det4', lambda a: jnp.linalg.det(a), jnp.eye(4)+0.1*jax.random.normal(key,(4,4)))
check('slogdet', lambda a: jnp.linalg.slogdet(a)[1], A)
check('eigh w', lambda a: (jnp.linalg.eigh(a)[0]*jnp.array([1.,2.,3.])).sum(), A)
check('eigh v', lambda a: (jnp.linalg.eigh(a)[1]**2*W).sum(), A)
check('svd s', lambda a: (jnp.linalg.svd(a, compute_uv=False)*jnp.array([1.,2.])).sum(), B)
check('svd uv', lambda a: (jnp.abs(jnp.linalg.svd(a, full_matrices=False)[0])*B).sum(), B)
check('svd v', lambda a: (jnp.linalg.svd(a.T, full_matrices=False)[2]**2*B.T).sum(), B)
check('qr', lambda a: (jnp.abs(jnp.linalg.qr(a)[1])*jnp.ones((2,2))).sum()+(jnp.linalg.qr(a)[0]**2*B).sum(), B)
check('tri', lambda a: (jsp.linalg.solve_triangular(a, B, lower=True)*B).sum(), A)
check('triT', lambda a: (jsp.linalg.solve_triangular(a, B, trans=1, lower=True)*B).sum(), A)
check('cho', lambda a: (jsp.linalg.cho_solve(jsp.linalg.cho_factor(a), B)*B).sum(), A)
check('mvn', lambda m: jsp.stats.multivariate_normal.logpdf(jnp.array([1.,2.,3.]), m, A), jnp.zeros(3))
check('mvn cov', lambda c: jsp.stats.multivariate_normal.logpdf(jnp.array([1.,2.,3.]), jnp.zeros(3), c), A)
check('pinv', lambda a: (jnp.linalg.pinv(a)*B.T).sum(), B)
check('expm', lambda a: (jsp.linalg.expm(a)*W).sum(), A*0.3)
check('lstsq', lambda a: jnp.linalg.lstsq(a, jnp.array([1.,2.,3.]))[0].sum(), B)
`;

test('gradients of functions of matrices agree with difference quotients', () => {
	let text = '';
	runProgram(program, { write: (part) => (text += part) });
	expect(text).toBe('');
});
