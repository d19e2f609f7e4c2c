export const SignInAgain = (_: { readonly account: unknown; readonly onClose: () => void }) => null;
