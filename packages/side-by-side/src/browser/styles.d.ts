// Styles are imported for the bundler to collect them.

declare module '*.css';
