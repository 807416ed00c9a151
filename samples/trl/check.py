#!/usr/bin/env python3
"""Compares an adapter in transformers with the same adapter in Aligner4J: greedy corrections of the same rows, in float32.

    gpu-runtime/aligner correct --model CHECKPOINT --adapter mine=ADAPTER --copy-bias 0 --dtype float32 --input ROWS --output OURS
    python check.py --base CHECKPOINT --adapter ADAPTER --corrected OURS

Reads the rows that `aligner correct` wrote, and prints those that transformers and PEFT correct differently. A detector of the
base's aligner.json decides as there. Rows must be shorter than its window, if it has one, as it is not applied here.
"""
import argparse
import json
from pathlib import Path

import torch
from peft import PeftModel
from transformers import AutoModelForCausalLM, AutoTokenizer


def decided(model, tokenizer, ids, detector):
    """The prompt with the token `changed`, or None if the answer stays as it is."""
    changed, unchanged = (tokenizer(detector[name], add_special_tokens=False)["input_ids"] for name in ("changed", "unchanged"))
    with torch.no_grad():
        logits = model(input_ids=ids).logits[0, -1, [changed[0], unchanged[0]]]
    if torch.softmax(logits, 0)[0] < detector.get("threshold", 0.5):
        return None
    return torch.cat([ids, torch.tensor([changed])], 1)


def generated(model, tokenizer, ids):
    """What the model writes after a prompt, by greedy choice."""
    with torch.no_grad():
        output = model.generate(input_ids=ids, attention_mask=torch.ones_like(ids), do_sample=False, max_new_tokens=256,
                                eos_token_id=tokenizer.eos_token_id, pad_token_id=tokenizer.eos_token_id)
    return tokenizer.decode(output[0, ids.shape[1]:], skip_special_tokens=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--base", required=True, type=Path)
    parser.add_argument("--adapter", required=True, type=Path)
    parser.add_argument("--corrected", required=True, type=Path)
    options = parser.parse_args()
    descriptor = json.loads((options.base / "aligner.json").read_text())
    tokenizer = AutoTokenizer.from_pretrained(options.base)
    model = AutoModelForCausalLM.from_pretrained(options.base, dtype=torch.float32)
    model = PeftModel.from_pretrained(model, options.adapter).eval()
    prefix = descriptor.get("answerPrefix", "")
    equal = total = 0
    for line in options.corrected.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        prompt = descriptor["prompt"]["text"].replace("{question}", row["question"]).replace("{answer}", row["answer"])
        ids = tokenizer(prompt, return_tensors="pt")["input_ids"]
        if "detector" in descriptor:
            ids = decided(model, tokenizer, ids, descriptor["detector"])
        if ids is None:
            text = row["answer"]
        else:
            text = generated(model, tokenizer, ids).removeprefix(prefix)
        total += 1
        equal += text == row["correction"]
        if text != row["correction"]:
            print(f"row {total}: transformers {text!r}, Aligner4J {row['correction']!r}")
    print(f"{equal} of {total} corrections are equal")


if __name__ == "__main__":
    main()
