import type { Command } from "./command-launcher.tsx";

/**
 * The commands that fit what was typed, best first: the label begins with it, a word of it begins with it, it contains it, and so for `words`.
 * Every typed word must be found. An empty text keeps all, in their order.
 */
export function rankCommands(commands: readonly Command[], typed: string): Command[] {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return [...commands];
  return commands
    .map((command, order) => ({ command, order, score: Math.min(...words.map((word) => scoreOf(command, word))) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score || a.order - b.order)
    .map(({ command }) => command);
}

function scoreOf({ label, words = "" }: Command, typed: string): number {
  const text = label.toLowerCase();
  if (text.startsWith(typed)) return 4;
  if (text.split(/\s+/).some((word) => word.startsWith(typed))) return 3;
  if (text.includes(typed)) return 2;
  return words.toLowerCase().includes(typed) ? 1 : 0;
}
