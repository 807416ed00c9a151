"""Tokenizes chats with the chat templates of tiny checkpoints, by Hugging Face's transformers, and continues them greedily. Needs torch
and transformers:

  python tests/golden/make_chat_goldens.py

Writes chats/golden.json among the runtime's test resources: for each checkpoint and template the ids that apply_chat_template gives,
and greedy tokens up to the first step whose two best logits lie close together; tokens that end sequences don't stop them.
"""

import json
import pathlib
import tempfile
import shutil

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

ROOT = pathlib.Path(__file__).resolve().parents[2]
GOLDEN = ROOT / "tests/golden/src/main/resources/io/github/aligner4j/golden"
TEMPLATES = ROOT / "gpu-runtime/chat-template/src/test/resources/io/github/aligner4j/chattemplate/templates"
OUT = ROOT / "gpu-runtime/runtime/src/test/resources/chats/golden.json"
STEPS = 24
MIN_RELATIVE_GAP = 1e-3

# With a token before every sequence, as Llama 3 and Gemma have it: in the template, and there only.
LLAMA3 = """{{ bos_token }}{% for message in messages %}[{{ message.role }}]

{{ message.content | trim }}<|eot_id|>{% endfor %}{% if add_generation_prompt %}[assistant]

{% endif %}"""
GEMMA = "{{ bos_token }}{% for m in messages %}{{ m.role + '\\n' + m.content | trim + eos_token + '\\n' }}{% endfor %}{{ 'assistant\\n' }}"


def published(name):
    return (TEMPLATES / f"{name}.jinja").read_text()


PAIRS = [
    ("qwen2", "qwen2.5", published("qwen2.5")),
    ("qwen2", "chatml", published("chatml")),
    ("llama-gqa", "zephyr", published("zephyr")),
    ("llama-gqa", "llama-2-style", published("llama-2-style")),
    ("llama3-rope-scaled", "begins with bos_token", LLAMA3),
    ("gemma", "begins with bos_token", GEMMA),
    ("granite", "granite-3.0", published("granite-3.0")),
    ("granitemoehybrid", "granite-4.0", published("granite-4.0")),
]

CHATS = [
    [{"role": "user", "content": "What is the capital of France?"}],
    [{"role": "system", "content": "Be brief."}, {"role": "user", "content": " Hello, 1 < 2 | na\u00efve "},
     {"role": "assistant", "content": "The answer is one."}, {"role": "user", "content": "And the river?\n"}],
]


def reply(model, ids):
    tokens = list(ids)
    out = []
    with torch.no_grad():
        while len(out) < STEPS:
            logits = model(torch.tensor([tokens])).logits[0, -1]
            best = torch.topk(logits, 2)
            if float((best.values[0] - best.values[1]) / logits.abs().max()) < MIN_RELATIVE_GAP:
                break
            out.append(int(best.indices[0]))
            tokens.append(out[-1])
    return out


def main():
    rows = []
    for checkpoint, name, template in PAIRS:
        with tempfile.TemporaryDirectory() as folder:
            shutil.copytree(GOLDEN / checkpoint, folder, dirs_exist_ok=True)
            pathlib.Path(folder, "chat_template.jinja").write_text(template)
            tokenizer = AutoTokenizer.from_pretrained(folder)
            model = AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32, attn_implementation="eager").eval()
            for messages in CHATS:
                ids = tokenizer.apply_chat_template(messages, tokenize=True, add_generation_prompt=True, return_dict=False)
                out = reply(model, ids)
                rows.append({"checkpoint": checkpoint, "name": name, "template": template, "messages": messages, "ids": ids,
                             "reply": out})
                print(checkpoint, name, len(ids), "ids,", len(out), "in the reply")
    OUT.write_text(json.dumps(rows, ensure_ascii=False, indent=1) + "\n")


if __name__ == "__main__":
    main()
