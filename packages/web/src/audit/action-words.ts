/** An `operationId` as people say it: `replaceCredential` is "Replace credential". */
export function actionWords(action: string): string {
	const words = action.replaceAll(/([a-z])([A-Z])/g, "$1 $2").toLowerCase();
	return words.charAt(0).toUpperCase() + words.slice(1);
}
