const TIME = "YYYY-MM-DD HH24:MI:SS";

/** A text as SuiteQL writes it: there are no bound parameters over REST. */
export const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** Ids are numbers; anything else never reaches a query. @throws when one is not */
export function idList(ids: readonly string[]): string {
  const wrong = ids.find((id) => !/^-?\d{1,18}$/.test(id));
  if (wrong !== undefined) throw new Error(`"${wrong}" is not a NetSuite id`);
  return ids.join(", ");
}

const timeOf = (local: string): string => `TO_DATE(${quoted(local)}, '${TIME}')`;

/** What the account's clock shows. */
export const CLOCK = `SELECT TO_CHAR(SYSDATE, '${TIME}') AS now FROM dual`;

/** Purchase orders changed since a local time, oldest change first. */
export const purchaseOrdersSince = (local: string): string => `
SELECT t.id, t.tranid, t.status, BUILTIN.DF(t.status) AS status_text, t.entity, BUILTIN.DF(t.entity) AS entity_name, t.memo,
 TO_CHAR(t.createddate, '${TIME}') AS created_at, TO_CHAR(t.lastmodifieddate, '${TIME}') AS modified_at
FROM transaction t WHERE t.type = 'PurchOrd' AND t.lastmodifieddate >= ${timeOf(local)} ORDER BY t.lastmodifieddate, t.id`;

export const purchaseOrder = (id: string): string => `
SELECT t.id, t.tranid, t.status, BUILTIN.DF(t.status) AS status_text, t.entity, BUILTIN.DF(t.entity) AS entity_name, t.memo,
 TO_CHAR(t.createddate, '${TIME}') AS created_at, TO_CHAR(t.lastmodifieddate, '${TIME}') AS modified_at
FROM transaction t WHERE t.type = 'PurchOrd' AND t.id = ${idList([id])} ORDER BY t.id`;

/** Where a supplier gets mail. */
export const supplierEmail = (id: string): string => `SELECT v.email FROM vendor v WHERE v.id = ${idList([id])} ORDER BY v.id`;

/** The lines of some purchase orders; the expected date stands on lines alone. */
export const linesOf = (ids: readonly string[]): string => `
SELECT tl.transaction, tl.id, tl.linesequencenumber, tl.item, BUILTIN.DF(tl.item) AS sku, tl.quantity, tl.quantityshiprecv, tl.location,
 TO_CHAR(tl.expectedreceiptdate, 'YYYY-MM-DD') AS eta, tl.isclosed
FROM transactionline tl WHERE tl.transaction IN (${idList(ids)}) AND tl.mainline = 'F' AND tl.taxline = 'F'
ORDER BY tl.transaction, tl.linesequencenumber, tl.id`;

/** System notes of transactions in [from, until), in the order of saves. */
export const notesBetween = (fromLocal: string, untilLocal: string): string => `
SELECT sn.recordid, TO_CHAR(sn.date, '${TIME}') AS at, sn.name, BUILTIN.DF(sn.name) AS who, sn.context, sn.type, sn.field,
 sn.oldvalue, sn.newvalue, sn.lineid
FROM SystemNote sn WHERE sn.recordtypeid = -30 AND sn.date >= ${timeOf(fromLocal)} AND sn.date < ${timeOf(untilLocal)}
ORDER BY sn.date, sn.recordid, sn.name, sn.context, sn.field, sn.lineid`;

/** Of which kind some transactions are, and what they were made from. createdfrom stands on the lines. */
export const kindsOf = (ids: readonly string[]): string => `
SELECT t.id, t.type, t.tranid, MAX(tl.createdfrom) AS made_from FROM transaction t
LEFT JOIN transactionline tl ON tl.transaction = t.id
WHERE t.id IN (${idList(ids)}) GROUP BY t.id, t.type, t.tranid ORDER BY t.id`;

const balances = (where: string): string => `
SELECT a.item, BUILTIN.DF(a.item) AS sku, a.location, a.quantityonhand, a.quantityavailable, a.quantitycommitted, a.quantityonorder,
 a.quantitybackordered FROM aggregateitemlocation a WHERE a.quantityonhand IS NOT NULL${where} ORDER BY a.item, a.location`;

/** Balances by item and location. */
export const STOCK = balances("");

/** The balance of one item at one location. */
export const stockOf = (itemId: string, locationId: string): string =>
  balances(` AND a.item = ${idList([itemId])} AND a.location = ${idList([locationId])}`);

/** How many accounts wrote notes of late. One or none means that the role lacks the permission System Notes. */
export const NOTE_AUTHORS = "SELECT COUNT(DISTINCT sn.name) AS authors FROM SystemNote sn WHERE sn.date > SYSDATE - 30";

/** Which contexts there are: codes differ between accounts and releases. */
export const CONTEXTS = `
SELECT sn.context, BUILTIN.DF(sn.context) AS label, COUNT(*) AS notes FROM SystemNote sn
WHERE sn.date > SYSDATE - 30 GROUP BY sn.context, BUILTIN.DF(sn.context) ORDER BY sn.context`;

export const OLDEST_NOTE = `SELECT TO_CHAR(MIN(sn.date), '${TIME}') AS oldest FROM SystemNote sn WHERE sn.recordtypeid = -30`;

export const NEWEST_NOTE = `SELECT TO_CHAR(MAX(sn.date), '${TIME}') AS newest FROM SystemNote sn WHERE sn.recordtypeid = -30`;
