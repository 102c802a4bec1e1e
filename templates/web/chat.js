// The conversation without reloading the page. Without this script the form still works, one question at a time.
"use strict";

const conversation = document.getElementById("conversation");
const form = document.getElementById("ask");
const field = document.getElementById("question");
const button = form.querySelector("button");
const turns = [...conversation.querySelectorAll("article.person p")].map((p) => p.textContent);

function add(who, name) {
  const article = document.createElement("article");
  article.className = who;
  const heading = document.createElement("h2");
  heading.textContent = name;
  if (who === "bot") {
    const tag = document.createElement("span");
    tag.className = "tag";
    tag.textContent = "APP";
    heading.append(" ", tag);
  }
  const body = document.createElement(who === "bot" ? "div" : "p");
  article.append(heading, body);
  conversation.querySelector(".welcome")?.remove();
  conversation.append(article);
  return { article, body };
}

async function ask(text) {
  add("person", "you").body.textContent = text;
  const { article, body } = add("bot", "footprint");
  body.textContent = "…";
  conversation.scrollTop = conversation.scrollHeight;
  button.disabled = true;
  try {
    const response = await fetch("/ask", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ text, context: turns }),
    });
    const reply = await response.json();
    if (!response.ok) throw new Error(reply.error);
    body.innerHTML = reply.html; // made by the server, which escapes what people typed
    body.lang = reply.language;
    turns.push(text);
  } catch (error) {
    article.classList.add("failed");
    const note = document.createElement("p");
    note.textContent = `No answer came: ${error.message}. The question is still in the field.`;
    body.replaceChildren(note);
    field.value = text;
  } finally {
    button.disabled = false;
    article.scrollIntoView({ block: "nearest" });
    field.focus();
  }
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const text = field.value.trim();
  if (!text || button.disabled) return;
  field.value = "";
  fit();
  ask(text);
});

function fit() {
  field.style.height = "auto";
  field.style.height = `${field.scrollHeight}px`;
}

field.addEventListener("input", fit);
field.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    form.requestSubmit();
  }
});

conversation.addEventListener("click", (event) => {
  const link = event.target.closest(".welcome a");
  if (!link) return;
  event.preventDefault();
  ask(link.textContent.trim());
});
