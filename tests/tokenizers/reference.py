"""Writes, beside each tokenizer.json under a folder, what transformers makes of some texts.

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
            json.dumps({"model_tokens": tokens, "class": type(tokenizer).__name__, "rows": rows}, ensure_ascii=False), encoding="utf-8")
        print(file, type(tokenizer).__name__, tokens, "tokens,", len(rows), "texts")


if __name__ == "__main__":
    main(sys.argv[1])
