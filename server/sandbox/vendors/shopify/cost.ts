import { Kind, OperationTypeNode, getNamedType, isCompositeType, isInterfaceType, isObjectType, isUnionType } from "graphql";
import type {
  DocumentNode,
  FieldNode,
  FragmentDefinitionNode,
  GraphQLSchema,
  OperationDefinitionNode,
  SelectionSetNode,
  ValueNode,
} from "graphql";

/**
 * What a query costs before it runs. The vendor publishes the parts (scalar 0, object 1, mutation 10, connections by
 * their size) and not the sum for connections; a quarter of a point for an entry's point keeps the sums near those
 * that recorded answers show.
 */
const MUTATION_COST = 10;
const CONNECTION_BASE = 2;
const ENTRY_SHARE = 0.25;

interface Scope {
  schema: GraphQLSchema;
  fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  variables: Readonly<Record<string, unknown>>;
}

export function requestedCost(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
): number {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions)
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  const root = operation.operation === OperationTypeNode.MUTATION ? schema.getMutationType() : schema.getQueryType();
  if (!root) return 0;
  const scope: Scope = { schema, fragments, variables };
  const base = operation.operation === OperationTypeNode.MUTATION ? MUTATION_COST * operation.selectionSet.selections.length : 0;
  return Math.ceil(base + selectionCost(scope, operation.selectionSet, root.name));
}

/** Fields add up; of fragments on different types only the dearest can apply. */
function selectionCost(scope: Scope, selections: SelectionSetNode, typeName: string): number {
  let sum = 0;
  let dearest = 0;
  for (const selection of selections.selections) {
    if (selection.kind === Kind.FIELD) {
      sum += fieldCost(scope, selection, typeName);
      continue;
    }
    const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : scope.fragments.get(selection.name.value);
    if (!fragment) continue;
    const onType = fragment.typeCondition?.name.value ?? typeName;
    const cost = selectionCost(scope, fragment.selectionSet, onType);
    if (onType === typeName) sum += cost;
    else dearest = Math.max(dearest, cost);
  }
  return sum + dearest;
}

function fieldCost(scope: Scope, field: FieldNode, parentName: string): number {
  const parent = scope.schema.getType(parentName);
  if (!(isObjectType(parent) || isInterfaceType(parent)) || !field.selectionSet) return 0;
  const definition = parent.getFields()[field.name.value];
  if (!definition) return 0;
  const type = getNamedType(definition.type);
  if (!isCompositeType(type) || isUnionType(type)) return 0;
  if (!type.name.endsWith("Connection")) return 1 + selectionCost(scope, field.selectionSet, type.name);
  const size = sizeOf(scope, field);
  const entries = selectionCost(scope, field.selectionSet, type.name);
  return CONNECTION_BASE + size * entries * ENTRY_SHARE;
}

function sizeOf(scope: Scope, field: FieldNode): number {
  for (const argument of field.arguments ?? []) {
    if (argument.name.value === "first" || argument.name.value === "last") return numberIn(scope, argument.value);
  }
  return 1;
}

function numberIn(scope: Scope, value: ValueNode): number {
  if (value.kind === Kind.INT) return Number(value.value);
  const given = value.kind === Kind.VARIABLE ? scope.variables[value.name.value] : undefined;
  return typeof given === "number" ? given : 1;
}

/** What an answer costs afterwards: the same counting over what was really returned. */
export function actualCost(data: unknown, isMutation: boolean): number {
  const root = typeof data === "object" && data !== null ? Object.values(data) : [];
  const base = isMutation ? MUTATION_COST * root.length : 0;
  return Math.ceil(base + root.reduce((sum: number, value) => sum + valueCost(value), 0));
}

function valueCost(value: unknown): number {
  if (Array.isArray(value)) return value.reduce((sum: number, item) => sum + valueCost(item), 0);
  if (typeof value !== "object" || value === null) return 0;
  const inner = Object.values(value).reduce((sum: number, item) => sum + valueCost(item), 0);
  return "nodes" in value || "edges" in value ? CONNECTION_BASE + inner * ENTRY_SHARE : 1 + inner;
}
