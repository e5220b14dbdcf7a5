/** Every GraphQL operation of this connector, for Admin API 2026-10; a test compiles each against the published schema. */
export const API_VERSION = "2026-10";

// A customer needs a scope of its own: asked for without it, the whole answer is refused.
const ORDER_FIELDS = `id name createdAt updatedAt cancelledAt cancelReason closedAt test sourceName tags note subtotalLineItemsQuantity
  displayFinancialStatus displayFulfillmentStatus
  currentTotalPriceSet { shopMoney { amount currencyCode } }
  totalPriceSet { shopMoney { amount currencyCode } }
  customer @include(if: $withCustomer) { id numberOfOrders }
  shippingAddress { address1 address2 city provinceCode zip countryCodeV2 validationResultSummary }
  customAttributes { key value }
  risk { recommendation assessments { riskLevel } }`;

const LINES = `pageInfo { hasNextPage endCursor }
    nodes { id sku quantity currentQuantity unfulfilledQuantity variant { id } originalUnitPriceSet { shopMoney { amount currencyCode } } }`;

const FULFILLMENT_ORDER_FIELDS = `id orderId status requestStatus createdAt updatedAt
  assignedLocation { name location { id } }
  supportedActions { action }
  fulfillmentHolds { id reason reasonNotes handle heldByRequestingApp heldByApp { id title } }`;

const RETURN_FIELDS = `id name status createdAt requestApprovedAt closedAt decline { reason note }`;

// Above 20 lines a return is set aside: nobody has seen one, and each line costs.
const RETURN_LINES = (first: number) => `returnLineItems(first: ${first}) {
    pageInfo { hasNextPage }
    nodes {
      id quantity returnReasonNote returnReasonDefinition { handle }
      ... on ReturnLineItem {
        withCodeDiscountedTotalPriceSet { shopMoney { amount currencyCode } }
        fulfillmentLineItem { lineItem { id sku } }
      }
    }
  }`;

const REFUND_FIELDS = `id createdAt note return { id }
  totalRefundedSet { shopMoney { amount currencyCode } }
  refundLineItems(first: 10) { nodes { quantity lineItem { id } } }`;

export const ORDERS = `query Orders($first: Int!, $after: String, $query: String!, $withCustomer: Boolean!) {
  orders(first: $first, after: $after, sortKey: UPDATED_AT, query: $query) {
    pageInfo { hasNextPage endCursor }
    nodes { ${ORDER_FIELDS} lineItems(first: 20) { ${LINES} } }
  }
}`;

export const ORDER_LINES = `query OrderLines($id: ID!, $after: String!) {
  order(id: $id) { lineItems(first: 100, after: $after) { ${LINES} } }
}`;

export const ORDER = `query Order($id: ID!, $withCustomer: Boolean!) {
  order(id: $id) {
    ${ORDER_FIELDS}
    lineItems(first: 20) { ${LINES} }
    fulfillmentOrders(first: 50) { nodes { ${FULFILLMENT_ORDER_FIELDS} } }
  }
}`;

const ORDER_WITH_RETURNS_FIELDS = `id name createdAt updatedAt
  customer @include(if: $withCustomer) { id }
  returns(first: 10) {
    pageInfo { hasNextPage }
    nodes {
      ${RETURN_FIELDS}
      ${RETURN_LINES(20)}
      reverseFulfillmentOrders(first: 3) {
        nodes { lineItems(first: 20) { nodes { id fulfillmentLineItem { lineItem { id } } dispositions { type quantity createdAt location { id } } } } }
      }
    }
  }
  refunds(first: 50) { ${REFUND_FIELDS} }`;

export const RETURNS = `query Returns($first: Int!, $after: String, $query: String!, $withCustomer: Boolean!) {
  orders(first: $first, after: $after, sortKey: UPDATED_AT, query: $query) {
    pageInfo { hasNextPage endCursor }
    nodes { ${ORDER_WITH_RETURNS_FIELDS} }
  }
}`;

export const ORDER_WITH_RETURNS = `query OrderWithReturns($id: ID!, $withCustomer: Boolean!) {
  order(id: $id) { ${ORDER_WITH_RETURNS_FIELDS} }
}`;

export const RETURN = `query Return($id: ID!, $withCustomer: Boolean!) {
  return(id: $id) { id order { ${ORDER_WITH_RETURNS_FIELDS} } }
}`;

