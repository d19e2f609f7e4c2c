import { HttpError } from "@smart-router/llm/transport/http.ts";

/** What Node's error of a connection means. `connected`: it broke after the connection stood. The message names the origin and nothing else. */
export function toHttpError(error: NodeJS.ErrnoException, origin: string, connected: boolean): HttpError {
	if (error instanceof HttpError) return error;
	if (isTlsError(error)) return new HttpError("tls", `no secure connection to ${origin} (${error.code})`, { cause: error });
	if (connected) return new HttpError("broken", `the connection to ${origin} broke off`, { cause: error });
	return new HttpError("connect", `no connection to ${origin}${error.code ? ` (${error.code})` : ""}`, { cause: error });
}

/** Codes of OpenSSL's certificate checks (`X509_V_ERR_…`, as Node names them) and of the handshake itself. */
const isTlsError = ({ code = "" }: NodeJS.ErrnoException): boolean =>
	code === "EPROTO" || /^ERR_(TLS|SSL)_|CERT|^UNABLE_TO_|^HOSTNAME_MISMATCH$|^INVALID_(CA|PURPOSE)$/.test(code);
