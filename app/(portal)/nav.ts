import ClipboardList from "lucide-react/icons/clipboard-list";
import FileUp from "lucide-react/icons/file-up";
import House from "lucide-react/icons/house";
import ListChecks from "lucide-react/icons/list-checks";
import Map from "lucide-react/icons/map";
import Plug from "lucide-react/icons/plug";
import Calculator from "lucide-react/icons/calculator";
import Settings from "lucide-react/icons/settings";
import TrendingUp from "lucide-react/icons/trending-up";
import Workflow from "lucide-react/icons/workflow";
import type { NavItem } from "#app/ui/shell/nav-item.ts";

/** The pages of the portal, in the order of the navigation: a new page is one line here. */
export const nav: readonly NavItem[] = [
  { href: "/overview", label: "Overview", icon: House, permission: null },
  { href: "/audit", label: "Audit", icon: ClipboardList, permission: "audit.read" },
  { href: "/roi", label: "ROI", icon: Calculator, permission: "roi.read" },
  { href: "/roadmap", label: "Roadmap", icon: Map, permission: "rollout.read" },
  { href: "/automations", label: "Automations", icon: Workflow, permission: "automations.read" },
  { href: "/value", label: "Value", icon: TrendingUp, permission: "value.read" },
  { href: "/connections", label: "Connections", icon: Plug, permission: "connections.read" },
  { href: "/imports", label: "Imports", icon: FileUp, permission: "imports.read" },
  { href: "/jobs", label: "Jobs", icon: ListChecks, permission: "jobs.read" },
  { href: "/settings", label: "Settings", icon: Settings, permission: null },
];
