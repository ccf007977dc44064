/** Made by `vite.config.ts` from the locale files: the words of one language by their dotted path. */
declare module 'virtual:words/zh' {
  export const words: Readonly<Record<string, string>>;
}
declare module 'virtual:words/en' {
  export const words: Readonly<Record<string, string>>;
}
