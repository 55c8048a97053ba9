/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Ask the browser for a passkey and put its answer into the form.  What is asked stands in the page. */
"use strict";

(() => {
    const form = document.getElementById("pk");
    if (!form || !window.PublicKeyCredential)
        return;
    const value = (id) => document.getElementById(id)?.value ?? "";
    const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
    const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer)))
        .replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
    const known = value("pk-ids").split(",").filter(Boolean).map((id) => ({ type: "public-key", id: bytes(id) }));
    const ask = { challenge: bytes(value("pk-challenge")), timeout: 120000 };

    const create = () => navigator.credentials.create({ publicKey: { ...ask,
        rp: { id: value("pk-rp"), name: "desk" },
        user: { id: bytes(value("pk-user")), name: value("pk-name"), displayName: value("pk-name") },
        pubKeyCredParams: [-7, -8, -257].map((alg) => ({ type: "public-key", alg })),
        excludeCredentials: known,
        attestation: "none",
        authenticatorSelection: { userVerification: "required", residentKey: "discouraged" } } });

    const get = () => navigator.credentials.get({ publicKey: { ...ask,
        rpId: value("pk-rp"), allowCredentials: known, userVerification: "required" } });

    const send = (answer) => {
        const r = answer.response;
        form.elements.id.value = answer.id;
        form.elements.client.value = text(r.clientDataJSON);
        form.elements.data.value = text(r.getAuthenticatorData ? r.getAuthenticatorData() : r.authenticatorData);
        form.elements.signature.value = r.signature ? text(r.signature) : "";
        form.submit();
    };

    form.addEventListener("submit", async (e) => {
        e.preventDefault();
        const failed = document.getElementById("pk-failed");
        failed.classList.add("none");
        try {
            send(await (value("pk-user") ? create() : get()));
        } catch {
            failed.classList.remove("none");
        }
    });
})();
