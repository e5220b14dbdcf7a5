/** Words of the decision engine's language that name nothing. Source: GoRules, ZEN Expression Language reference. */
const WORDS = new Set(["and", "or", "not", "in", "true", "false", "null"]);
const TEXTS = /"[^"]*"|'[^']*'/g;
/** What stands within a template is code again: `${name}`. */
const TEMPLATE_TEXT = /`(?:[^`$]|\$(?!\{))*|\}(?:[^`$}]|\$(?!\{))*`/g;
const NAME = /(?<![\w.$#])[A-Za-z_]\w*(?![\w]*\s*\()/g;

/** The facts that an expression asks for by name: no functions, no fields behind a point, no words of the language, each once. */
export function expressionNames(text: string): string[] {
  const code = text.replace(TEXTS, " ").replace(TEMPLATE_TEXT, " ");
  return [...new Set(code.match(NAME) ?? [])].filter((name) => !WORDS.has(name));
}
