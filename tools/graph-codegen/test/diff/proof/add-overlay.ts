/** Adds an overlay that decides a fact. */
export const addOverlay =
  (fact: string, is: string): ((text: string) => string) =>
  (text) =>
    `${text}  - id: added\n    rule: R005\n    fact: ${fact}\n    is: ${is}\n    because: seen\n    evidence:\n      - { source: contoso, says: so }\n`;
