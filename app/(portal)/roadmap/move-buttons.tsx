"use client";
import ArrowDown from "lucide-react/icons/arrow-down";
import ArrowUp from "lucide-react/icons/arrow-up";
import { Button } from "#app/ui/button.tsx";

/** Buttons that move an item by one place; the menu of the item has the longer ways. */
export function MoveButtons({
  id,
  title,
  place,
  count,
  onMove,
}: {
  id: string;
  title: string;
  place: number;
  count: number;
  onMove: (position: number) => void;
}) {
  return (
    <>
      <Button
        square
        size="small"
        variant="quiet"
        id={moveButtonId(id, "up")}
        aria-label={`Move up: ${title}`}
        disabled={place === 1}
        onClick={() => onMove(place - 1)}
      >
        <ArrowUp aria-hidden="true" />
      </Button>
      <Button
        square
        size="small"
        variant="quiet"
        id={moveButtonId(id, "down")}
        aria-label={`Move down: ${title}`}
        disabled={place === count}
        onClick={() => onMove(place + 1)}
      >
        <ArrowDown aria-hidden="true" />
      </Button>
    </>
  );
}

/** By which the board finds the button again when its item has moved to another phase. */
export const moveButtonId = (itemId: string, way: "up" | "down"): string => `move-${way}-${itemId}`;
