import { parseAnswers } from "../../../../src/report/write-up/answers/answers-file.js";

/** Every kind of piece, with signs that each format has to escape. */
export const ANSWERS = parseAnswers(
  `---
title: "Costs & <gains>"
author: Ada_Lovelace
course: 100 % systems
date: 30 November 2026
---
## Aim

*How* many **workers**, says \`os_cpus() & <b>\`: 5 % of $x$, [here](https://example.org/a_b?c=1&d=%20~#e).
Next line <script>alert("x")</script>

2. second
   - nested

> Question?

\`\`\`c
#define A_B "100%"
\`\`\`

## Figure workers speed-up

Two cores \\\\ {enough}.
`,
  "answers.md",
);
