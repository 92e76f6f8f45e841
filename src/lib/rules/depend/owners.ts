import { zeros } from '$lib/array/ndarray';
import { sizeOf } from '$lib/array/shape';
import { Literal, type Atom, type Eqn, type Jaxpr, type Var } from '$lib/core/jaxpr';
import type { Driver } from '../driver';
import type { DependOn } from './body';
import type { Site } from './dependence';

/**
 * Whose rows' numbers the elements of a value can be made of, whatever the numbers are: nobody's in particular, one
 * row's, or those of several.
 */
export type Owners = Int32Array;

export const nobody = -1;
const several = -2;

const both = (a: number, b: number): number => (a === b || b === nobody ? a : a === nobody ? b : several);

/** Links the owners of one jaxpr are gone through for. */
const mostLinks = 2 ** 24;

/** Too many links to go through. */
export class TooLarge extends Error {}

/**
 * Finds the owners of every value of a jaxpr from those of its arguments. It holds for all numbers: an index may be
 * any, and every branch may be taken.
 */
export class OwnerSearch {
	/** Equations that were gone through. */
	readonly seen = new Set<Eqn>();
	/** The first one by which numbers of several rows come together. */
	meeting: Eqn | null = null;
	private links = 0;

	constructor(
		private readonly dependOn: DependOn,
		private readonly driver: Driver
	) {}

	/** Owners of the results; `keep` is told those of every variable. */
	through(
		jaxpr: Jaxpr,
		args: readonly Owners[],
		keep: (v: Var, owners: Owners) => void = () => {}
	): Owners[] {
		const known = new Map<Var, Owners>();
		const write = (v: Var, owners: Owners): void => {
			known.set(v, owners);
			keep(v, owners);
		};
		const read = (atom: Atom): Owners =>
			(atom instanceof Literal ? undefined : known.get(atom)) ?? ofNobody(atom);
		jaxpr.invars.forEach((v, i) => write(v, args[i]));
		for (const eqn of jaxpr.eqns) {
			this.seen.add(eqn);
			const given = eqn.inputs.map(read);
			const made = this.of(eqn, given);
			if (this.meeting === null && meets(given, made)) this.meeting = eqn;
			eqn.outputs.forEach((v, i) => write(v, made[i]));
		}
		return jaxpr.outs.map(read);
	}

	private of(eqn: Eqn, given: readonly Owners[]): Owners[] {
		switch (eqn.primitive) {
			case 'jit':
			case 'remat2':
				return this.through(eqn.params.jaxpr, given);
			case 'custom_jvp_call':
			case 'custom_vjp_call':
				return this.through(eqn.params.call_jaxpr, given);
			case 'cond':
				return this.branches(eqn.params.branches, given);
			case 'scan':
				return this.scan(eqn, given);
			case 'while':
				return this.while(eqn, given);
			default:
				return this.plainly(eqn, given);
		}
	}

	private plainly(eqn: Eqn, given: readonly Owners[]): Owners[] {
		const made = eqn.outputs.map(ofNobody);
		const { links } = this.dependOn(eqn.primitive, siteOfZeros(eqn, this.driver));
		if (!links) {
			const all = given.flatMap((owners) => [...owners]).reduce(both, nobody);
			return made.map((owners) => owners.fill(all));
		}
		links((result, element, operand, at) => {
			if (++this.links > mostLinks) throw new TooLarge();
			made[result][element] = both(made[result][element], given[operand][at]);
		});
		return made;
	}

	private branches(branches: readonly Jaxpr[], [index, ...args]: readonly Owners[]): Owners[] {
		const [first, ...others] = branches.map((branch) => this.through(branch, args));
		return first.map((owners, i) =>
			owners.map((own, at) =>
				both(
					others.reduce((all, other) => both(all, other[i][at]), own),
					index[0]
				)
			)
		);
	}

	/** Carries are gone round with until no further owner is found. */
	private scan(eqn: Eqn & { primitive: 'scan' }, given: readonly Owners[]): Owners[] {
		const { jaxpr, num_consts, num_carry, length } = eqn.params;
		const xs = given
			.slice(num_consts + num_carry)
			.map((owners, i) => anyRow(owners, jaxpr.invars[num_consts + num_carry + i]));
		let carry = given.slice(num_consts, num_consts + num_carry);
		for (;;) {
			const made = this.through(jaxpr, [...given.slice(0, num_consts), ...carry, ...xs]);
			const next = carry.map((owners, i) => owners.map((own, at) => both(own, made[i][at])));
			if (next.every((owners, i) => owners.every((own, at) => own === carry[i][at]))) {
				const ys = made.slice(num_carry).map((owners) => repeated(owners, length));
				return [...carry, ...ys];
			}
			carry = next;
		}
	}

	/** The predicate of a row is part of all that the row carries. */
	private while(eqn: Eqn & { primitive: 'while' }, given: readonly Owners[]): Owners[] {
		const { cond_jaxpr, body_jaxpr, cond_nconsts, body_nconsts } = eqn.params;
		const first = cond_nconsts + body_nconsts;
		let carry = given.slice(first);
		for (;;) {
			const [asked] = this.through(cond_jaxpr, [...given.slice(0, cond_nconsts), ...carry]);
			const made = this.through(body_jaxpr, [...given.slice(cond_nconsts, first), ...carry]);
			const next = carry.map((owners, i) => {
				const width = Math.max(1, owners.length / asked.length);
				return owners.map((own, at) => both(both(own, made[i][at]), asked[Math.floor(at / width)]));
			});
			if (next.every((owners, i) => owners.every((own, at) => own === carry[i][at]))) return carry;
			carry = next;
		}
	}
}

const ofNobody = (atom: Atom): Owners => new Int32Array(sizeOf(atom.aval.shape)).fill(nobody);

/** Whether an equation made of several rows what was each of one. */
const meets = (given: readonly Owners[], made: readonly Owners[]): boolean =>
	made.some((owners) => owners.includes(several)) && !given.some((owners) => owners.includes(several));

/** What any of the rows of a value can be. */
function anyRow(owners: Owners, { aval: { shape } }: Atom): Owners {
	const row = new Int32Array(sizeOf(shape)).fill(nobody);
	owners.forEach((own, at) => (row[at % row.length] = both(row[at % row.length], own)));
	return row;
}

function repeated(owners: Owners, times: number): Owners {
	const all = new Int32Array(owners.length * times);
	for (let i = 0; i < times; i++) all.set(owners, i * owners.length);
	return all;
}

/** An equation on nothing but zeros: what takes part in what is the same for all numbers, save who wins. */
const siteOfZeros = (eqn: Eqn, driver: Driver): Site => ({
	ins: eqn.inputs.map(({ aval }) => aval),
	outs: eqn.outputs.map(({ aval }) => aval),
	params: eqn.params,
	driver,
	operand: (i) => zeros(eqn.inputs[i].aval.dtype, eqn.inputs[i].aval.shape),
	result: (i) => zeros(eqn.outputs[i].aval.dtype, eqn.outputs[i].aval.shape)
});
