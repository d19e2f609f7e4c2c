const digits = new Intl.NumberFormat();

/** A whole number as the reader writes it: `12,040`. */
export const countText = (count: number): string => digits.format(count);

const usd = new Intl.NumberFormat(undefined, { style: "currency", currency: "USD", minimumFractionDigits: 2, maximumFractionDigits: 4 });

/** `$12.50`. */
export const usdText = (amount: number): string => usd.format(amount);
