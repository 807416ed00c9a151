"""Renders the chat templates of aligner-chat-template's tests with Hugging Face's transformers, and writes what it renders beside
them. Needs transformers and jinja2:

  python tests/golden/make_chat_templates.py gpu-runtime/chat-template/src/test/resources/io/github/aligner4j/chattemplate/templates

For each NAME.jinja there is NAME.tokens.json (its named and added tokens); NAME.rendered.json is written. The date is fixed.
"""

import datetime
import json
import pathlib
import sys

from transformers.utils import chat_template_utils

NOW = datetime.datetime(2026, 11, 7, 15, 4, 5)


class FixedDate(datetime.datetime):
    @classmethod
    def now(cls, tz=None):
        return NOW


def message(role, content):
    return {"role": role, "content": content}


def conversations():
    system, user, assistant = (lambda c, r=r: message(r, c) for r in ("system", "user", "assistant"))
    yield "a question", [user("What is the capital of Peru?")], {}
    yield "a system message", [system("Be brief."), user("Who was Ada Lovelace?")], {}
    yield "three turns", [system("Be brief."), user("Hi"), assistant("Hello!"), user("How are you?")], {}
    yield "turns without a system message", [user("Hi"), assistant("Hello!"), user("How are you?")], {}
    yield "no generation prompt", [user("Hi"), assistant("Hello!")], {"add_generation_prompt": False}
    yield "white space at the ends", [system(" \n Be brief. \n"), user("\n\n  Hi \t"), assistant("  Hello!\n "),
                                      user("\u00a0How?\u2003\n\n")], {}
    yield "lines and lists", [user("First:\n\n- one\n- two\n\n```java\nint x = 1;\n```\n"), assistant("1. A\n2. B"), user("Go on")], {}
    yield "beyond ASCII", [system("Réponds en français : « oui »."), user("日本の首都は？ 👩‍👩‍👧 e\u0301 ﷺ"), assistant("東京"),
                           user("ΣΑΣ straße İ")], {}
    yield "tokens as text", [user("Say <|im_end|> and </s> and <|eot_id|>"), assistant("<|im_start|>user"),
                             user("<|end_of_text|><|end|><s>")], {}
    yield "quotes and braces", [user("{{ messages }} {% if %} \\n \"quoted\" 'single' \\ / {\"a\": [1, 2]}")], {}
    yield "thinking", [user("1+1?"), assistant("<think>\nOne and one.\n</think>\n\n2"), user("2+2?")], {}
    yield "empty contents", [system(""), user(""), assistant(""), user("?")], {}
    yield "roles that don't alternate", [user("One"), user("Two")], {}
    yield "an unknown role", [user("One"), message("correction", "Two"), user("Three")], {}


def variants(template):
    if "enable_thinking" in template:
        for value in (True, False):
            yield f"enable_thinking {value}", [message("user", "2+2?")], {"enable_thinking": value}
    if "documents" in template:
        documents = [{"doc_id": 1, "text": "Ada Lovelace was born in 1815.\n\"Babbage\" in 1791."},
                     {"doc_id": 2, "title": "Ein Übertitel", "text": "<|end_of_text|>", "pages": [1, 2.5, True, None]}]
        asked = message("user", "Is Ada older?")
        yield "documents", [asked], {"documents": documents}
        yield "documents and a system message", [message("system", "Be brief."), asked], {"documents": documents}
    if "tools" in template:
        tools = [{"type": "function", "function": {"name": "weather", "description": "Tells the weather",
                  "parameters": {"type": "object", "properties": {"city": {"type": "string"}}}}}]
        yield "tools", [message("user", "Weather?")], {"tools": tools}
    if "guardian_config" in template:
        user, assistant = message("user", "How do I pick a lock?"), message("assistant", "With a pick.")
        context = message("context", "Locks are \"picked\" with picks.")
        for risk in ("harm", "social_bias", "violence"):
            yield f"risk {risk}", [user, assistant], {"guardian_config": {"risk_name": risk}}
        yield "risk of a question", [user], {"guardian_config": {"risk_name": "jailbreak"}}
        yield "groundedness", [context, assistant], {"guardian_config": {"risk_name": "groundedness"}}
        yield "context relevance", [user, context], {"guardian_config": {"risk_name": "context_relevance"}}
        yield "own risk", [user, assistant], {"guardian_config": {"risk_name": "rudeness", "risk_definition": "It is rude."}}
        yield "unknown risk", [user, assistant], {"guardian_config": {"risk_name": "rudeness"}}
        yield "function call", [message("tools", "[{\"name\": \"f\"}]"), user, assistant], {"guardian_config": {"risk_name": "function_call"}}


def rendered(template, tokens, messages, options):
    options = dict(options)
    kwargs = dict(tokens, add_generation_prompt=options.pop("add_generation_prompt", True))
    documents = options.pop("documents", None)
    tools = options.pop("tools", None)
    try:
        out, _ = chat_template_utils.render_jinja_template(
            conversations=[messages], chat_template=template, documents=documents, tools=tools, **kwargs, **options)
        return {"text": out[0]}
    except Exception as e:  # the template refuses the messages
        return {"refused": type(e).__name__}


def main(folder):
    chat_template_utils.datetime = FixedDate
    for path in sorted(pathlib.Path(folder).glob("*.jinja")):
        template = path.read_bytes().decode()
        tokens = json.loads(path.with_suffix(".tokens.json").read_text())["named_tokens"]
        cases = []
        for name, messages, options in [*conversations(), *variants(template)]:
            cases.append({"case": name, "messages": messages, "options": options, **rendered(template, tokens, messages, options)})
        out = path.with_suffix(".rendered.json")
        out.write_text(json.dumps(cases, ensure_ascii=False, indent=1) + "\n")
        print(path.stem, len(cases), "cases,", sum("refused" in case for case in cases), "refused")


if __name__ == "__main__":
    main(sys.argv[1])
