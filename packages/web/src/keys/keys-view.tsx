export const KeysView = () => null;
