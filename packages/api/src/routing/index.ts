export { compilePattern, type Pattern, PatternError } from './pattern.ts';
