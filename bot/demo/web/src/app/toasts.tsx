import { useCallback, useEffect, useRef, useState } from "react";
import { Icon } from "./icons";
import "./notices.css";

/** How many stand there at a time. */
const MOST = 3;
/** Milliseconds: to look there, and to read a character of it. */
const LOOK = 4000;
const READ = 60;

export interface Toast {
  readonly id: number;
  readonly sentence: string;
}

/** Sentences that are said for some seconds. */
export function useToasts() {
  const [toasts, change] = useState<readonly Toast[]>([]);
  const number = useRef(0);
  const announce = useCallback((sentence: string) => {
    number.current += 1;
    const toast = { id: number.current, sentence };
    change((old) => [...old.filter((one) => one.sentence !== sentence), toast].slice(-MOST));
  }, []);
  const dismiss = useCallback((id: number) => {
    change((old) => old.filter((toast) => toast.id !== id));
  }, []);
  return { toasts, announce, dismiss };
}

interface ToastsProps {
  readonly toasts: readonly Toast[];
  readonly dismiss: (id: number) => void;
}

export function Toasts({ toasts, dismiss }: ToastsProps) {
  return (
    <div className="toasts" role="status">
      {toasts.map((toast) => (
        <OneToast key={toast.id} toast={toast} dismiss={dismiss} />
      ))}
    </div>
  );
}

function OneToast({ toast, dismiss }: { readonly toast: Toast } & Omit<ToastsProps, "toasts">) {
  useEffect(() => {
    const timer = setTimeout(dismiss, LOOK + toast.sentence.length * READ, toast.id);
    return () => clearTimeout(timer);
  }, [toast, dismiss]);
  return (
    <div className="toast">
      <span>{toast.sentence}</span>
      <button type="button" className="plain" onClick={() => dismiss(toast.id)}>
        <Icon name="close" />
        <span className="unseen">Dismiss</span>
      </button>
    </div>
  );
}
