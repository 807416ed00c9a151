"""Writes, beside each tokenizer.json under a folder, what transformers makes of some texts and, by its chat template, of some chats.

    pip install transformers==4.57.6 tokenizers==0.22.2 jinja2
    python tests/tokenizers/reference.py DIR
"""

import json
import pathlib
import sys

from transformers import AutoTokenizer

TEXTS = [
    "Hello, cat",
    "The quick brown fox jumps over the lazy dog.",
    "  two  spaces   and more    ",
    "naïve café, Straße, Ångström",
    "line one\nline two\r\n\n\n\ttab",
    "1234567890 and 6.78e-9",
    "使用 Java 17，不要用 Java 8！",
    "漢字 かな カナ 한국어 ไทย हिन्दी العربية עברית",
    "👩‍👩‍👧 🇩🇪 𝔘𝔫𝔦𝔠𝔬𝔡𝔢",
    "I'm sure they'll say it's OK, DON'T you?",
    "public static void main(String[] args) { return a[i] + b->c; }",
    "https://example.org/a?b=c&d=%20#e",
    "ALLCAPS camelCase snake_case kebab-case",
    "",
    " ",
    "a",
    "x" * 500,
    " " * 500,
]

SYSTEM = {"role": "system", "content": "Be brief."}
CHATS = [
    [{"role": "user", "content": "What is the capital of Peru?"}],
    [SYSTEM, {"role": "user", "content": "Hello, cat"}],
    [{"role": "user", "content": "naïve café\n\n- 使用 Java"}, {"role": "assistant", "content": "It's 1 < 2."},
     {"role": "user", "content": "And now?"}],
    [SYSTEM, {"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello 🇩🇪"}, {"role": "user", "content": "x" * 50}],
]


def chats(tokenizer):
    """Yields chats with their ids; those that the template refuses are left out."""
    for messages in CHATS if tokenizer.chat_template else []:
        try:
            ids = tokenizer.apply_chat_template(messages, tokenize=True, add_generation_prompt=True, return_dict=False)
        except Exception as e:
            print("  a chat is refused:", e)
            continue
        yield {"messages": messages, "ids": ids}


def main(folder):
    for file in sorted(pathlib.Path(folder).rglob("tokenizer.json")):
        tokenizer = AutoTokenizer.from_pretrained(str(file.parent))
        own = json.loads(file.read_text(encoding="utf-8"))
        vocabulary = own["model"]["vocab"]
        config = file.parent / "config.json"
        # Without a config.json: as many as there are ids, but for one or two behind the model's own.
        own_tokens = max(vocabulary.values()) + 1 if isinstance(vocabulary, dict) else len(vocabulary)
        all_tokens = max([own_tokens] + [token["id"] + 1 for token in own["added_tokens"]])
        tokens = own_tokens if all_tokens - own_tokens <= 2 else all_tokens
        if config.exists():
            tokens = json.loads(config.read_text(encoding="utf-8"))["vocab_size"]
        rows = []
        for text in TEXTS:
            ids = tokenizer(text)["input_ids"]
            bare = tokenizer(text, add_special_tokens=False)["input_ids"]
            # A text that does not come back is not sure to be made the same tokens of.
            if tokenizer.decode(bare, clean_up_tokenization_spaces=False) == text:
                rows.append({"text": text, "ids": ids})
        (file.parent / "reference.json").write_text(
            json.dumps({"model_tokens": tokens, "class": type(tokenizer).__name__, "rows": rows,
                        "chats": list(chats(tokenizer))}, ensure_ascii=False), encoding="utf-8")
        print(file, type(tokenizer).__name__, tokens, "tokens,", len(rows), "texts")


if __name__ == "__main__":
    main(sys.argv[1])
