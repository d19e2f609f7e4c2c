/** A model as the gateway offers it; every protocol has its own form of a list. */
export interface ListedModel {
	/** As a client asks for it: `auto`, an alias, or `provider/model`. */
	readonly id: string;
	/** Provider id, or `smart-router` for what the gateway itself offers. */
	readonly owner: string;
	/** Tokens; missing where the catalog does not know the model. */
	readonly context?: number;
	readonly maxOutput?: number;
	readonly reasons?: boolean;
}
