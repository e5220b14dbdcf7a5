import { DAY_MS, HOUR_MS } from "../../calendar.ts";
import { drawsFor } from "../../shop/settings.ts";
import { GROUPS } from "./groups.ts";
import { nextTicketId } from "./state.ts";
import type { Order } from "../../shop/order.ts";
import type { Random } from "../../random.ts";
import type { HelpdeskState } from "./state.ts";
import type { Language, Ticket, Topic } from "./ticket.ts";

// Shares of the tickets of a home-goods shop, in percent.
const TOPICS = [
  ["where is my order", 34],
  ["return", 16],
  ["product question", 13.5],
  ["damaged item", 9],
  ["cancel", 8],
  ["address change", 7],
  ["wrong item", 6],
  ["invoice", 5],
  ["spam", 1.5],
] as const satisfies readonly (readonly [Topic, number])[];
const LANGUAGES = [
  ["en", 86],
  ["fr", 6],
  ["de", 5],
  ["es", 3],
] as const satisfies readonly (readonly [Language, number])[];
const SUBJECTS: Readonly<Record<Topic, Readonly<Record<Language, string>>>> = {
  "where is my order": {
    en: "Where is my order",
    de: "Wo ist meine Bestellung",
    fr: "Où est ma commande",
    es: "Dónde está mi pedido",
  },
  "damaged item": { en: "Item arrived damaged", de: "Artikel beschädigt", fr: "Article abîmé", es: "Artículo dañado" },
  "wrong item": { en: "I got the wrong item", de: "Falscher Artikel", fr: "Mauvais article", es: "Artículo equivocado" },
  return: { en: "I want to send something back", de: "Rücksendung", fr: "Je veux retourner un article", es: "Quiero devolver algo" },
  cancel: { en: "Please cancel my order", de: "Bitte stornieren", fr: "Annuler ma commande", es: "Cancelar mi pedido" },
  "address change": { en: "Wrong address on my order", de: "Falsche Adresse", fr: "Adresse erronée", es: "Dirección equivocada" },
  invoice: { en: "I need an invoice", de: "Rechnung", fr: "Facture", es: "Factura" },
  "product question": { en: "A question about a product", de: "Frage zu einem Produkt", fr: "Question produit", es: "Una pregunta" },
  spam: { en: "Grow your traffic today", de: "Mehr Besucher", fr: "Plus de trafic", es: "Más visitas" },
};
const RECENT_DAYS = 12;
const SECOND_TOPIC_SHARE = 0.1;
const DUPLICATE_SHARE = 0.02;
const EMAIL_SHARE = 0.7;
const VIP_SHARE = 0.05;
const VIP_ORDERS_BEFORE = 3;

/** A customer writes in, mostly about one of the last days' orders. Null when the shop has none yet. */
export function drawContact(state: HelpdeskState): Ticket | null {
  const id = nextTicketId(state);
  const random = drawsFor(state.opening.settings, "helpdesk", "contact", id);
  const order = recentOrder(state, random);
  if (!order) return null;
  const topic = random.weighted(TOPICS);
  const second = random.chance(SECOND_TOPIC_SHARE) ? random.pick<Topic>(["return", "invoice", "where is my order"]) : null;
  const language = random.weighted(LANGUAGES);
  const first = random.chance(DUPLICATE_SHARE) ? openTicketOfLate(state) : null;
  const isAboutOrder = topic !== "product question" && topic !== "spam";
  return {
    id,
    createdMs: state.nowMs,
    updatedMs: state.nowMs,
    requesterId: first?.requesterId ?? order.customerId,
    channel: random.chance(EMAIL_SHARE) ? "email" : "web",
    subject: `${SUBJECTS[topic][language]}${isAboutOrder ? ` #${order.number}` : ""}`,
    topic,
    secondTopic: isAboutOrder && second !== topic ? second : null,
    language,
    orderNumber: isAboutOrder ? order.number : null,
    isVip: order.ordersBefore >= VIP_ORDERS_BEFORE || random.chance(VIP_SHARE),
    orderValueMinor: isAboutOrder ? order.totalMinor : 0,
    isShipped: order.fulfilledMs !== null && order.fulfilledMs <= state.nowMs,
    daysSinceOrder: Math.floor((state.nowMs - order.placedMs) / DAY_MS),
    duplicateOf: first?.id ?? null,
    status: "new",
    priority: null,
    groupId: GROUPS.frontDesk.id,
    assigneeId: null,
    lentBy: null,
    tags: [],
    saves: [],
    turn: 0,
    isWaitingForReply: false,
    isLookedUp: false,
  };
}

function recentOrder({ opening, nowMs }: HelpdeskState, random: Random): Order | null {
  const { orders } = opening.shop.state;
  const fromMs = nowMs - RECENT_DAYS * DAY_MS;
  let low = 0;
  let high = orders.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((orders[middle]?.placedMs ?? 0) < fromMs) low = middle + 1;
    else high = middle;
  }
  return orders[random.integer(low, orders.length - 1)] ?? null;
}

function openTicketOfLate({ tickets, nowMs }: HelpdeskState): Ticket | null {
  return (
    tickets
      .slice(-20)
      .find(({ status, createdMs, duplicateOf }) => status === "open" && duplicateOf === null && createdMs >= nowMs - 24 * HOUR_MS) ?? null
  );
}
