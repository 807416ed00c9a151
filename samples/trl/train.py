#!/usr/bin/env python3
"""Trains a LoRA adapter for an Aligner with TRL, on one device or, by accelerate, on many.

    python train.py --base CHECKPOINT --train ROWS.jsonl [--dev ROWS.jsonl] --output ADAPTER [options]
    accelerate launch --num_processes 8 train.py ...        # the same options

ROWS are prompts and completions, as `aligner export --format prompts` writes them for any Aligner; or question, answer and
correction, for a base whose prompt has a place for question and answer only: the prompt is that of its aligner.json, or
--prompt-text, and the completion --answer-prefix and the correction. The loss is that of the completion and the
end-of-sequence token. Rows of --dev that the training rows give away are counted, and too many of them end the script
(--max-overlap). ADAPTER is a PEFT folder, which Aligner4J loads.
"""
import argparse
import json
import re
from collections import Counter
from pathlib import Path

import torch
from datasets import Dataset
from peft import LoraConfig
from transformers import AutoModelForCausalLM, AutoTokenizer
from trl import SFTConfig, SFTTrainer


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--base", required=True, type=Path, help="a Hugging Face checkpoint")
    parser.add_argument("--train", required=True, type=Path)
    parser.add_argument("--dev", type=Path)
    parser.add_argument("--output", required=True, type=Path, help="a new folder")
    parser.add_argument("--prompt-text", help="the prompt, with {question} and {answer}")
    parser.add_argument("--answer-prefix", help="what the correction begins with, such as a space")
    parser.add_argument("--rank", type=int, default=16)
    parser.add_argument("--alpha", type=float, default=32)
    parser.add_argument("--learning-rate", type=float, default=2e-4)
    parser.add_argument("--epochs", type=float, default=3)
    parser.add_argument("--batch-size", type=int, default=8, help="rows per device and step")
    parser.add_argument("--gradient-accumulation", type=int, default=1)
    parser.add_argument("--max-length", type=int, default=2048, help="tokens of prompt and completion; longer rows are refused")
    parser.add_argument("--max-overlap", type=float, default=0.1,
                        help="share of dev rows that may share 8 words in a row, or a whole text, with a training row")
    parser.add_argument("--dtype", default="bfloat16", help="type of the frozen weights; float32 on a CPU")
    parser.add_argument("--seed", type=int, default=42)
    return parser.parse_args()


EXPORT = "write its rows by gpu-runtime/aligner export --format prompts --descriptor BASE/aligner.json"


def frame(options):
    """The prompt's text, the prefix of corrections, and the labels that texts must not contain."""
    descriptor = {}
    if (options.base / "aligner.json").exists():
        descriptor = json.loads((options.base / "aligner.json").read_text())
    prompt = descriptor.get("prompt", {})
    text = options.prompt_text or (prompt if isinstance(prompt, str) else prompt.get("text"))
    if not text or "{answer}" not in text:
        raise SystemExit("the base's aligner.json has no prompt with {answer} (a template by name is not read); give"
                         f" --prompt-text, or {EXPORT}")
    if "{context}" in text or "{aspects}" in text or not {"detector", "window", "multiTurn"}.isdisjoint(descriptor):
        raise SystemExit("the base has a detector, a window, a conversation, passages or aspects, which this script does not"
                         f" write into prompts; {EXPORT}")
    prefix = options.answer_prefix if options.answer_prefix is not None else descriptor.get("answerPrefix", "")
    labels = [] if isinstance(prompt, str) else prompt.get("labels", [])
    return text, prefix, labels


def read(file):
    """The JSON objects of a file with their lines."""
    lines = file.read_text(encoding="utf-8").splitlines()
    return [(number, json.loads(line)) for number, line in enumerate(lines, 1) if line.strip()]


