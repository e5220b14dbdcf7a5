/** A count as it stands in a sentence: "7,852". The sentences of the domain are English, and so are their numbers. */
export const countWords = (count: number): string => count.toLocaleString("en");
