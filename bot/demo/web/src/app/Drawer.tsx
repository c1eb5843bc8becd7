import { useBorrowedFocus } from "./focus";

/** What lies behind the sidebar on a phone while that is open; a tap there closes it. */
export function Drawer({ onClose }: { readonly onClose: () => void }) {
  useBorrowedFocus(() => document.querySelector<HTMLElement>(".side [aria-current]"));
  return (
    <button type="button" className="drawer-shade" aria-label="Close channels" onClick={onClose} />
  );
}
