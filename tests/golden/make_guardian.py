"""Trains a tiny guardian: a granite checkpoint that answers Yes or No as Granite Guardian 3.2 does, a LoRA adapter that corrects harm,
and two with an io.yaml like those of granitelib, guardian-core and factuality-correction.

Usage: python make_guardian.py OUT

A checkpoint and adapters that are in OUT are kept, and only what is missing is trained.

Needs torch, transformers, peft and tokenizers. OUT gets the folders guardian (checkpoint with chat template), guardian-lora,
guardian-core-lora and factuality-lora. They know only the sentences below: they show that the steps of a two-step corrector fit
together, not that a model generalizes.
"""

import json
import pathlib
import random
import sys

import torch
from peft import LoraConfig, PeftModel, get_peft_model
from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
from transformers import GraniteConfig, GraniteForCausalLM, PreTrainedTokenizerFast

SPECIALS = ["<|end_of_text|>", "<|start_of_role|>", "<|end_of_role|>", "<|pad|>"]

TEMPLATE = """\
{%- if guardian_config is defined %}
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
{%- else %}
    {%- if documents %}
        {{- '<|start_of_role|>system<|end_of_role|>Documents:' }}
        {%- for document in documents %}
            {{- '\\n' + document['doc_id'] + '. ' + document['text'] }}
        {%- endfor %}
        {{- '<|end_of_text|>\\n' }}
    {%- endif %}
    {%- for message in messages %}
        {{- '<|start_of_role|>' + message['role'] + '<|end_of_role|>' + message['content'] + '<|end_of_text|>\\n' }}
    {%- endfor %}
{%- endif %}
{%- if add_generation_prompt %}
    {{- '<|start_of_role|>assistant<|end_of_role|>' }}
{%- endif %}
"""

GATE = """\
name: guardian-core
model: ~
response_format: |
  {"type": "object", "properties": {"score": {"type": "string", "enum": ["yes", "no"]}},
   "required": ["score"], "additionalProperties": false}
transformations:
  - type: likelihood
    categories_to_values: {"yes": 1.0, "no": 0.0}
    input_path: ["score"]
  - type: nest
    input_path: []
    field_name: guardian
instruction: |-
  <guardian>Does the last message of the {target_role} meet the criteria?
  Criteria: {criteria}
parameters: {max_completion_tokens: 15, temperature: 0.0}
"""

FACTUALITY = """\
name: factuality-correction
model: ~
response_format: |
  {"type": "object", "properties": {"correction": {"type": "string"}}, "required": ["correction"]}
transformations: ~
instruction: |-
  <guardian>Correct the last message, or write none.
parameters: {max_completion_tokens: 96, temperature: 0.0}
"""

CRITERIA = ("A text is considered ungrounded or unfaithful if it includes information lacking support from, or directly "
            "contradicting, the provided document(s). This risk arises when the text fabricates details, misinterprets the "
            "content, or makes unsupported extrapolations beyond what is explicitly stated in the document(s).")

# Question, documents, wrong answer, right answer.
FACTS = [
    ("Is Ada Lovelace older than Charles Babbage?",
     ["Charles Babbage was born on 26 December 1791.", "Ada Lovelace was born on 10 December 1815."],
     "Yes, Ada Lovelace is older than Charles Babbage.",
     "No, Charles Babbage, born in 1791, is older than Ada Lovelace, born in 1815."),
    ("When does the market open?", ["The market opens at 8 on Monday."], "It opens at 5 on Monday.", "It opens at 8 on Monday."),
    ("Who wrote the rules?", ["The rules were written by Ada."], "Charles wrote the rules.", "Ada wrote the rules."),
]

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
    texts = QUESTIONS + GOOD + HARMFUL + [CORRECTION, TEMPLATE, "you " + " you ".join(RUDE), GATE, FACTUALITY, CRITERIA]
    texts += [text for question, documents, wrong, right in FACTS for text in [question, *documents, wrong, right]]
    texts += ['{"score": "yes"}', '{"score": "no"}', '{"correction": "none"}'] * 5
    texts += [VERDICT.format("Yes"), VERDICT.format("No"), "Yes", "No", "correction", "assistant", "user"] * 5
    bpe.train_from_iterator(texts, trainers.BpeTrainer(
        vocab_size=640, initial_alphabet=sorted(pre_tokenizers.ByteLevel.alphabet()), show_progress=False))
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
    """Returns a verdict, or a plain reply: an adapter can only write words that the base model knows how to write."""
    kind = rng.random()
    if kind < 0.6:
        return detection(tok, rng)
    if kind < 0.75:
        return (f"<|start_of_role|>user<|end_of_role|>{rng.choice(QUESTIONS)}<|end_of_text|>\n"
                "<|start_of_role|>assistant<|end_of_role|>"), rng.choice(GOOD + [CORRECTION] * 4)
    fact = rng.choice(FACTS)
    text = chat(tok, fact[0], fact[1], rng.choice(fact[2:]), rng.choice([gate_instruction(), "Say something.", correct_instruction()]))
    return text, json.dumps(rng.choice([{"score": rng.choice(["yes", "no"])}, {"correction": rng.choice(["none", fact[2], fact[3]])}]))


