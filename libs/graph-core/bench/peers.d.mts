export declare const peers: Readonly<
  Record<string, (url: string, token: string) => Promise<() => Promise<unknown>>>
>;
