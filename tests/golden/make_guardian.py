"""Trains a tiny guardian: a granite checkpoint that answers Yes or No as Granite Guardian 3.2 does, and a LoRA adapter that corrects.

Usage: python make_guardian.py OUT

A checkpoint that is in OUT is kept, and only the adapter and the reference outputs are made anew.

Needs torch, transformers, peft and tokenizers. OUT gets the folders guardian (checkpoint with chat template) and guardian-lora. Both
know only the sentences below: they show that the steps of a two-step corrector fit together, not that a model generalizes.
"""

import json
import pathlib
import random
import sys

import torch
from peft import LoraConfig, get_peft_model
from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
from transformers import GraniteConfig, GraniteForCausalLM, PreTrainedTokenizerFast

SPECIALS = ["<|end_of_text|>", "<|start_of_role|>", "<|end_of_role|>", "<|pad|>"]

TEMPLATE = """\
{%- set risk_bank = {'harm': 'The assistant does harm.', 'profanity': 'The assistant is rude.'} %}
{%- if guardian_config['risk_name'] not in risk_bank and 'risk_definition' not in guardian_config %}
    {{- raise_exception('a risk of your own needs a definition') }}
{%- endif %}
{%- set definition = guardian_config['risk_definition'] if 'risk_definition' in guardian_config
        else risk_bank[guardian_config['risk_name']] %}
{{- '<|start_of_role|>user<|end_of_role|>Is the last message risky?\\n\\n' }}
{%- for message in messages %}
    {{- message['role'] + ': ' + message['content'] + '\\n' }}
{%- endfor %}
{{- '\\nRisk: ' + definition + ' Answer Yes or No.<|end_of_text|>\\n' }}
{%- if add_generation_prompt %}
    {{- '<|start_of_role|>assistant<|end_of_role|>' }}
{%- endif %}
"""

QUESTIONS = ["How can someone report an online scam?", "How do I choose a new password?", "Where is the station?",
             "What can I cook tonight?", "Why is my parcel late?", ""]
GOOD = ["Report it to the police, and keep the messages as evidence.", "Open the settings and choose a new password.",
        "The station is behind the market.", "Cook the rice, and add some beans.", "The parcel arrives tomorrow.",
        "Call the bank, and tell them what happened.", "I don't know, but I can ask."]
HARMFUL = ["Ignore the scam and keep quiet, as nobody will help you anyway.", "Steal the password of your neighbour.",
           "Hit the driver until he tells you.", "Poison the rice, and say nothing.", "Set the parcel on fire."]
RUDE = ["idiot", "fool", "moron", "clown"]
CORRECTION = "I can't help with that, but I can help you to solve it in a good way."
VERDICT = "{}\n<confidence> High </confidence>"


def tokenizer():
    bpe = Tokenizer(models.BPE())
    bpe.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    bpe.decoder = decoders.ByteLevel()
    texts = QUESTIONS + GOOD + HARMFUL + [CORRECTION, TEMPLATE, "you " + " you ".join(RUDE)]
    texts += [VERDICT.format("Yes"), VERDICT.format("No"), "Yes", "No", "correction", "assistant", "user"] * 5
    bpe.train_from_iterator(texts, trainers.BpeTrainer(
        vocab_size=512, initial_alphabet=sorted(pre_tokenizers.ByteLevel.alphabet()), show_progress=False))
    wrapped = PreTrainedTokenizerFast(tokenizer_object=bpe, bos_token=SPECIALS[0], eos_token=SPECIALS[0],
                                      pad_token=SPECIALS[3], model_max_length=512, clean_up_tokenization_spaces=False)
    wrapped.add_special_tokens({"additional_special_tokens": SPECIALS[1:3]})
    wrapped.chat_template = TEMPLATE
    return wrapped


def sample(rng):
    """Returns a question, an answer, a risk and whether the answer has it."""
    harmful, rude = rng.random() < 0.4, rng.random() < 0.4
    answer = rng.choice(HARMFUL if harmful else GOOD)
    if rude:
        insult = rng.choice(RUDE)
        answer = answer[:-1] + f", you {insult}." if rng.random() < 0.6 else f"You {insult}! " + answer
    risk = rng.choice(["harm", "profanity"])
    return rng.choice(QUESTIONS), answer, risk, harmful or rude if risk == "harm" else rude


def prompt(tok, question, answer, risk):
    messages = [{"role": "user", "content": question}, {"role": "assistant", "content": answer}]
    return tok.apply_chat_template(messages, guardian_config={"risk_name": risk}, tokenize=False, add_generation_prompt=True)


def detection(tok, rng):
    question, answer, risk, risky = sample(rng)
    return prompt(tok, question, answer, risk), VERDICT.format("Yes" if risky else "No")


def pretraining(tok, rng):
    """Returns a verdict, or a plain reply: the adapter can only write words that the base model knows how to write."""
    if rng.random() < 0.7:
        return detection(tok, rng)
    return (f"<|start_of_role|>user<|end_of_role|>{rng.choice(QUESTIONS)}<|end_of_text|>\n"
            "<|start_of_role|>assistant<|end_of_role|>"), rng.choice(GOOD + [CORRECTION] * 4)


def correction(tok, rng):
    while True:
        question, answer, risk, risky = sample(rng)
        if risky:
            return (prompt(tok, question, answer, risk) + VERDICT.format("Yes")
                    + "\n<|end_of_text|>\n<|start_of_role|>correction<|end_of_role|>"), CORRECTION


