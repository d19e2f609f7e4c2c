/** A browser for command lines: `BROWSER` of a test points at a script that runs this with the address to open. Signs in as `PERSON`. */
import { createPerson, signIn } from "./person.ts";

const [address = ""] = process.argv.slice(2);
const person = createPerson();
let page = await signIn(person, address, process.env["PERSON"] ?? "ann");
if (/name="confirm"/.test(page.body)) {
	page = await person.submit(page);
	const next = /<a class="act" href="([^"]+)"/.exec(page.body)?.[1]?.replaceAll("&amp;", "&");
	if (next) page = await signIn(person, next, process.env["PERSON"] ?? "ann");
}
