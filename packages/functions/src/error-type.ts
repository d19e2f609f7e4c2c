/** The coarse family of an error of ours, by its HTTP status. Pure data, so that `infra` may read it. */
export function errorTypeOf(status: number): string {
	if (status === 401) return "authentication_error";
	if (status === 403) return "permission_error";
	if (status === 404) return "not_found_error";
	if (status === 409 || status === 412) return "conflict_error";
	if (status === 429) return "rate_limit_error";
	return status < 500 ? "invalid_request_error" : "api_error";
}
