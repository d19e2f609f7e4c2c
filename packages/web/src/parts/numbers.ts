const digits = new Intl.NumberFormat();

/** A whole number as the reader writes it: `12,040`. */
export const countText = (count: number): string => digits.format(count);
