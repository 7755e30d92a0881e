/** Digits into the call (RFC 4733): by buttons, or typed while the field has the focus. Each is sent as it is pressed. */
import { useEffect, useRef } from "react";
import type { Call } from "../../../shared/desk/state.ts";
import { act } from "../act.ts";
import { Button } from "../ui/Button.tsx";
import { openKeypad } from "../view.ts";

const keys = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "*", "0", "#"];

export function Keypad({ call }: { call: Call }) {
  const field = useRef<HTMLInputElement>(null);
  // It was just asked for by a key or a click: typing is what comes next.
  useEffect(() => field.current?.focus(), []);
  const sendDigit = (digits: string) => void act({ type: "sendDigits", callId: call.id, digits }, call.id);
  return (
    <fieldset className="callKeypad" aria-label={`Keypad for ${call.name}`}>
      <input
        ref={field}
        type="tel"
        aria-label={`Digits sent to ${call.name}`}
        value={call.digits}
        placeholder="Type digits, * or #"
        readOnly
        onKeyDown={(event) => {
          if (event.key === "Escape") return openKeypad(false);
          if (!/^[0-9*#]$/.test(event.key) || event.ctrlKey || event.altKey || event.metaKey) return;
          event.preventDefault();
          if (!event.repeat) sendDigit(event.key);
        }}
      />
      {call.digitsRefused !== null && (
        <p className="fault" role="status">
          Not taken by the far end: {call.digitsRefused}
        </p>
      )}
      <div className="callKeypadKeys">
        {keys.map((digit) => (
          <Button key={digit} size="call" name={`Send ${digit}`} onClick={() => sendDigit(digit)}>
            {digit}
          </Button>
        ))}
      </div>
    </fieldset>
  );
}
