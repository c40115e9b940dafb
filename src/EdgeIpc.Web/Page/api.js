// How the page talks to its station: the token, wishes, and the stream of events.

const tokenKey = "edgeipc-token";
const retryMs = [250, 500, 1000, 2000, 4000];
const listeners = [];
let token = sessionStorage.getItem(tokenKey) ?? "";

/** Takes the token out of the address, so that it is neither in the history nor on a screenshot. */
export function takeTokenFromAddress() {
  const match = /^#token=([\w-]+)$/.exec(location.hash);
  if (!match) return;
  setToken(match[1]);
  history.replaceState(null, "", location.pathname);
}

export function setToken(value) {
  token = value.trim();
  if (token) sessionStorage.setItem(tokenKey, token);
  else sessionStorage.removeItem(tokenKey);
  for (const listener of listeners) listener(token !== "");
}

export const hasToken = () => token !== "";

/** Calls back with whether there is a token, now and whenever that changes. */
export function onToken(listener) {
  listeners.push(listener);
  listener(hasToken());
}

const withToken = (headers = {}) => (token ? { ...headers, authorization: `Bearer ${token}` } : headers);

/** Wishes something. Resolves always: { ok, status, answer } with a sentence in the answer. */
export function post(path, body) {
  return send(path, { "content-type": "application/json" }, body === undefined ? undefined : JSON.stringify(body));
}

async function send(path, headers, body) {
  try {
    const response = await fetch(path, { method: "POST", headers: withToken(headers), body, cache: "no-store" });
    if (response.status === 401) setToken("");
    const answer = await response.json().catch(() => ({ sentence: `The answer (${response.status}) is not understood.` }));
    return { ok: response.ok, status: response.status, answer };
  } catch {
    return { ok: false, status: 0, answer: { sentence: "The web process does not answer; the page tries again by itself." } };
  }
}

/** Wishes something with a file as the body. Resolves like post. */
export async function postFile(path, file) {
  return send(path, { "content-type": file.type }, file);
}

/** Fetches a file's bytes; null when there are none. */
export async function bytes(path) {
  try {
    const response = await fetch(path, { headers: withToken(), cache: "no-store" });
    return response.ok ? new Uint8Array(await response.arrayBuffer()) : null;
  } catch {
    return null;
  }
}

/** Fetches a picture as an address for <img>; null when there is none. The caller frees it with URL.revokeObjectURL. */
export async function picture(path) {
  try {
    const response = await fetch(path, { headers: withToken(), cache: "no-store" });
    return response.ok ? URL.createObjectURL(await response.blob()) : null;
  } catch {
    return null;
  }
}

/**
 * Keeps a stream of server-sent events open until the signal aborts it. A broken one is opened again, soon at first and
 * then less often: a restarted web process is found without anybody's doing.
 */
export async function follow(path, { onEvent, onState, signal }) {
  let failures = 0;
  while (!signal.aborted) {
    try {
      const response = await fetch(path, { headers: withToken({ accept: "text/event-stream" }), cache: "no-store", signal });
      if (!response.ok) throw new Error((await response.json()).sentence);
      await read(response.body, (name, data) => {
        failures = 0;
        onState("open");
        onEvent(name, data);
      });
    } catch (error) {
      if (signal.aborted) return;
      onState("lost", error.message);
    }
    if (signal.aborted) return;
    onState("lost");
    await new Promise((go) => setTimeout(go, retryMs[Math.min(failures++, retryMs.length - 1)]));
  }
}

async function read(stream, onEvent) {
  const reader = stream.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    text += value;
    let end;
    while ((end = text.indexOf("\n\n")) >= 0) {
      const lines = text.slice(0, end).split("\n");
      text = text.slice(end + 2);
      const field = (name) => lines.find((line) => line.startsWith(name))?.slice(name.length) ?? "";
      onEvent(field("event: "), JSON.parse(field("data: ")));
    }
  }
}
