/** Parts of what the program hands around, for what draws with a few of them. */

/**
 * Stands for a whole of which only these parts are asked for.
 * @param parts whatever else is asked for is undefined, and so ends the drawing with an error
 */
// A sample that needs more than its parts fails loudly, and in the test.
export const standIn = <Whole extends object>(parts: Partial<Whole>): Whole => parts as Whole;
