// SPDX-License-Identifier: AGPL-3.0-or-later
// The kit: seals and opens in the reader's browser (docs/kit.md).  It has no state, no storage and no words of its own.
import { enhanceReading } from "./read.js";
import { enhanceWriting } from "./write.js";

const lang = document.documentElement.lang;
const form = document.querySelector("main form[action='/']");
const act = form?.elements.act?.value;

if (act === "send") enhanceWriting(form, lang);
if (act === "read") enhanceReading(form, lang);