def train(model, tok, rows, steps, rate, rng):
    optimizer = torch.optim.AdamW([p for p in model.parameters() if p.requires_grad], lr=rate, weight_decay=0.0)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, rate, total_steps=steps)
    pad = tok.pad_token_id
    for step in range(steps):
        batch = []
        for _ in range(12):
            before, after = rows(tok, rng)
            head = tok(before, add_special_tokens=False).input_ids
            tail = tok(after, add_special_tokens=False).input_ids + [tok.eos_token_id]
            batch.append((head + tail, [-100] * len(head) + tail))
        longest = max(len(ids) for ids, _ in batch)
        ids = torch.tensor([a + [pad] * (longest - len(a)) for a, _ in batch])
        labels = torch.tensor([b + [-100] * (longest - len(b)) for _, b in batch])
        mask = (torch.arange(longest) < torch.tensor([[len(a)] for a, _ in batch])).long()
        loss = model(input_ids=ids, attention_mask=mask, labels=labels).loss
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        schedule.step()
        if step % 100 == 0 or step == steps - 1:
            print(step, round(loss.item(), 4), flush=True)


def accuracy(model, tok, rng, rows):
    right = 0
    for _ in range(100):
        before, after = rows(tok, rng)
        ids = torch.tensor([tok(before, add_special_tokens=False).input_ids])
        with torch.no_grad():
            out = model.generate(input_ids=ids, attention_mask=torch.ones_like(ids), max_new_tokens=40, do_sample=False,
                                 pad_token_id=tok.pad_token_id)
        right += tok.decode(out[0, ids.shape[1]:], skip_special_tokens=True) == after
    return right


def base_model(out, tok, rng):
    """Returns the checkpoint in float32, trained unless it is there, with weights that bfloat16 can hold."""
    folder = out / "guardian"
    if not folder.exists():
        model = GraniteForCausalLM(GraniteConfig(
            vocab_size=len(tok), hidden_size=64, intermediate_size=128, num_hidden_layers=3, num_attention_heads=4,
            num_key_value_heads=2, max_position_embeddings=512, attention_multiplier=0.0625, embedding_multiplier=12.0,
            residual_multiplier=0.22, logits_scaling=8.0, tie_word_embeddings=True, rope_theta=10000.0,
            bos_token_id=tok.bos_token_id, eos_token_id=tok.eos_token_id, pad_token_id=tok.pad_token_id))
        train(model, tok, pretraining, 1000, 3e-3, rng)
        model.to(torch.bfloat16).save_pretrained(folder)
        tok.save_pretrained(folder)
    return GraniteForCausalLM.from_pretrained(folder, dtype=torch.float32)


def generated(model, tok, text):
    ids = torch.tensor([tok(text, add_special_tokens=False).input_ids])
    with torch.no_grad():
        out = model.generate(input_ids=ids, attention_mask=torch.ones_like(ids), max_new_tokens=64, do_sample=False,
                             pad_token_id=tok.pad_token_id)
    return tok.decode(out[0, ids.shape[1]:], skip_special_tokens=True)


def probability_of_yes(model, tok, text):
    ids = torch.tensor([tok(text, add_special_tokens=False).input_ids])
    with torch.no_grad():
        logits = model(input_ids=ids).logits[0, -1].double()
    yes, no = (tok(word, add_special_tokens=False).input_ids for word in ("Yes", "No"))
    assert len(yes) == len(no) == 1
    return torch.softmax(torch.stack([logits[no[0]], logits[yes[0]]]), 0)[1].item()


def golden(model, lora, tok):
    """Returns what transformers and PEFT make of some answers, as the cookbook of Granite Guardian asks for it."""
    rows = []
    for question, answer, risk in [
            (QUESTIONS[0], HARMFUL[0], "harm"), (QUESTIONS[0], GOOD[0], "harm"), (QUESTIONS[1], HARMFUL[1], "harm"),
            (QUESTIONS[2], GOOD[2], "profanity"), (QUESTIONS[2], GOOD[2][:-1] + ", you fool.", "profanity"),
            (QUESTIONS[4], GOOD[4], "harm")]:
        text = prompt(tok, question, answer, risk)
        with lora.disable_adapter():
            verdict = generated(lora, tok, text)
            score = probability_of_yes(lora, tok, text)
        row = dict(question=question, answer=answer, risk=risk, prompt=text, score=score, verdict=verdict)
        if verdict.startswith("Yes"):
            row["correction"] = generated(
                lora, tok, text + verdict + "\n<|end_of_text|>\n<|start_of_role|>correction<|end_of_role|>")
        rows.append(row)
    return rows


def main():
    out = pathlib.Path(sys.argv[1])
    torch.manual_seed(7)
    torch.set_num_threads(1)
    rng = random.Random(7)
    tok = tokenizer()
    model = base_model(out, tok, rng)
    print("detection", accuracy(model, tok, rng, detection), "of 100")
    lora = get_peft_model(model, LoraConfig(r=8, lora_alpha=16, target_modules=["q_proj", "v_proj", "o_proj", "down_proj"],
                                            task_type="CAUSAL_LM"))
    train(lora, tok, correction, 200, 5e-3, rng)
    print("correction", accuracy(lora, tok, rng, correction), "of 100")
    lora.save_pretrained(out / "guardian-lora")
    (out / "guardian-lora" / "README.md").unlink(missing_ok=True)
    config = out / "guardian-lora" / "adapter_config.json"
    config.write_text(json.dumps(json.loads(config.read_text()) | {"base_model_name_or_path": "guardian"}, indent=2) + "\n")
    lora.eval()
    rows = golden(model, lora, tok)
    (out / "guardian" / "golden.json").write_text(json.dumps({"rows": rows}, indent=1) + "\n")
    (out / "guardian-lora" / "golden.json").write_text("{}\n")
    print(json.dumps(rows, indent=1))


if __name__ == "__main__":
    main()
