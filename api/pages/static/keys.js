// Whether a key is written into a field: a dialog that has just closed keeps the focus until the next frame, unseen.
export const FIELDS = "input, textarea, select, dialog";

export function inField(event, fields = FIELDS) {
  return event.target.closest(fields) !== null && event.target.checkVisibility();
}
