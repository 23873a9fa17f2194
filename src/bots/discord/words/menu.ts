/** The context menu's entry for any message. */
export const enhanceName = 'Enhance…';
