/** The colours and type of the page, for the pages that are made here: the same values as in `packages/web/src/style/tokens.css`. */
export const palette = `
:root { color-scheme: light dark;
--paper: light-dark(#fbfbfc, #0e0f11); --card: light-dark(#ffffff, #151619); --sunken: light-dark(#f4f4f6, #1a1c1f);
--line: light-dark(#e6e6ea, #26282d); --control: light-dark(#8b8d98, #6c707a);
--ink: light-dark(#17181c, #ecedf0); --soft: light-dark(#5f626d, #9ea2ad);
--primary: light-dark(#1c1d22, #eeeff2); --on-primary: light-dark(#ffffff, #141518); --primary-hover: light-dark(#36383f, #d5d7dc);
--accent: light-dark(#4a4fd0, #9aa0ff); --good: light-dark(#157347, #4ccb8a); --warn: light-dark(#8a5a00, #eab54a); --bad: light-dark(#c02a2f, #ff8b87);
--sans: system-ui, -apple-system, "Segoe UI", Roboto, Ubuntu, Cantarell, sans-serif;
--mono: ui-monospace, "SF Mono", "Cascadia Mono", "Segoe UI Mono", Menlo, Consolas, monospace; }
`;
