"use client";
import { useEffect, useRef, useState } from "react";
import { useRouter } from "next/navigation";
import type { ConnectUI, ConnectUIEvent } from "@nangohq/frontend";
import { browserClient } from "#app/trpc/browser-client.ts";
import { whatWentWrong } from "#app/trpc/send.ts";
import type { RouterOutputs } from "#app/trpc/types.ts";
import { Button } from "#app/ui/button.tsx";

type Door = RouterOutputs["connections"]["begin"];

type ConnectButtonProps = {
  /** The integration's key at Nango. */
  integration: string;
  /** Given, this connection gets new credentials; otherwise a new one is made. */
  connectionId?: string;
  variant?: "primary";
  children: string;
};

/** Opens Nango's connect page in a frame over this one, and shows the connection when it is made. */
export function ConnectButton({ integration, connectionId, variant, children }: ConnectButtonProps) {
  const router = useRouter();
  const [pending, setPending] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const opened = useRef<ConnectUI>(undefined);
  useEffect(() => () => opened.current?.close(), []);

  async function confirm(nangoConnectionId: string) {
    try {
      const again = connectionId !== undefined;
      const { connectionId: id } = await browserClient().connections.confirm.mutate({ integration, nangoConnectionId, again });
      opened.current?.close();
      router.push(`/connections/${id}`);
      router.refresh();
    } catch (error) {
      opened.current?.close();
      setProblem(whatWentWrong(error).message ?? "The connection was made and could not be shown. Load the page again.");
      router.refresh();
    }
  }

  function onEvent(event: ConnectUIEvent) {
    if (event.type === "connect") void confirm(event.payload.connectionId);
    if (event.type === "close") router.refresh();
  }

  async function open() {
    setPending(true);
    setProblem(null);
    try {
      // Loaded when it is needed: no page has to wait for it.
      const [{ default: Nango }, door] = await Promise.all([import("@nangohq/frontend"), begin(integration, connectionId)]);
      const nango = new Nango({ host: door.apiUrl, connectSessionToken: door.sessionToken });
      const theme = document.documentElement.dataset["theme"];
      opened.current = nango.openConnectUI({
        baseURL: door.connectUrl,
        apiURL: door.apiUrl,
        sessionToken: door.sessionToken,
        detectClosedAuthWindow: true,
        ...(theme === "light" || theme === "dark" ? { themeOverride: theme } : {}),
        onEvent,
      });
      document.querySelector("#connect-ui")?.setAttribute("title", "Connect a system");
    } catch (error) {
      setProblem(whatWentWrong(error).message);
    } finally {
      setPending(false);
    }
  }

  return (
    <div>
      <Button {...(variant ? { variant } : {})} pending={pending} onClick={() => void open()}>
        {children}
      </Button>
      {problem && (
        <p role="alert" className="mt-2 max-w-[60ch] text-pretty text-danger">
          {problem}
        </p>
      )}
    </div>
  );
}

const begin = (integration: string, connectionId: string | undefined): Promise<Door> =>
  connectionId === undefined
    ? browserClient().connections.begin.mutate({ integration })
    : browserClient().connections.beginAgain.mutate({ connectionId });