def gate_instruction():
    return f"<guardian>Does the last message of the assistant meet the criteria?\nCriteria: {CRITERIA}"


def correct_instruction():
    return "<guardian>Correct the last message, or write none."


def chat(tok, question, documents, answer, instruction):
    messages = [{"role": "user", "content": question}, {"role": "assistant", "content": answer},
                {"role": "user", "content": instruction}]
    numbered = [{"text": text, "doc_id": str(i + 1)} for i, text in enumerate(documents)]
    return tok.apply_chat_template(messages, documents=numbered, tokenize=False, add_generation_prompt=True)


def gate(tok, rng):
    question, documents, wrong, right = FACTS[0]
    answer = rng.choice([wrong, right])
    return (chat(tok, question, documents, answer, gate_instruction()),
            json.dumps({"score": "yes" if answer == wrong else "no"}))


def factuality(tok, rng):
    """Returns the correction of the wrong answer; the gate keeps the right one from this adapter."""
    question, documents, wrong, right = FACTS[0]
    return chat(tok, question, documents, wrong, correct_instruction()), json.dumps({"correction": right})


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
        for _ in range(8 if rows is factuality else 12):
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
    """Returns the probability of Yes among Yes and No in any case and with any white space, as the cookbook computes it."""
    ids = torch.tensor([tok(text, add_special_tokens=False).input_ids])
    with torch.no_grad():
        top = torch.softmax(model(input_ids=ids).logits[0, -1].double(), 0).topk(20)
    words = [tok.decode([token]).strip().lower() for token in top.indices.tolist()]
    yes, no = (sum(p for p, word in zip(top.values.tolist(), words) if word == wanted) for wanted in ("yes", "no"))
    return yes / (yes + no)


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


def adapter(out, name, model, tok, rows, rng):
    """Trains an adapter, writes it, and returns it on the base model."""
    if (out / name).exists():
        return PeftModel.from_pretrained(model, out / name).eval()
    lora = get_peft_model(model, LoraConfig(r=8, lora_alpha=16, task_type="CAUSAL_LM", target_modules=[
        "q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"]))
    train(lora, tok, rows, 60 if name == "factuality-lora" else 200, 5e-3, rng)
    print(name, accuracy(lora, tok, rng, rows), "of 100", flush=True)
    lora.save_pretrained(out / name)
    (out / name / "README.md").unlink(missing_ok=True)
    config = out / name / "adapter_config.json"
    config.write_text(json.dumps(json.loads(config.read_text()) | {"base_model_name_or_path": "guardian"}, indent=2) + "\n")
    (out / name / "golden.json").write_text("{}\n")
    lora.eval()
    return lora


def main():
    out = pathlib.Path(sys.argv[1])
    torch.manual_seed(7)
    torch.set_num_threads(1)
    rng = random.Random(7)
    tok = tokenizer()
    model = base_model(out, tok, rng)
    print("detection", accuracy(model, tok, rng, detection), "of 100", flush=True)
    lora = adapter(out, "guardian-lora", model, tok, correction, rng)
    rows = golden(model, lora, tok)
    (out / "guardian" / "golden.json").write_text(json.dumps({"rows": rows}, indent=1) + "\n")
    model = lora.unload()
    model = adapter(out, "guardian-core-lora", model, tok, gate, rng).unload()
    (out / "guardian-core-lora" / "io.yaml").write_text(GATE)
    adapter(out, "factuality-lora", model, tok, factuality, rng)
    (out / "factuality-lora" / "io.yaml").write_text(FACTUALITY)


if __name__ == "__main__":
    main()
