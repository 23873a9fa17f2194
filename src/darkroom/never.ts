/** For what a Darkroom cannot lose: it never resolves. */
export const never = new Promise<Error>(() => {});
