/* eslint-disable @typescript-eslint/no-require-imports */

/*
 * What needs the constructs, which take a second to load, and which the other commands do without.
 */

export const balancers = (): typeof import('../values/balancers') => require('../values/balancers');
export const converter = (): typeof import('../convert/convert') => require('../convert/convert');
export const formats = (): typeof import('../values/formats') => require('../values/formats');
export const ways = (): typeof import('../values/way') => require('../values/way');
export const mending = (): typeof import('../mend/mend') => require('../mend/mend');
