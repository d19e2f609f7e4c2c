/** A person at a browser without scripts: keeps cookies by host, follows redirects, fills in forms. */
export interface Person {
	/** Opens an address and follows it until a page comes, or a redirect leads to where `until` says stop. */
	open(url: string): Promise<Seen>;
	/** Sends the page's form with these fields filled in. */
	submit(page: Seen, fields?: Readonly<Record<string, string>>): Promise<Seen>;
	readonly cookies: ReadonlyMap<string, string>;
}

export interface Seen {
	readonly url: string;
	readonly status: number;
	readonly body: string;
	/** The address of a redirect that was not followed. */
	readonly stoppedAt?: string;
}

const maxRedirects = 20;

export function createPerson(stopAt: (url: string) => boolean = () => false): Person {
	const jar = new Map<string, Map<string, string>>();
	const cookies = new Map<string, string>();

	const remember = (url: URL, response: Response): void => {
		const own = jar.get(url.host) ?? new Map<string, string>();
		for (const line of response.headers.getSetCookie()) {
			const [pair = ""] = line.split(";");
			const at = pair.indexOf("=");
			const expired = /max-age=0|expires=thu, 01 jan 1970/i.test(line);
			if (expired) own.delete(pair.slice(0, at));
			else own.set(pair.slice(0, at), pair.slice(at + 1));
			cookies.set(pair.slice(0, at), line);
		}
		jar.set(url.host, own);
	};

	async function go(start: string, init: RequestInit): Promise<Seen> {
		let url = new URL(start);
		let request = init;
		for (let redirects = 0; redirects < maxRedirects; redirects++) {
			if (stopAt(url.href)) return { url: url.href, status: 0, body: "", stoppedAt: url.href };
			const cookie = [...(jar.get(url.host) ?? [])].map(([name, value]) => `${name}=${value}`).join("; ");
			const headers = { ...(request.headers as Record<string, string> | undefined), ...(cookie && { cookie }) };
			const response = await fetch(url, { ...request, headers, redirect: "manual" });
			remember(url, response);
			const location = response.headers.get("location");
			if (response.status < 300 || response.status >= 400 || location === null) {
				return { url: url.href, status: response.status, body: await response.text() };
			}
			await response.body?.cancel();
			url = new URL(location, url);
			request = {};
		}
		throw new Error(`too many redirects, last to ${url.href}`);
	}

	return {
		cookies,
		open: (url) => go(url, {}),
		submit(page, fields = {}) {
			const form = /<form[^>]*>[\s\S]*?<\/form>/.exec(page.body)?.[0] ?? "";
			const attribute = (tag: string, name: string): string | undefined =>
				new RegExp(`\\b${name}="([^"]*)"`).exec(tag)?.[1]?.replaceAll("&amp;", "&");
			const action = attribute(/<form[^>]*>/.exec(form)?.[0] ?? "", "action");
			if (action === undefined) throw new Error(`no form on ${page.url}: ${page.body.slice(0, 300)}`);
			const inputs = [...form.matchAll(/<input[^>]*>/g)].map(([tag]) => [attribute(tag, "name"), attribute(tag, "value") ?? ""] as const);
			const filled = inputs.flatMap(([name, value]) => (name === undefined ? [] : [[name, fields[name] ?? value] as [string, string]]));
			const target = new URL(action, page.url);
			return go(target.href, {
				method: "POST",
				headers: { "content-type": "application/x-www-form-urlencoded", origin: target.origin },
				body: new URLSearchParams(filled).toString(),
			});
		},
	};
}

/** Signs in at the authorization server of the tests and allows what is asked; ends where `stopAt` said, or at the page after it. */
export async function signIn(person: Person, url: string, name: string): Promise<Seen> {
	let page = await person.open(url);
	for (let steps = 0; steps < 5 && page.stoppedAt === undefined && /name="prompt"/.test(page.body); steps++) {
		page = await person.submit(page, { login: name, password: "any" });
	}
	return page;
}
