import type { DType } from '$lib/array/dtype';

/** Facts of a floating type as NumPy writes them. */
interface Facts {
	readonly precision: number;
	readonly resolution: string;
	readonly machep: number;
	readonly eps: string;
	readonly epsneg: string;
	readonly minexp: number;
	readonly maxexp: number;
	readonly nexp: number;
	readonly tiny: string;
	readonly max: string;
	readonly subnormal: string;
}

const facts: { readonly [D in DType]?: Facts } = {
	float32: {
		precision: 6,
		resolution: '1e-06',
		machep: -23,
		eps: '1.1920929e-07',
		epsneg: '5.9604645e-08',
		minexp: -126,
		maxexp: 128,
		nexp: 8,
		tiny: '1.1754944e-38',
		max: '3.4028235e+38',
		subnormal: '1e-45'
	},
	float16: {
		precision: 3,
		resolution: '0.001',
		machep: -10,
		eps: '0.000977',
		epsneg: '0.0004883',
		minexp: -14,
		maxexp: 16,
		nexp: 5,
		tiny: '6.104e-05',
		max: '6.55e+04',
		subnormal: '6e-08'
	},
	bfloat16: {
		precision: 2,
		resolution: '0.0100098',
		machep: -7,
		eps: '0.0078125',
		epsneg: '0.00390625',
		minexp: -126,
		maxexp: 128,
		nexp: 8,
		tiny: '1.17549e-38',
		max: '3.38953e+38',
		subnormal: '9.18355e-41'
	}
};

const rule = '-'.repeat(63);

/** What `print` shows of a `finfo`. */
export function finfoTable(dtype: DType): string {
	const f = facts[dtype];
	if (!f) throw new Error(`internal: no facts of ${dtype}`);
	return [
		`Machine parameters for ${dtype}`,
		rule,
		`precision = ${f.precision}   resolution = ${f.resolution}`,
		`machep = ${f.machep}   eps =        ${f.eps}`,
		`negep =  ${f.machep - 1}   epsneg =     ${f.epsneg}`,
		`minexp = ${f.minexp}   tiny =       ${f.tiny}`,
		`maxexp = ${f.maxexp}   max =        ${f.max}`,
		`nexp =   ${f.nexp}   min =        -max`,
		`smallest_normal = ${f.tiny}   smallest_subnormal = ${f.subnormal}`,
		rule,
		''
	].join('\n');
}

/** And what `repr` does. */
export const finfoLine = (dtype: DType): string => {
	const f = facts[dtype];
	return `finfo(resolution=${f?.resolution}, min=-${f?.max}, max=${f?.max}, dtype=${dtype})`;
};
