"""Makes the small tokenizers in gpu-runtime/runtime/src/test/resources/tokenizers, with what transformers makes of some texts.

    pip install transformers==4.57.6 tokenizers==0.22.2 sentencepiece protobuf
    python tests/golden/make_tokenizers.py

t5-unigram      SentencePiece Unigram with a table of replaced characters, as T5's; the table is small, so that the file is
llama-unigram   Unigram with bytes for unknown characters, as some Llamas have
gemma-unigram   the same without a space before the first word, as Gemma's was trained
config          one tokenizer under several tokenizer_config.json
"""

import io
import json
import pathlib
import tempfile

import sentencepiece
from transformers import AutoTokenizer, GemmaTokenizerFast, LlamaTokenizerFast, T5TokenizerFast

OUT = pathlib.Path(__file__).parents[2] / "gpu-runtime/runtime/src/test/resources/tokenizers"
GOLDEN = pathlib.Path(__file__).parent / "src/main/resources/io/github/aligner4j/golden"

TEXTS = [
    "Hello, cat",
    "The quick brown fox jumps over the lazy dog.",
    "  two  spaces  ",
    "naïve café, Straße",
    "ﬁne ﬂow ① ﬁ",
    "line one\nline two\ttab",
    "12345 and 6.78",
    "漢字 かな 한국어",
    "👩‍👩‍👧 🇩🇪",
    "",
    " ",
    "a",
    "the the the",
    "thethethe",
]

CORPUS = [
    "the quick brown fox jumps over the lazy dog",
    "hello cat and hello dog",
    "a plan is late and the door is open",
    "we read the book and the book reads us",
    "café naïve fine flow",
    "numbers 1 2 3 4 5 6 7 8 9 0 and more.",
    "line one, line two; is it so? it is!",
] * 30

# Ligatures, a circled digit, a no-break space, and a character that vanishes.
RULES = "FB01\t66 69\nFB02\t66 6C\n2460\t31\nA0\t20\nAD\t\n"


def spm(folder, **options):
    rules = folder / "rules.tsv"
    rules.write_text(RULES)
    model = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(CORPUS),
        model_writer=model,
        model_type="unigram",
        hard_vocab_limit=False,
        minloglevel=2,
        **{k: str(rules) if v == "RULES" else v for k, v in options.items()},
    )
    path = folder / "spiece.model"
    path.write_bytes(model.getvalue())
    return str(path)


def ids(tokenizer):
    return [{"text": text, "ids": tokenizer(text)["input_ids"], "bare": tokenizer(text, add_special_tokens=False)["input_ids"],
             "decoded": tokenizer.decode(tokenizer(text, add_special_tokens=False)["input_ids"], clean_up_tokenization_spaces=False)}
            for text in TEXTS]


def write(name, tokenizer):
    folder = OUT / name
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "tokenizer.json").write_text(tokenizer.backend_tokenizer.to_str(), encoding="utf-8")
    (folder / "reference.json").write_text(json.dumps(ids(tokenizer), ensure_ascii=False, indent=0), encoding="utf-8")


def unigrams():
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        model = spm(folder, vocab_size=120, normalization_rule_tsv="RULES", pad_id=0, eos_id=1, unk_id=2, bos_id=-1)
        write("t5-unigram", T5TokenizerFast(vocab_file=model, extra_ids=3))
        model = spm(folder, vocab_size=318, byte_fallback=True, normalization_rule_name="identity", remove_extra_whitespaces=False)
        write("llama-unigram", LlamaTokenizerFast(vocab_file=model, legacy=True))
        model = spm(folder, vocab_size=318, byte_fallback=True, normalization_rule_name="identity", remove_extra_whitespaces=False,
                    add_dummy_prefix=False, pad_id=0, eos_id=1, bos_id=2, unk_id=3, pad_piece="<pad>", eos_piece="<eos>",
                    bos_piece="<bos>")
        write("gemma-unigram", GemmaTokenizerFast(vocab_file=model))


def template(before, behind):
    special = lambda token: {"SpecialToken": {"id": token, "type_id": 0}}
    ids = {"<s>": 1, "</s>": 2}
    single = [special(t) for t in before] + [{"Sequence": {"id": "A", "type_id": 0}}] + [special(t) for t in behind]
    return {
        "type": "TemplateProcessing",
        "single": single,
        "pair": single + [{"Sequence": {"id": "B", "type_id": 1}}],
        "special_tokens": {t: {"id": t, "ids": [ids[t]], "tokens": [t]} for t in before + behind},
    }


def configs():
    base = json.loads((GOLDEN / "llama-gqa/tokenizer.json").read_text(encoding="utf-8"))
    named = {"bos_token": "<s>", "eos_token": "</s>", "unk_token": "<unk>", "pad_token": "<pad>"}
    changes = [
        {},
        {"add_bos_token": False},
        {"add_bos_token": True},
        {"add_bos_token": None},
        {"add_eos_token": True},
        {"add_bos_token": False, "add_eos_token": True},
        {"add_prefix_space": True},
        {"add_prefix_space": False},
        {"add_prefix_space": None},
        {"bos_token": {"__type": "AddedToken", "content": "<pad>", "lstrip": False, "normalized": False, "rstrip": False,
                       "single_word": False}},
        {"bos_token": None, "add_bos_token": False},
    ]
    classes = ["LlamaTokenizerFast", "LlamaTokenizer", "GemmaTokenizerFast", "PreTrainedTokenizerFast", "Qwen2Tokenizer", None]
    posts = {"bos": template(["<s>"], []), "none": None, "both": template(["<s>"], ["</s>"])}
    cases = []
    for cls in classes:
        for post, processor in posts.items():
            for change in changes:
                for prefix in (False, True) if "add_prefix_space" in change or not change else (False,):
                    cases.append(case(base, named, cls, (post, processor), change, prefix))
    folder = OUT / "config"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "cases.json").write_text("[\n" + ",\n".join(json.dumps(c) for c in cases if c) + "\n]\n", encoding="utf-8")
    print(len(cases), "configurations")


def case(base, named, cls, post, change, prefix):
    tokenizer = json.loads(json.dumps(base))
    tokenizer["post_processor"] = post[1]
    tokenizer["pre_tokenizer"]["add_prefix_space"] = prefix
    config = {**named, **change, **({"tokenizer_class": cls} if cls else {})}
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        (folder / "tokenizer.json").write_text(json.dumps(tokenizer), encoding="utf-8")
        (folder / "tokenizer_config.json").write_text(json.dumps(config), encoding="utf-8")
        (folder / "config.json").write_text(json.dumps({"model_type": "llama"}), encoding="utf-8")
        try:
            ids = AutoTokenizer.from_pretrained(name)("Hello, cat")["input_ids"]
        except ValueError:
            # transformers wants the SentencePiece model for this one.
            return None
    return {"post_processor": post[1], "prefix": prefix, "config": config, "ids": ids}


if __name__ == "__main__":
    unigrams()
    configs()
