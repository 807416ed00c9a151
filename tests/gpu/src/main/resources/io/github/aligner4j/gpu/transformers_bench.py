"""Measures transformers: transformers_bench.py CHECKPOINT DEVICE OUTPUT.json

Generates the corrections of CHECKPOINT/rows.jsonl, whose tokens are forced, by plain decoding and by prompt lookup.
Exits with 3 if Python lacks what is needed.
"""
import json
import statistics
import sys
import time

try:
    import torch
    import transformers
    from transformers import AutoModelForCausalLM, AutoTokenizer, LogitsProcessor, LogitsProcessorList
except ImportError as e:
    print(e)
    sys.exit(3)

checkpoint, device, output = sys.argv[1:]
if device.startswith("cuda") and not torch.cuda.is_available():
    print("this torch sees no CUDA device")
    sys.exit(3)


def wait():
    if device.startswith("cuda"):
        torch.cuda.synchronize()


class Forced(LogitsProcessor):
    """Gives all probability to the next forced token, at each position of a draft, too."""

    def __init__(self, prompt, tokens):
        self.prompt = prompt
        self.tokens = tokens

    def __call__(self, ids, scores):
        at = ids.shape[1] - self.prompt
        forced = torch.full_like(scores, float("-inf"))
        forced[:, self.tokens[min(at, len(self.tokens) - 1)]] = 0
        return forced


def measure(model, ids, tokens, **options):
    wait()
    begun = time.perf_counter()
    out = model.generate(
        ids,
        attention_mask=torch.ones_like(ids),
        do_sample=False,
        max_new_tokens=len(tokens),
        eos_token_id=None,
        pad_token_id=0,
        logits_processor=LogitsProcessorList([Forced(ids.shape[1], tokens)]),
        **options,
    )
    wait()
    assert out[0, ids.shape[1]:].tolist() == tokens, "other tokens than the forced ones were generated"
    return 1000 * (time.perf_counter() - begun)


tokenizer = AutoTokenizer.from_pretrained(checkpoint)
begun = time.perf_counter()
model = AutoModelForCausalLM.from_pretrained(checkpoint, dtype=torch.bfloat16).to(device).eval()
wait()
report = {
    "torch": torch.__version__,
    "transformers": transformers.__version__,
    "loadSeconds": time.perf_counter() - begun,
    "kinds": {},
}
rows = [json.loads(line) for line in open(checkpoint + "/rows.jsonl")]
with torch.inference_mode():
    for kind in dict.fromkeys(row["kind"] for row in rows):
        plain, lookup = [], []
        for number, row in enumerate(row for row in rows if row["kind"] == kind):
            ids = tokenizer(row["prompt"], return_tensors="pt").input_ids.to(device)
            tokens = row["forced"]
            if number == 0:
                measure(model, ids, tokens[:16])
            plain.append(measure(model, ids, tokens))
            lookup.append(measure(model, ids, tokens, prompt_lookup_num_tokens=10))
        report["kinds"][kind] = {
            "rows": len(plain),
            "promptTokens": ids.shape[1],
            "plainMillisP50": statistics.median(plain),
            "promptLookupMillisP50": statistics.median(lookup),
        }
        json.dump(report, open(output, "w"))
