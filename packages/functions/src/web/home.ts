/** The page needs no script; its one style is allowed by its hash, so that nothing foreign can run. */
const style = `
:root { color-scheme: light dark; --ink: light-dark(#1c2024, #e8eaed); --paper: light-dark(#fcfcfd, #16181b); --soft: light-dark(#eef0f3, #23272c); --link: light-dark(#0b57d0, #8ab4f8); }
body { margin: 0; background: var(--paper); color: var(--ink); font: 1rem/1.6 system-ui, sans-serif; }
main { max-width: 44rem; margin: 0 auto; padding: 3rem 1.25rem; }
h1 { margin: 0; font-size: 1.75rem; }
pre { overflow-x: auto; padding: 1rem; border-radius: .5rem; background: var(--soft); font: .875rem/1.5 ui-monospace, monospace; }
a { color: var(--link); }
`;

const page = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Smart Router</title>
<style>${style}</style>
</head>
<body>
<main>
<h1>Smart Router</h1>
<p>Many accounts at many AI providers behind one endpoint: each request goes to the least recently used healthy account, limits cool an account down by themselves, and no caller ever sees a provider's secret.</p>
<h2>Call it</h2>
<p>Point any OpenAI client at <code>/v1</code> of this address, with an API key of this gateway:</p>
<pre><code>curl "$SMART_ROUTER_URL/v1/chat/completions" \\
  -H "Authorization: Bearer $SMART_ROUTER_KEY" \\
  -H "Content-Type: application/json" \\
  -d '{"model":"auto","messages":[{"role":"user","content":"Say hi"}]}'</code></pre>
<h2>Link an account</h2>
<pre><code>smart-router login openai --method api-key --label work
smart-router accounts</code></pre>
<h2>More</h2>
<ul>
<li><a href="openapi.json">The whole API</a> (OpenAPI 3.1)</li>
<li><a href="health">Health</a></li>
</ul>
</main>
</body>
</html>
`;

export const home = { page, style };
