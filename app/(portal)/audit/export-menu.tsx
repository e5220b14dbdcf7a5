import { Menu } from "#app/ui/menu.tsx";

/** The audit and its event log as files. */
export function ExportMenu({ auditId }: { auditId: string }) {
  return (
    <Menu
      label="Export"
      size="small"
      items={[
        { label: "This audit, Excel", href: `/api/audit/export/xlsx?audit=${auditId}`, download: true },
        { label: "This audit, CSV", href: `/api/audit/export/csv?audit=${auditId}`, download: true },
        { divider: true },
        { label: "Event log, OCEL 2.0 JSON", href: "/api/audit/log/ocel.json", download: true },
        { label: "Event log, OCEL 2.0 XML", href: "/api/audit/log/ocel.xml", download: true },
        { label: "Event log, CSV", href: "/api/audit/log/csv", download: true },
      ]}
    />
  );
}
