/** As `POST` and `GET /admin/logins` answer. */
export interface LoginView {
	readonly id: string;
	readonly provider: string;
	readonly method: "oauth" | "device";
	readonly redirect?: "hosted" | "loopback" | "paste" | undefined;
	readonly status: "pending" | "completed" | "failed" | "expired" | "cancelled";
	readonly profileId?: string | undefined;
	readonly authorizeUrl?: string | undefined;
	readonly userCode?: string | undefined;
	readonly verificationUrl?: string | undefined;
	readonly verificationUrlComplete?: string | undefined;
	readonly expiresAt: string;
	readonly interval: number;
	readonly error?: { readonly code: string; readonly message: string; readonly hint: string | null } | undefined;
}
