/** The one person of the demo: no password, no letters, no way in but the demo button. The address can exist nowhere (RFC 2606). */
export const DEMO_VISITOR = { id: "demo-visitor", name: "Demo visitor", email: "visitor@demo.invalid" } as const;

export const isDemoVisitor = ({ id }: { id: string }): boolean => id === DEMO_VISITOR.id;
