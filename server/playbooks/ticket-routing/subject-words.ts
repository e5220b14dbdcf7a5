export const TOPICS = [
  "where is my order",
  "damaged item",
  "wrong item",
  "return",
  "cancel",
  "address change",
  "invoice",
  "product question",
] as const;
export type Topic = (typeof TOPICS)[number];

export const LANGUAGES = ["en", "de", "fr", "es"] as const;
export type Language = (typeof LANGUAGES)[number];

type Lexicon = { topics: Readonly<Record<Topic, RegExp>>; small: readonly string[] };

// The words in which customers of shops write subjects, and the small words that tell a language. Read without accents on the first and last
// letter of a pattern, since a word's edge is not found beside them.
const LEXICON: Readonly<Record<Language, Lexicon>> = {
  en: {
    topics: {
      "where is my order":
        /\bwhere('s| is| are)\b.*\b(order|parcel|package|delivery|shipment)\b|\btracking\b|\b(not|never|hasn't) (yet )?(arrived|been delivered|shipped)\b|\bdelivery status\b/,
      "damaged item": /\b(damaged|broken|cracked|scratched|defective|faulty|shattered)\b/,
      "wrong item": /\bwrong (item|product|article|size|colou?r)\b|\bnot what i ordered\b/,
      return: /\b(returns?|returning|refund|exchange)\b|\bsend \w+( \w+)? back\b/,
      cancel: /\bcancel(s|l?ed|l?ing|lation)?\b/,
      "address change": /\b(wrong|new|incorrect) (delivery |shipping )?address\b|\b(change|update|correct)\b.*\baddress\b/,
      invoice: /\b(invoice|receipt|vat)\b/,
      "product question": /\bquestion\b.*\b(product|item)s?\b|\b(product|item) question\b|\bback in stock\b/,
    },
    small: ["the", "my", "is", "a", "an", "i", "to", "please", "where", "on", "about", "got", "have", "your"],
  },
  de: {
    topics: {
      "where is my order": /\bwo (ist|bleibt|sind)\b|\bsendungsverfolgung\b|\bnicht angekommen\b|\blieferstatus\b/,
      "damaged item": /besch(ä|ae)digt|\b(kaputt|defekt|zerbrochen)/,
      "wrong item": /\bfalsche[rsn]? (artikel|ware|produkt|gr(ö|oe)(ß|ss)e|farbe)\b/,
      return: /r(ü|ue)cksend|\bretour(e|en)\b|zur(ü|ue)ck(schick|geb|send)|\bumtausch/,
      cancel: /\bstornier|\bstorno\b|\bwiderruf/,
      "address change": /\b(falsche|neue|andere) (liefer)?(adresse|anschrift)\b|\badresse (ä|ae)ndern/,
      invoice: /\brechnung\b/,
      "product question": /\bfrage\b.*\b(produkt|artikel)\b/,
    },
    small: ["der", "die", "das", "ist", "meine", "mein", "bitte", "zu", "wo", "ich", "nicht", "einem", "eine", "und", "mehr"],
  },
  fr: {
    topics: {
      "where is my order": /o(ù|u) (est|en est|sont) (ma|mon|mes)?\b|\bsuivi\b|\bpas (encore )?(arriv|re(ç|c)u)/,
      "damaged item": /ab(î|i)m|\bendommag|\bcass(é|e)|\bd(é|e)fectueu/,
      "wrong item": /\bmauvais(e)? (article|produit|taille|couleur)\b/,
      return: /\bretour(ner|ne)?\b|\brenvoyer\b|\brembours/,
      cancel: /\bannul(er|ation|ez)\b/,
      "address change": /\badresse (erron|incorrecte|fausse)|\b(mauvaise|nouvelle) adresse\b|\bchange\w* .*\badresse\b/,
      invoice: /\bfacture\b/,
      "product question": /\bquestion\b.*\bproduits?\b/,
    },
    small: ["le", "la", "les", "je", "ma", "mon", "est", "un", "une", "veux", "pas", "plus", "de", "du"],
  },
  es: {
    topics: {
      "where is my order": /d(ó|o)nde est|\bseguimiento\b|\bno ha llegado\b/,
      "damaged item": /\bda(ñ|n)ado|\broto\b|\bdefectuoso/,
      "wrong item": /\b(art(í|i)culo|producto|talla|color) equivocad[oa]\b/,
      return: /\bdevolver\b|\bdevoluci|\breembolso\b/,
      cancel: /\bcancelar\b|\banular\b|\bcancelaci/,
      "address change": /\bdirecci(ó|o)n (equivocada|incorrecta|err|nueva)|\bcambi\w+ .*\bdirecci/,
      invoice: /\bfactura\b/,
      "product question": /\bpregunta\b/,
    },
    small: ["el", "mi", "un", "una", "quiero", "por", "favor", "algo", "no", "de", "los"],
  },
};

const TOPIC_WEIGHT = 2; // A word of the trade tells more of a language than one small word, which others may share.

/**
 * What a subject asks about and in which language, by its words alone. A subject that names two matters, or none, says neither; one whose
 * words two languages share says no language. Only what the words show: a mood cannot be told from a subject, so none is.
 */
export function readSubject(subject: string): { topic: Topic | null; language: Language | null } {
  const plain = subject.toLowerCase();
  const words = new Set(plain.match(/[\p{L}']+/gu) ?? []);
  const topics = new Set<Topic>();
  let best: Language | null = null;
  let bestScore = 0;
  for (const language of LANGUAGES) {
    const { topics: patterns, small } = LEXICON[language];
    const met = TOPICS.filter((topic) => patterns[topic].test(plain));
    for (const topic of met) topics.add(topic);
    const score = small.filter((word) => words.has(word)).length + (met.length > 0 ? TOPIC_WEIGHT : 0);
    if (score === bestScore) best = null;
    if (score > bestScore) {
      best = language;
      bestScore = score;
    }
  }
  const [topic] = topics;
  return { topic: topics.size === 1 ? (topic ?? null) : null, language: best };
}