export const PAYMENTS = `query Payments($id: ID!) {
  order(id: $id) { transactions(first: 50) { id kind status gateway amountSet { shopMoney { amount currencyCode } } } }
}`;

export const RETURNS_OF_ORDERS = `query ReturnsOfOrders($ids: [ID!]!) {
  nodes(ids: $ids) {
    ... on Order { id createdAt returns(first: 3) { nodes { ${RETURN_FIELDS} ${RETURN_LINES(5)} } } refunds(first: 10) { ${REFUND_FIELDS} } }
  }
}`;

// `author` is a string on one type and a staff member on the other: unaliased, the two do not merge.
const EVENT_FIELDS = `__typename id action createdAt appTitle attributeToApp attributeToUser
      ... on BasicEvent { actor: author arguments subjectId subjectType }
      ... on CommentEvent { subject { id } staff: author @include(if: $withStaff) { id name } }`;

export const EVENT = `query Event($id: ID!, $withStaff: Boolean!) { event(id: $id) { ${EVENT_FIELDS} } }`;

export const EVENTS = `query Events($first: Int!, $query: String!, $withStaff: Boolean!) {
  events(first: $first, sortKey: ID, query: $query) {
    pageInfo { hasNextPage endCursor }
    nodes { ${EVENT_FIELDS} }
  }
}`;

export const ORDER_EVENTS = `query OrderEvents($id: ID!, $after: String, $withStaff: Boolean!) {
  order(id: $id) {
    events(first: 100, after: $after, sortKey: ID) {
      pageInfo { hasNextPage endCursor }
      nodes { ${EVENT_FIELDS} }
    }
  }
}`;

export const FULFILLMENT_ORDERS = `query FulfillmentOrders($first: Int!, $after: String, $query: String!) {
  fulfillmentOrders(first: $first, after: $after, includeClosed: true, sortKey: UPDATED_AT, query: $query) {
    pageInfo { hasNextPage endCursor }
    nodes { ${FULFILLMENT_ORDER_FIELDS} }
  }
}`;

export const FULFILLMENT_ORDER = `query FulfillmentOrder($id: ID!) {
  fulfillmentOrder(id: $id) { ${FULFILLMENT_ORDER_FIELDS} }
}`;

export const ORDER_FULFILLMENT = `query OrderFulfillment($id: ID!) {
  order(id: $id) { fulfillmentOrders(first: 50) { nodes { ${FULFILLMENT_ORDER_FIELDS} } } }
}`;

export const CALIBRATION = `query Calibration {
  shop { name myshopifyDomain ianaTimezone currencyCode }
  currentAppInstallation { accessScopes { handle } app { id title } }
}`;

export const OLDEST_EVENT = `query OldestEvent {
  events(first: 1, sortKey: ID, query: "subject_type:ORDER") { nodes { id createdAt } }
}`;

export const GRANTED_SCOPES = `query GrantedScopes { currentAppInstallation { accessScopes { handle } } }`;

export const HOLD = `mutation Hold($id: ID!, $hold: FulfillmentOrderHoldInput!) {
  fulfillmentOrderHold(id: $id, fulfillmentHold: $hold) {
    fulfillmentHold { id }
    fulfillmentOrder { ${FULFILLMENT_ORDER_FIELDS} }
    userErrors { code field message }
  }
}`;

export const RELEASE_HOLD = `mutation ReleaseHold($id: ID!, $holdIds: [ID!]!) {
  fulfillmentOrderReleaseHold(id: $id, holdIds: $holdIds) {
    fulfillmentOrder { ${FULFILLMENT_ORDER_FIELDS} }
    userErrors { code field message }
  }
}`;

export const ADD_TAGS = `mutation AddTags($id: ID!, $tags: [String!]!) {
  tagsAdd(id: $id, tags: $tags) { userErrors { field message } }
}`;

export const REMOVE_TAGS = `mutation RemoveTags($id: ID!, $tags: [String!]!) {
  tagsRemove(id: $id, tags: $tags) { userErrors { field message } }
}`;

// Whom the parcel is for: an address overwrites the whole one that was there, so what stays has to be sent along.
export const ADDRESSEE = `query Addressee($id: ID!) { order(id: $id) { shippingAddress { firstName lastName company phone } } }`;

