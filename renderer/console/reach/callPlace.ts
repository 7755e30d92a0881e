/** Where refusals of calls from the reach panel are shown. */
export const callPlace = "callOut";
