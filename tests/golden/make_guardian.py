"""Trains a tiny guardian: a granite checkpoint that answers Yes or No as Granite Guardian 3.2 does, and a LoRA adapter that corrects.

Usage: python make_guardian.py OUT

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
        for _ in range(16):
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


def main():
    out = pathlib.Path(sys.argv[1])
    torch.manual_seed(7)
    torch.set_num_threads(1)
    rng = random.Random(7)
    tok = tokenizer()
    model = GraniteForCausalLM(GraniteConfig(
        vocab_size=len(tok), hidden_size=64, intermediate_size=128, num_hidden_layers=3, num_attention_heads=4,
        num_key_value_heads=2, max_position_embeddings=512, attention_multiplier=0.0625, embedding_multiplier=12.0,
        residual_multiplier=0.22, logits_scaling=8.0, tie_word_embeddings=True, rope_theta=10000.0,
        bos_token_id=tok.bos_token_id, eos_token_id=tok.eos_token_id, pad_token_id=tok.pad_token_id))
    train(model, tok, detection, int(sys.argv[2]) if len(sys.argv) > 2 else 1200, 3e-3, rng)
    model = model.to(torch.bfloat16).to(torch.float32)
    print("detection", accuracy(model, tok, rng, detection), "of 100")
    model.to(torch.bfloat16).save_pretrained(out / "guardian")
    tok.save_pretrained(out / "guardian")
    model = model.to(torch.float32)
    lora = get_peft_model(model, LoraConfig(r=8, lora_alpha=16, target_modules=["q_proj", "v_proj", "o_proj", "down_proj"],
                                            task_type="CAUSAL_LM", base_model_name_or_path="guardian"))
    train(lora, tok, correction, 300, 3e-3, rng)
    print("correction", accuracy(lora, tok, rng, correction), "of 100")
    lora.save_pretrained(out / "guardian-lora")


if __name__ == "__main__":
    main()