def rows(file, options):
    """The rows of a file as prompts and completions; a text with a label of the prompt would forge it."""
    pairs = []
    for number, row in read(file):
        if "prompt" in row and "completion" in row:
            pairs.append({"prompt": row["prompt"], "completion": row["completion"]})
            continue
        text, prefix, labels = frame(options)
        if not {"conversation", "context", "messages", "chosen"}.isdisjoint(row):
            raise SystemExit(f"{file}:{number}: a row with a conversation, passages or a preference; {EXPORT}")
        texts = [row[key] for key in ("question", "answer", "correction")]
        if any(label in t for label in labels for t in texts):
            raise SystemExit(f"{file}:{number}: a text has a label of the prompt; leave the row out")
        # One pass, so that a question can't bring an {answer} of its own.
        parts = text.replace("{question}", "\0q\0").replace("{answer}", "\0a\0").split("\0")
        values = {"q": row["question"], "a": row["answer"]}
        prompt = "".join(values[part] if i % 2 else part for i, part in enumerate(parts))
        pairs.append({"prompt": prompt, "completion": prefix + row["correction"]})
    return Dataset.from_list(pairs)


def traces(pair, words=8):
    """What a row can be recognized by: its runs of words, and its whole prompt, without case and punctuation."""
    found = set()
    for text in (pair["prompt"], pair["completion"]):
        tokens = re.findall(r"\w+", text.lower())
        found.update(" ".join(tokens[i:i + words]) for i in range(len(tokens) - words + 1))
    return found | {" ".join(re.findall(r"\w+", pair["prompt"].lower()))}


def require_separate(train, dev, most):
    """Ends the script if the training rows give away too many rows of the dev set."""
    count = Counter(trace for pair in train for trace in traces(pair))
    # What half of the rows have is the prompt's frame.
    known = {trace for trace, rows in count.items() if 2 * rows <= len(train)}
    shared = sum(not known.isdisjoint(traces(pair)) for pair in dev)
    print(f"{shared} of {len(dev)} dev rows share 8 words in a row, or the whole prompt, with a training row")
    if shared > most * len(dev):
        raise SystemExit(f"that is more than --max-overlap {most}; gpu-runtime/aligner dataset overlap --ngram 8 shows them, and"
                         " its --output leaves them out")


def require_length(dataset, tokenizer, max_length):
    for pair in dataset:
        length = len(tokenizer(pair["prompt"] + pair["completion"])["input_ids"]) + 1
        if length > max_length:
            raise SystemExit(f"a row has {length} tokens, more than --max-length {max_length}: its correction would be cut")


def main():
    options = arguments()
    if options.output.exists():
        raise SystemExit(f"{options.output} exists already; name a new folder")
    tokenizer = AutoTokenizer.from_pretrained(options.base)
    if tokenizer.pad_token is None:
        tokenizer.pad_token = tokenizer.eos_token
    train = rows(options.train, options)
    dev = rows(options.dev, options) if options.dev else None
    if dev is not None:
        require_separate(train, dev, options.max_overlap)
    for dataset in (train, dev):
        if dataset is not None:
            require_length(dataset, tokenizer, options.max_length)
    trainer = SFTTrainer(
        model=AutoModelForCausalLM.from_pretrained(options.base, dtype=options.dtype),
        processing_class=tokenizer,
        train_dataset=train,
        eval_dataset=dev,
        peft_config=LoraConfig(
            r=options.rank,
            lora_alpha=options.alpha,
            lora_dropout=0.0,
            bias="none",
            task_type="CAUSAL_LM",
            target_modules=["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"],
        ),
        args=SFTConfig(
            output_dir=str(options.output) + ".work",
            completion_only_loss=True,
            max_length=options.max_length,
            packing=False,
            learning_rate=options.learning_rate,
            lr_scheduler_type="cosine",
            warmup_steps=0.03,
            num_train_epochs=options.epochs,
            per_device_train_batch_size=options.batch_size,
            gradient_accumulation_steps=options.gradient_accumulation,
            eval_strategy="epoch" if dev is not None else "no",
            logging_steps=10,
            save_strategy="no",
            bf16=options.dtype == "bfloat16",
            use_cpu=not torch.cuda.is_available(),
            report_to=[],
            seed=options.seed,
        ),
    )
    trainer.train()
    trainer.save_model(str(options.output))
    if trainer.is_world_process_zero():
        print(f"{options.output}: the adapter; try it with"
              f" gpu-runtime/aligner correct --model {options.base} --adapter mine={options.output} ...")


if __name__ == "__main__":
    main()
