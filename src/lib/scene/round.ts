/** To three decimals: what a picture needs, and what a picture test can compare. Never -0. */
export const round = (n: number): number => (Math.round(n * 1000) + 0) / 1000;
