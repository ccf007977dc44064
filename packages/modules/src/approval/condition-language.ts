/** Conditions of sequence flows: `${name == 'text'}` and `${name != 'text'}` over the process's variables, nothing else: no code runs. */

interface Scope {
  environment?: { variables?: Record<string, unknown> };
}

const comparison = /^\$\{\s*(\w+)\s*(==|!=)\s*'([^']*)'\s*\}$/;

export const conditionLanguage = {
  resolveExpression(text: string, scope: Scope): unknown {
    const match = comparison.exec(text.trim());
    if (!match) return text;
    const [, name = '', operator, wanted] = match;
    const same = scope.environment?.variables?.[name] === wanted;
    return operator === '==' ? same : !same;
  },
  isExpression: (text?: string) => text !== undefined && comparison.test(text.trim()),
  hasExpression: (text?: string) => text !== undefined && comparison.test(text.trim()),
};