export const UPDATE_ADDRESS = `mutation UpdateAddress($id: ID!, $address: MailingAddressInput!) {
  orderUpdate(input: { id: $id, shippingAddress: $address }) { userErrors { field message } }
}`;

export const CANCEL = `mutation Cancel(
  $id: ID!, $reason: OrderCancelReason!, $restock: Boolean!, $refund: OrderCancelRefundMethodInput, $notify: Boolean!, $note: String
) {
  orderCancel(orderId: $id, reason: $reason, restock: $restock, refundMethod: $refund, notifyCustomer: $notify, staffNote: $note) {
    job { id done }
    orderCancelUserErrors { code field message }
  }
}`;

export const JOB = `query Job($id: ID!) { job(id: $id) { id done } }`;

export const APPROVE_RETURN = `mutation ApproveReturn($id: ID!, $notify: Boolean!) {
  returnApproveRequest(input: { id: $id, notifyCustomer: $notify }) { return { id status } userErrors { code field message } }
}`;

export const DECLINE_RETURN = `mutation DeclineReturn($id: ID!, $reason: ReturnDeclineReason!, $note: String, $notify: Boolean!) {
  returnDeclineRequest(input: { id: $id, declineReason: $reason, declineNote: $note, notifyCustomer: $notify }) {
    return { id status }
    userErrors { code field message }
  }
}`;

// Since 2026-04 Shopify makes a refund under a key only, and the same one once.
export const REFUND = `mutation Refund($input: RefundInput!, $key: String!) {
  refundCreate(input: $input) @idempotent(key: $key) { refund { id } userErrors { field message } }
}`;

export const DISPOSE = `mutation Dispose($inputs: [ReverseFulfillmentOrderDisposeInput!]!) {
  reverseFulfillmentOrderDispose(dispositionInputs: $inputs) {
    reverseFulfillmentOrderLineItems { id }
    userErrors { code field message }
  }
}`;

// Names that Shopify gives the states of stock; each costs a point of the query's budget.
const LEVEL_FIELDS = `id updatedAt
  location { id name }
  quantities(names: ["available", "on_hand", "committed", "incoming", "reserved", "damaged", "safety_stock", "quality_control"]) { name quantity }`;

const ITEM_FIELDS = `id sku unitCost { amount currencyCode }`;

export const STOCK = `query Stock($first: Int!, $after: String) {
  inventoryItems(first: $first, after: $after) {
    pageInfo { hasNextPage endCursor }
    nodes { ${ITEM_FIELDS} inventoryLevels(first: 10) { pageInfo { hasNextPage endCursor } nodes { ${LEVEL_FIELDS} } } }
  }
}`;

export const ITEM_LEVELS = `query ItemLevels($id: ID!, $after: String!) {
  inventoryItem(id: $id) { inventoryLevels(first: 50, after: $after) { pageInfo { hasNextPage endCursor } nodes { ${LEVEL_FIELDS} } } }
}`;

export const LEVEL = `query Level($itemId: ID!, $locationId: ID!) {
  inventoryItem(id: $itemId) { ${ITEM_FIELDS} inventoryLevel(locationId: $locationId) { ${LEVEL_FIELDS} } }
}`;

export const STOCK_HISTORY = `query StockHistory($query: String!) {
  shopifyqlQuery(query: $query) { tableData { columns { name } rows } parseErrors }
}`;

// Since 2026-04 Shopify changes stock under a key only, and the same way once.
export const ADJUST_STOCK = `mutation AdjustStock($input: InventoryAdjustQuantitiesInput!, $key: String!) {
  inventoryAdjustQuantities(input: $input) @idempotent(key: $key) { inventoryAdjustmentGroup { id } userErrors { code field message } }
}`;

export const MOVE_STOCK = `mutation MoveStock($input: InventoryMoveQuantitiesInput!, $key: String!) {
  inventoryMoveQuantities(input: $input) @idempotent(key: $key) { inventoryAdjustmentGroup { id } userErrors { code field message } }
}`;

export const SET_STOCK = `mutation SetStock($input: InventorySetQuantitiesInput!, $key: String!) {
  inventorySetQuantities(input: $input) @idempotent(key: $key) { inventoryAdjustmentGroup { id } userErrors { code field message } }
}`;
