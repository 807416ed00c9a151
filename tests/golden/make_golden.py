#!/usr/bin/env python3
"""Makes tiny random checkpoints in Hugging Face layout, with reference ("golden") outputs.

Needs:  pip install torch transformers tokenizers safetensors peft     (CPU is enough; transformers >= 5)
Run:    python make_golden.py [--out FOLDER] [--only gemma3 qwen3 llama-gqa-lora ...]
Verify: python make_golden.py --verify DIR [DIR ...]

For each family in FAMILIES it writes OUT/<family>/ with
  config.json, generation_config.json     in the form published checkpoints use (rope_theta, rope_scaling, torch_dtype)
  tokenizer.json, tokenizer_config.json, special_tokens_map.json     a byte-level BPE of 320 tokens (or 321, or 351), learnt here
  model.safetensors                       or three shards with model.safetensors.index.json
  golden.json         versions, the seed and four rows (prompts of about 5, 20, 50 and 80 tokens); a row has
                        prompt, input_ids            (BOS included where the tokenizer adds one)
                        greedy_ids, greedy_text      64 greedy tokens; EOS does not stop them
                        min_top1_top2_gap            smallest difference of the two best logits over the 64 steps
                        min_relative_gap             the same, each step's divided by its largest absolute logit
                        last_top5                    [id, logit] of the last prompt position
                      and `sensitivity`: by how much the last-position logits change (largest absolute difference,
                      divided by the largest absolute logit) when one feature of the configuration is changed, so
                      that a test which passes is known to have used that feature.
  golden.safetensors  greedy [4,64] I64, last_logits [4,vocab] F32 (last prompt position, row by row),
                      all_logits_0 [tokens,vocab] F32 (every position of row 0)

The logits are those of transformers' own modeling code with eager attention in float32, read back from the folder
just written; weights stored as bfloat16 or float16 are converted to float32 first. Weights are random but scaled so
that greedy text varies; norm weights and biases are random too. Starting from the family's seed, the first seed is
taken for which every step's relative gap exceeds MIN_RELATIVE_GAP in all rows (float32 rounding cannot then flip a
greedy token) and every row has MIN_DISTINCT different tokens. A rerun with the same torch gives the same files.

For each LoRA adapter in ADAPTERS, which belongs to one of those checkpoints, it writes OUT/<adapter>/ with
adapter_config.json and adapter_model.safetensors as PEFT saves them, and golden.json and golden.safetensors as above, the
outputs being those of PEFT's own forward pass over the base checkpoint in OUT. An activated adapter (`invocation`) has
prompts of its own, with that text at their end, twice, not at all, and in their middle.

--verify recomputes the logits and greedy tokens of finished folders (these, or others with the same golden.json and
golden.safetensors) and prints the differences.
"""
import argparse
import json
import os
import re
import sys

import peft
import tokenizers
import torch
import transformers
from safetensors.torch import load_file, save_file
from transformers import AutoConfig, AutoModelForCausalLM, AutoTokenizer

RESOURCES = os.path.join(
    os.path.dirname(os.path.abspath(__file__)), "src/main/resources/io/github/aligner4j/golden")
STEPS = 64
MIN_RELATIVE_GAP = 1.2e-3
MIN_DISTINCT = 24
MIN_SENSITIVITY = 1e-2
MERGES = 60

PROMPTS = [
    "Hello, cat",
    "The capital of France is Paris, and the river",
    "Once upon a time the cat didn't move: na\u00efve caf\u00e9s, 12345 \u20ac?  It is one.",
    "def add(a, b):\n    return a + b\n\nWhat is the answer to the question? The answer is that the sum of the "
    "numbers is \u4f60\u597d \U0001f642.\tand",
]

CORPUS = (
    "The answer to the question is that the sum of the numbers is the number of things there are in the list. "
    "Once upon a time there was a small cat that sat on the stone wall and watched the rain and the river. "
    "What is the capital of France? The capital of France is Paris. Hello there, and welcome to the other world. "
    "It is not the same thing to return one and to return another; some more of them were there and then they are here."
)

# ---------------------------------------------------------------------------------------------------- tokenizer

QWEN_REGEX = (r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+"
              r"|\s+(?!\S)|\s+")
LLAMA3_REGEX = QWEN_REGEX.replace(r"|\p{N}|", r"|\p{N}{1,3}|")

# Special tokens by kind of tokenizer; `first`: whether they come before the byte symbols (else after the merges).
SPECIALS = {
    "llama": dict(first=True, tokens=["<unk>", "<s>", "</s>", "<pad>"], unk="<unk>", bos="<s>", eos="</s>", pad="<pad>"),
    "gemma": dict(first=True, tokens=["<pad>", "<eos>", "<bos>", "<unk>"], unk="<unk>", bos="<bos>", eos="<eos>",
                  pad="<pad>"),
    "llama3": dict(first=False, tokens=["<|begin_of_text|>", "<|end_of_text|>", "<|eot_id|>", "<|pad|>"],
                   bos="<|begin_of_text|>", eos="<|eot_id|>", pad="<|pad|>"),
    "granite": dict(first=False, tokens=["<|end_of_text|>", "<|start_of_role|>", "<|end_of_role|>", "<|pad|>", "<|tool_call|>"],
                    bos="<|end_of_text|>", eos="<|end_of_text|>", pad="<|pad|>", prepended=False),
    "qwen": dict(first=False, tokens=["<|endoftext|>", "<|im_start|>", "<|im_end|>", "<|extra|>"], eos="<|im_end|>",
                 pad="<|endoftext|>"),
}


def byte_symbols():
    """The printable character that byte-level BPE uses for each byte value (the GPT-2 table)."""
    keep = [*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)]
    table = {b: chr(b) for b in keep}
    for b in range(256):
        if b not in table:
            table[b] = chr(256 + len(table) - len(keep))
    return table


def learn_merges(count):
    """Learns byte-pair merges from CORPUS; ties go to the pair that sorts first, so the result is fixed."""
    table = byte_symbols()
    words = [[table[b] for b in w.encode()] for w in re.findall(r" ?[A-Za-z]+| ?[^A-Za-z\s]+", CORPUS)]
    merges = []
    while len(merges) < count:
        pairs = {}
        for w in words:
            for p in zip(w, w[1:]):
                pairs[p] = pairs.get(p, 0) + 1
        best = min(pairs, key=lambda p: (-pairs[p], p))
        merges.append(best)
        for w in words:
            i = 0
            while i < len(w) - 1:
                if (w[i], w[i + 1]) == best:
                    w[i:i + 2] = ["".join(best)]
                i += 1
    return merges


def tokenizer_files(kind, merges_wanted):
    """Returns the contents of tokenizer.json, tokenizer_config.json and special_tokens_map.json."""
    spec = SPECIALS[kind]
    merges = learn_merges(merges_wanted)
    table = byte_symbols()
    plain = [table[b] for b in sorted(table, key=lambda b: table[b])] + ["".join(m) for m in merges]
    assert len(set(plain)) == len(plain)
    order = spec["tokens"] + plain if spec["first"] else plain + spec["tokens"]
    ids = {t: i for i, t in enumerate(order)}

    byte_level = {"type": "ByteLevel", "add_prefix_space": False, "trim_offsets": True, "use_regex": True}
    pre = byte_level
    if kind in ("qwen", "llama3"):
        regex = QWEN_REGEX if kind == "qwen" else LLAMA3_REGEX
        pre = {"type": "Sequence", "pretokenizers": [
            {"type": "Split", "pattern": {"Regex": regex}, "behavior": "Isolated", "invert": False},
            dict(byte_level, use_regex=False)]}
    post = dict(byte_level, trim_offsets=False)
    if "bos" in spec and spec.get("prepended", True):
        bos = spec["bos"]
        template = {
            "type": "TemplateProcessing",
            "single": [{"SpecialToken": {"id": bos, "type_id": 0}}, {"Sequence": {"id": "A", "type_id": 0}}],
            "pair": [{"SpecialToken": {"id": bos, "type_id": 0}}, {"Sequence": {"id": "A", "type_id": 0}},
                     {"SpecialToken": {"id": bos, "type_id": 1}}, {"Sequence": {"id": "B", "type_id": 1}}],
            "special_tokens": {bos: {"id": bos, "ids": [ids[bos]], "tokens": [bos]}}}
        post = {"type": "Sequence", "processors": [post, template]} if kind == "llama3" else template
    flags = dict(single_word=False, lstrip=False, rstrip=False, normalized=False, special=True)
    vocab = ids if spec["first"] else {t: ids[t] for t in plain}
    tokenizer = {
        "version": "1.0", "truncation": None, "padding": None,
        "added_tokens": [dict(id=ids[t], content=t, **flags) for t in spec["tokens"]],
        "normalizer": {"type": "NFC"} if kind == "qwen" else None,
        "pre_tokenizer": pre, "post_processor": post, "decoder": dict(byte_level, add_prefix_space=True),
        "model": {"type": "BPE", "dropout": None, "unk_token": None, "continuing_subword_prefix": None,
                  "end_of_word_suffix": None, "fuse_unk": False, "byte_fallback": False,
                  "ignore_merges": kind == "llama3", "vocab": vocab, "merges": [list(m) for m in merges]}}
    named = {f"{role}_token": spec[role] for role in ("bos", "eos", "unk", "pad") if role in spec}
    config = {
        "added_tokens_decoder": {str(ids[t]): dict(content=t, **flags) for t in spec["tokens"]},
        "clean_up_tokenization_spaces": False, "model_max_length": 512,
        "tokenizer_class": "PreTrainedTokenizerFast", **named}
    return tokenizer, config, named, ids


# ---------------------------------------------------------------------------------------------------- families

BASE = dict(hidden_size=32, intermediate_size=64, num_hidden_layers=3, num_attention_heads=4, num_key_value_heads=2,
            initializer_range=0.02, max_position_embeddings=512, use_cache=True, attention_dropout=0.0,
            torch_dtype="float32", transformers_version="4.57.0", rms_norm_eps=1e-5)
LLAMA = dict(BASE, architectures=["LlamaForCausalLM"], model_type="llama", hidden_act="silu", attention_bias=False,
             mlp_bias=False, pretraining_tp=1, rope_scaling=None, rope_theta=10000.0, tie_word_embeddings=False)
QWEN = dict(BASE, hidden_act="silu", rms_norm_eps=1e-6, rope_theta=1000000.0, use_sliding_window=False,
            sliding_window=None, max_window_layers=3, tie_word_embeddings=True)
GEMMA = dict(BASE, head_dim=16, rms_norm_eps=1e-6, rope_theta=10000.0, attention_bias=False)
GRANITE = dict(BASE, hidden_act="silu", attention_bias=False, rope_scaling=None, rope_theta=10000.0, tie_word_embeddings=True,
               embedding_multiplier=12.0, attention_multiplier=0.09, residual_multiplier=0.22, logits_scaling=8.0)
SCALED = dict(embedding_multiplier=dict(embedding_multiplier=6.0), attention_multiplier=dict(attention_multiplier=0.25),
              residual_multiplier=dict(residual_multiplier=1.0), logits_scaling=dict(logits_scaling=1.0))
TIED = dict(tie_word_embeddings=True)  # left out of "gemma": true is the default there

# config: config.json (vocabulary and special ids are added). tokenizer: kind. seed: first seed tried.
# merges: of the tokenizer, if not MERGES.
# gain: standard deviations, see random_weights. sensitive: changes of the configuration that must show in the logits.
FAMILIES = {
    "llama-gqa": dict(
        seed=101, tokenizer="llama",
        config=dict(LLAMA, hidden_size=64, intermediate_size=96, head_dim=16, torch_dtype="bfloat16"),
        sensitive=dict(rope_theta=dict(rope_theta=20000.0))),
    "llama-tied": dict(  # no head_dim, and as many key as query heads
        seed=207, tokenizer="llama", gain=dict(embed=0.25, qk=2.5, o=4.0, final_norm=2.0),
        config=dict(LLAMA, num_key_value_heads=4, tie_word_embeddings=True),
        sensitive=dict(rope_theta=dict(rope_theta=20000.0))),
    "llama3-rope-scaled": dict(
        seed=323, tokenizer="llama3", shards=3,
        config=dict(LLAMA, head_dim=16, rope_theta=500000.0, rope_scaling=dict(
            factor=8.0, high_freq_factor=4.0, low_freq_factor=1.0, original_max_position_embeddings=64,
            rope_type="llama3")),
        sensitive=dict(rope_scaling=dict(rope_scaling=None))),
    "llama-linear-rope": dict(  # "type" is the older spelling of "rope_type"
        seed=442, tokenizer="llama",
        config=dict(LLAMA, torch_dtype="float16", rope_scaling=dict(type="linear", factor=2.0)),
        sensitive=dict(rope_scaling=dict(rope_scaling=None))),
    "mistral": dict(
        seed=501, tokenizer="llama",
        config=dict(BASE, architectures=["MistralForCausalLM"], model_type="mistral", hidden_act="silu", head_dim=16,
                    rope_theta=10000.0, sliding_window=32, tie_word_embeddings=False),
        sensitive=dict(sliding_window=dict(sliding_window=None), window_plus_one=dict(sliding_window=33))),
    "qwen2": dict(
        seed=673, tokenizer="qwen", gain=dict(embed=0.2, qk=3.0, o=8.0, final_norm=2.5),
        config=dict(QWEN, architectures=["Qwen2ForCausalLM"], model_type="qwen2"),
        sensitive=dict(rope_theta=dict(rope_theta=10000.0))),
    "qwen3": dict(
        seed=717, tokenizer="qwen", gain=dict(embed=0.2, qk_norm=2.0, o=6.0, final_norm=2.5),
        config=dict(QWEN, architectures=["Qwen3ForCausalLM"], model_type="qwen3", head_dim=16, attention_bias=False,
                    rope_scaling=None),
        sensitive=dict(rope_theta=dict(rope_theta=10000.0))),
    "gemma": dict(  # "gelu" stands for the tanh form in this family
        seed=814, tokenizer="gemma", gain=dict(embed=0.2, qk=3.0, o=9.0, down=3.0, final_norm=2.5),
        config=dict(GEMMA, architectures=["GemmaForCausalLM"], model_type="gemma", num_key_value_heads=1,
                    hidden_act="gelu", hidden_activation=None, rope_scaling=None),
        sensitive=dict(activation=dict(hidden_act="silu"))),
    "gemma2": dict(
        seed=901, tokenizer="gemma", gain=dict(embed=0.2, qk=3.0, post_norm=4.0, final_norm=2.5),
        config=dict(GEMMA, **TIED, architectures=["Gemma2ForCausalLM"], model_type="gemma2", num_hidden_layers=4,
                    hidden_act="gelu_pytorch_tanh", hidden_activation="gelu_pytorch_tanh", query_pre_attn_scalar=24,
                    sliding_window=32, attn_logit_softcapping=10.0, final_logit_softcapping=15.0,
                    cache_implementation="hybrid"),
        sensitive=dict(attention_softcap=dict(attn_logit_softcapping=None),
                       final_softcap=dict(final_logit_softcapping=None),
                       query_pre_attn_scalar=dict(query_pre_attn_scalar=16), all_global=dict(sliding_window=512),
                       all_sliding=dict(layer_types=["sliding_attention"] * 4),
                       swapped=dict(layer_types=["full_attention", "sliding_attention"] * 2),
                       window_plus_one=dict(sliding_window=33))),
    "gemma3": dict(  # layers 0, 1 and 3 are local, layer 2 global
        seed=1004, tokenizer="gemma", gain=dict(embed=0.2, qk_norm=2.2, post_norm=4.0, final_norm=2.5),
        config=dict(GEMMA, **TIED, architectures=["Gemma3ForCausalLM"], model_type="gemma3_text", num_hidden_layers=4,
                    num_key_value_heads=1, hidden_activation="gelu_pytorch_tanh", query_pre_attn_scalar=24,
                    sliding_window=32, sliding_window_pattern=3, rope_theta=1000000.0, rope_local_base_freq=10000.0,
                    rope_scaling=dict(factor=8.0, rope_type="linear"), attn_logit_softcapping=None,
                    final_logit_softcapping=None, cache_implementation="hybrid"),
        sensitive=dict(rope_scaling=dict(rope_scaling=None), rope_theta=dict(rope_theta=10000.0),
                       rope_local_base_freq=dict(rope_local_base_freq=1000000.0),
                       query_pre_attn_scalar=dict(query_pre_attn_scalar=16), all_global=dict(sliding_window=512),
                       pattern=dict(sliding_window_pattern=2), window_plus_one=dict(sliding_window=33))),
    "granite": dict(  # vocabulary 351, as real ones are no multiples of 64 either
        seed=1501, tokenizer="granite", merges=90, gain=dict(embed=0.02, qk=3.0, o=8.0, down=6.0, final_norm=100.0),
        config=dict(GRANITE, architectures=["GraniteForCausalLM"], model_type="granite", hidden_size=64,
                    intermediate_size=96, mlp_bias=False, torch_dtype="bfloat16"),
        sensitive=dict(SCALED, rope_theta=dict(rope_theta=20000.0))),
    "granitemoehybrid": dict(  # dense; rows: 80, 40, 144, 40; vocabulary 321
        seed=1601, tokenizer="granite", gain=dict(embed=0.02, qk=3.0, o=8.0, down=6.0, final_norm=100.0),
        config=dict(GRANITE, architectures=["GraniteMoeHybridForCausalLM"], model_type="granitemoehybrid", hidden_size=40,
                    intermediate_size=64, shared_intermediate_size=72, layer_types=["attention"] * 3, num_local_experts=0,
                    num_experts_per_tok=0, position_embedding_type="rope", normalization_function="rmsnorm",
                    init_method="mup", mamba_n_heads=10, mamba_expand=2, mamba_d_head=8, mamba_d_state=16,
                    output_router_logits=False, router_aux_loss_coef=0.01, logits_scaling=10.0),
        sensitive=dict(SCALED, rope_theta=dict(rope_theta=20000.0))),
    # Sizes that are no multiples of what kernels compute at once, as real ones often are not.
    "llama-odd": dict(  # rows: 96, 40, 144, 40; vocabulary 321
        seed=1101, tokenizer="llama", merges=61,
        config=dict(LLAMA, hidden_size=40, intermediate_size=72, head_dim=12, torch_dtype="bfloat16"),
        sensitive=dict(rope_theta=dict(rope_theta=20000.0))),
    "qwen2-odd": dict(  # rows: 96 with a bias, 48, 144, 48; vocabulary 321, tied
        seed=1201, tokenizer="qwen", merges=61, gain=dict(embed=0.2, qk=3.0, o=8.0, final_norm=2.5),
        config=dict(QWEN, architectures=["Qwen2ForCausalLM"], model_type="qwen2", hidden_size=48, intermediate_size=72),
        sensitive=dict(rope_theta=dict(rope_theta=10000.0))),
    "gemma2-odd": dict(  # rows: 96, 40, 144, 40; vocabulary 321, tied
        seed=1301, tokenizer="gemma", merges=61, gain=dict(embed=0.2, qk=3.0, post_norm=4.0, final_norm=2.5),
        config=dict({**GEMMA, **TIED, "head_dim": 12}, architectures=["Gemma2ForCausalLM"], model_type="gemma2", num_hidden_layers=4,
                    hidden_size=40, intermediate_size=72, hidden_act="gelu_pytorch_tanh",
                    hidden_activation="gelu_pytorch_tanh", query_pre_attn_scalar=24, sliding_window=32,
                    attn_logit_softcapping=10.0, final_logit_softcapping=15.0, cache_implementation="hybrid"),
        sensitive=dict(attention_softcap=dict(attn_logit_softcapping=None), all_global=dict(sliding_window=512))),
    "gemma3-odd": dict(  # rows: 80, 48, 144, 48; vocabulary 321, tied
        seed=1401, tokenizer="gemma", merges=61, gain=dict(embed=0.2, qk_norm=2.2, post_norm=4.0, final_norm=2.5),
        config=dict(GEMMA, **TIED, architectures=["Gemma3ForCausalLM"], model_type="gemma3_text", num_hidden_layers=4,
                    hidden_size=48, intermediate_size=72, num_attention_heads=3, num_key_value_heads=1,
                    hidden_activation="gelu_pytorch_tanh", query_pre_attn_scalar=24, sliding_window=32,
                    sliding_window_pattern=3, rope_theta=1000000.0, rope_local_base_freq=10000.0,
                    rope_scaling=dict(factor=8.0, rope_type="linear"), attn_logit_softcapping=None,
                    final_logit_softcapping=None, cache_implementation="hybrid"),
        sensitive=dict(rope_scaling=dict(rope_scaling=None), all_global=dict(sliding_window=512))),
}

# base: the checkpoint it adapts. config: of PEFT. gain: the standard deviation of scale * B A, of a matrix with as many
# inputs as outputs, is gain/sqrt(inputs) at rank r. dtype: in which it is stored.
ALL = ["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"]
ADAPTERS = {
    "llama-gqa-lora": dict(
        base="llama-gqa", seed=2101, gain=1.0, dtype="float32",
        config=dict(target_modules=ALL, r=4, lora_alpha=8, rank_pattern={"q_proj": 8, "layers.1.mlp.down_proj": 2},
                    alpha_pattern={"v_proj": 12, "layers.(0|2).mlp.up_proj": 3})),
    "llama-gqa-rslora": dict(
        base="llama-gqa", seed=2201, gain=1.0, dtype="float16",
        config=dict(target_modules=["q_proj", "v_proj", "down_proj"], r=6, lora_alpha=9, use_rslora=True)),
    "llama-gqa-lora-layer": dict(
        base="llama-gqa", seed=2301, gain=1.5, dtype="bfloat16",
        config=dict(target_modules=["gate_proj", "down_proj"], r=3, lora_alpha=3, layers_to_transform=[1])),
    "qwen2-lora": dict(
        base="qwen2", seed=2401, gain=1.0, dtype="float32",
        config=dict(target_modules="all-linear", r=5, lora_alpha=10)),
    "granite-lora": dict(
        base="granite", seed=2501, gain=1.0, dtype="float32",
        config=dict(target_modules=ALL, r=4, lora_alpha=8)),
    "granitemoehybrid-lora": dict(  # input_linear is gate and up
        base="granitemoehybrid", seed=2601, gain=1.0, dtype="float32",
        config=dict(target_modules=["q_proj", "v_proj", "input_linear", "output_linear"], r=6, lora_alpha=9)),
    "granite-alora": dict(
        base="granite", seed=2701, gain=1.0, dtype="float32", invocation="<|start_of_role|>assistant<|end_of_role|>",
        config=dict(target_modules=ALL, r=4, lora_alpha=8)),
    "granitemoehybrid-alora": dict(
        base="granitemoehybrid", seed=2801, gain=1.0, dtype="float32", invocation=" the",
        config=dict(target_modules=["q_proj", "k_proj", "v_proj", "input_linear"], r=6, lora_alpha=9)),
}


def prompts_of(adapter):
    """The prompts of an adapter; `invocation` is put into those of an activated one."""
    call = adapter.get("invocation")
    if call is None:
        return PROMPTS
    return [f"It is a cat, na\u00efve, 12345 \u20ac?{call}", f"{call} It is Paris.\n{call} France", PROMPTS[0],
            f"What is it?{call}\n    return a + b\nWhat is that? It is \u4f60\u597d \U0001f642."]


def random_weights(config, seed, gain):
    """Random tensors for every weight that a checkpoint of this configuration stores.

    A matrix has standard deviation gain/sqrt(inputs): `qk` for q_proj and k_proj, `o` for o_proj, `down` for down_proj
    and output_linear,
    `head` for an untied lm_head, 1 for the rest; embeddings have `embed`. A norm multiplies by about `qk_norm` (q_norm
    and k_norm), `post_norm` (Gemma's norms after a block), `final_norm` or 1, each element being spread by a quarter
    of that; the weight is that factor, or the factor less one for Gemma, whose norms multiply by 1 + weight. Biases
    have 0.5. The layers, attention most, must outweigh the embedding: else a tied model repeats its input.
    """
    gain = {**dict(embed=1.0, qk=1.4, o=1.5, down=1.5, head=3.0, qk_norm=1.0, post_norm=1.0, final_norm=1.0), **gain}
    with torch.device("meta"):
        model = AutoModelForCausalLM.from_config(config)
    gemma = config.model_type.startswith("gemma")
    sandwich = config.model_type in ("gemma2", "gemma3_text")
    generator = torch.Generator().manual_seed(seed)
    weights = {}
    for name, like in model.state_dict().items():
        if name == "lm_head.weight" and config.tie_word_embeddings:
            continue
        noise = torch.randn(like.shape, generator=generator)
        if name.endswith("norm.weight"):
            factor = 1.0
            if re.search(r"[qk]_norm", name):
                factor = gain["qk_norm"]
            elif sandwich and re.search(r"post_(attention|feedforward)_layernorm", name):
                factor = gain["post_norm"]
            elif name == "model.norm.weight":
                factor = gain["final_norm"]
            value = factor * (1 + 0.25 * noise) - (1.0 if gemma else 0.0)
        elif name.endswith("bias"):
            value = 0.5 * noise
        elif "embed_tokens" in name:
            value = gain["embed"] * noise
        else:
            part = name.split(".")[-2]
            kind = {"q_proj": "qk", "k_proj": "qk", "o_proj": "o", "down_proj": "down", "output_linear": "down",
                    "lm_head": "head"}.get(part)
            value = gain.get(kind, 1.0) * noise / like.shape[1] ** 0.5
        weights[name] = value.to(getattr(torch, config_dtype(config))).contiguous()
    return weights


def config_dtype(config):
    return str(config.dtype).replace("torch.", "")


def build_config(raw):
    """The configuration object that transformers makes of a config.json with this content."""
    raw = dict(raw)
    return AutoConfig.for_model(raw.pop("model_type"), **raw)


def write_json(folder, name, data):
    text = json.dumps(data, indent=None if name == "tokenizer.json" else 2, ensure_ascii=name != "tokenizer.json")
    text = re.sub(r"\[[-0-9.e,\s\[\]]+\]", lambda m: re.sub(r"\s+", " ", m[0]).replace("[ ", "[").replace(" ]", "]"), text) \
        if name == "golden.json" else text  # lists of numbers on one line
    with open(os.path.join(folder, name), "w", encoding="utf-8", newline="\n") as f:
        f.write(text + "\n")
    assert json.loads(text) == json.loads(json.dumps(data))


def write_weights(folder, weights, shards):
    for name in os.listdir(folder):
        if name.startswith("model"):
            os.remove(os.path.join(folder, name))
    if shards == 1:
        save_file(weights, os.path.join(folder, "model.safetensors"), metadata={"format": "pt"})
        return
    total = sum(t.numel() * t.element_size() for t in weights.values())
    parts, size = [{}], 0
    for name, t in weights.items():
        if size >= total * len(parts) / shards:
            parts.append({})
        parts[-1][name] = t
        size += t.numel() * t.element_size()
    assert len(parts) == shards
    where = {}
    for i, part in enumerate(parts, 1):
        file = f"model-{i:05d}-of-{shards:05d}.safetensors"
        save_file(part, os.path.join(folder, file), metadata={"format": "pt"})
        where.update((name, file) for name in part)
    write_json(folder, "model.safetensors.index.json",
               {"metadata": {"total_size": total}, "weight_map": dict(sorted(where.items()))})


# ---------------------------------------------------------------------------------------------------- running

def load(folder, config=None):
    """The folder's model in float32 with eager attention; `config` replaces the folder's own."""
    more = {} if config is None else {"config": config}
    model, info = AutoModelForCausalLM.from_pretrained(
        folder, dtype=torch.float32, attn_implementation="eager", output_loading_info=True, **more)
    assert not any(info[k] for k in ("missing_keys", "unexpected_keys", "mismatched_keys")), info
    assert next(model.parameters()).dtype == torch.float32 and model.config._attn_implementation == "eager"
    return model.eval()


@torch.no_grad()
def prefill(model, ids):
    return model(input_ids=torch.tensor([ids]), use_cache=False, **activation(model, ids)).logits[0].float()


def activation(model, prompt):
    """The arguments of a pass by which an activated adapter acts from the last invocation in `prompt` on."""
    config = model.active_peft_config if isinstance(model, peft.PeftModel) else None
    tokens = getattr(config, "alora_invocation_tokens", None)
    if tokens is None:
        return {}
    starts = [i for i in range(len(prompt)) if prompt[i:i + len(tokens)] == tokens]
    return {"alora_offsets": [len(prompt) - starts[-1] if starts else None]}


@torch.no_grad()
def greedy(model, ids, min_relative_gap=0.0):
    """Greedy tokens with the cache, and the smallest absolute and relative gap; None if a gap is too small."""
    out, cache, step = [], None, torch.tensor([ids])
    smallest = relative = float("inf")
    for _ in range(STEPS):
        result = model(input_ids=step, past_key_values=cache, use_cache=True, **activation(model, ids))
        logits, cache = result.logits[0, -1].float(), result.past_key_values
        top = logits.topk(2)
        gap = (top.values[0] - top.values[1]).item()
        smallest, relative = min(smallest, gap), min(relative, gap / logits.abs().max().item())
        if relative < min_relative_gap:
            return None
        out.append(top.indices[0].item())
        step = top.indices[:1].view(1, 1)
    return out, smallest, relative


def generate(model, ids):
    """The same tokens by transformers' generate, which must agree with `greedy`."""
    model.generation_config.eos_token_id = None
    model.generation_config.cache_implementation = None
    out = model.generate(torch.tensor([ids]), attention_mask=torch.ones(1, len(ids), dtype=torch.long),
                         max_new_tokens=STEPS, do_sample=False, eos_token_id=None, pad_token_id=0)
    return out[0, len(ids):].tolist()


def try_seed(folder, family, raw, prompts, seed):
    """Writes the weights of this seed; returns model and greedy results of each row, or None if they won't do."""
    write_weights(folder, random_weights(build_config(raw), seed, family.get("gain", {})), family.get("shards", 1))
    model = load(folder)
    results = []
    for ids in prompts:
        found = greedy(model, ids, MIN_RELATIVE_GAP)
        if found is None or len(set(found[0])) < MIN_DISTINCT:
            return None
        results.append(found)
    return model, results


def make(name, family, out, tries):
    folder = os.path.join(out, name)
    os.makedirs(folder, exist_ok=True)
    tokenizer_json, tokenizer_config, special_map, ids_of = tokenizer_files(family["tokenizer"], family.get("merges", MERGES))
    spec = SPECIALS[family["tokenizer"]]
    eos = ids_of[spec["eos"]]
    if family["tokenizer"] == "llama3":
        eos = [ids_of["<|end_of_text|>"], eos]
    special = {"bos_token_id": ids_of[spec.get("bos", spec["tokens"][0])], "eos_token_id": eos}
    if name.startswith("gemma"):
        special["pad_token_id"] = ids_of[spec["pad"]]
    raw = dict(sorted({**family["config"], **special, "vocab_size": len(ids_of)}.items()))
    write_json(folder, "config.json", raw)
    write_json(folder, "generation_config.json",
               {"_from_model_config": True, **special, "transformers_version": raw["transformers_version"]})
    write_json(folder, "tokenizer.json", tokenizer_json)
    write_json(folder, "tokenizer_config.json", tokenizer_config)
    write_json(folder, "special_tokens_map.json", special_map)

    tokenizer = tokenizers.Tokenizer.from_file(os.path.join(folder, "tokenizer.json"))
    auto = AutoTokenizer.from_pretrained(folder)
    prompts = [tokenizer.encode(p).ids for p in PROMPTS]
    assert tokenizer.get_vocab_size() == len(ids_of)
    for text, ids in zip(PROMPTS, prompts):
        assert auto(text)["input_ids"] == ids, (name, text)
        assert tokenizer.decode(ids) == text, (name, text)

    for seed in range(family["seed"], family["seed"] + tries):
        found = try_seed(folder, family, raw, prompts, seed)
        if found:
            break
    else:
        raise SystemExit(f"{name}: no suitable seed from {family['seed']}")
    model, results = found

    rows, last = [], []
    for text, ids, (tokens, gap, relative) in zip(PROMPTS, prompts, results):
        logits = prefill(model, ids)
        whole = prefill(model, ids + tokens[:-1])[len(ids) - 1:]  # the same steps in one pass, without a cache
        assert whole.argmax(-1).tolist() == tokens, name
        assert generate(model, ids) == tokens, name
        last.append(logits[-1])
        top = logits[-1].topk(5)
        rows.append({
            "prompt": text, "input_ids": ids, "greedy_ids": tokens,
            "greedy_text": tokenizer.decode(tokens, skip_special_tokens=False),
            "distinct": len(set(tokens)), "min_top1_top2_gap": float(f"{gap:.6g}"),
            "min_relative_gap": float(f"{relative:.4g}"),
            "last_top5": [[i, float(f"{v:.7g}")] for i, v in zip(top.indices.tolist(), top.values.tolist())],
            "generate_agrees": True})

    sensitivity = {}
    for what, change in family["sensitive"].items():
        other = load(folder, build_config({**raw, **change}))
        difference = max(((prefill(other, ids)[-1] - l).abs().max() / l.abs().max()).item()
                         for ids, l in zip(prompts, last))
        assert difference > MIN_SENSITIVITY, (name, what, difference)
        sensitivity[what] = {"change": change, "relative_difference": float(f"{difference:.3g}")}

    write_json(folder, "golden.json", {
        "name": name, "seed": seed, "gain": family.get("gain", {}), "torch": torch.__version__,
        "transformers": transformers.__version__, "tokenizers": tokenizers.__version__, "attn": "eager",
        "dtype": "float32", "weights_dtype": raw["torch_dtype"],
        "note": "greedy ignores eos; ids include BOS where the tokenizer adds one",
        "sensitivity": sensitivity, "rows": rows})
    save_file({"greedy": torch.tensor([r["greedy_ids"] for r in rows]), "last_logits": torch.stack(last),
               "all_logits_0": prefill(model, prompts[0])}, os.path.join(folder, "golden.safetensors"))
    size = sum(os.path.getsize(os.path.join(folder, f)) for f in os.listdir(folder))
    print(f"{name}: seed {seed}, {size} bytes, tokens {[len(p) for p in prompts]}, "
          f"distinct {[r['distinct'] for r in rows]}, relative gap {min(r['min_relative_gap'] for r in rows):.2e}, "
          f"largest logits {[round(r['last_top5'][0][1], 2) for r in rows]}, "
          f"sensitivity { {k: v['relative_difference'] for k, v in sensitivity.items()} }", flush=True)


def write_adapter(folder, base, adapter, seed):
    """Writes the adapter as PEFT does, with random factors of this seed, and returns what PEFT makes of it."""
    call = adapter.get("invocation")
    tokenizer = tokenizers.Tokenizer.from_file(os.path.join(base, "tokenizer.json"))
    config = peft.LoraConfig(task_type="CAUSAL_LM", **adapter["config"],
                             alora_invocation_tokens=tokenizer.encode(call).ids if call else None)
    model = peft.get_peft_model(load(base), config)
    generator = torch.Generator().manual_seed(seed)
    for name, module in model.named_modules():
        if isinstance(module, peft.tuners.lora.LoraLayer):
            down, up = module.lora_A["default"].weight, module.lora_B["default"].weight
            rank, inputs = down.shape
            spread = adapter["gain"] / module.scaling["default"] / rank ** 0.5
            down.data = torch.randn(down.shape, generator=generator) / inputs ** 0.5
            up.data = spread * torch.randn(up.shape, generator=generator)
    model.save_pretrained(folder)
    os.remove(os.path.join(folder, "README.md"))
    weights = os.path.join(folder, "adapter_model.safetensors")
    dtype = getattr(torch, adapter["dtype"])
    save_file({k: v.to(dtype).contiguous() for k, v in load_file(weights).items()}, weights, metadata={"format": "pt"})
    with open(os.path.join(folder, "adapter_config.json"), encoding="utf-8") as f:
        saved = json.load(f)
    for name, value in saved.items():
        if name == "target_modules" and isinstance(value, list):
            saved[name] = sorted(value)
    write_json(folder, "adapter_config.json", {**saved, "base_model_name_or_path": adapter["base"], "revision": None})
    return load_adapter(folder, base)


def load_adapter(folder, base):
    model = peft.PeftModel.from_pretrained(load(base), folder).eval()
    assert all(p.dtype == torch.float32 for p in model.parameters())
    return model


def make_adapter(name, adapter, out, tries):
    folder, base = os.path.join(out, name), os.path.join(out, adapter["base"])
    os.makedirs(folder, exist_ok=True)
    tokenizer = tokenizers.Tokenizer.from_file(os.path.join(base, "tokenizer.json"))
    texts = prompts_of(adapter)
    prompts = [tokenizer.encode(p).ids for p in texts]
    for seed in range(adapter["seed"], adapter["seed"] + tries):
        model = write_adapter(folder, base, adapter, seed)
        results = []
        for ids in prompts:
            found = greedy(model, ids, MIN_RELATIVE_GAP)
            if found is None or len(set(found[0])) < MIN_DISTINCT:
                break
            results.append(found)
        if len(results) == len(prompts):
            break
    else:
        raise SystemExit(f"{name}: no suitable seed from {adapter['seed']}")
    last = [prefill(model, ids)[-1] for ids in prompts]
    plain = load(base)
    difference = max(((prefill(plain, ids)[-1] - l).abs().max() / l.abs().max()).item() for ids, l in zip(prompts, last))
    assert difference > MIN_SENSITIVITY, (name, difference)
    merging = None
    if "invocation" in adapter:
        assert all(generate(model, ids) == found[0] for ids, found in zip(prompts, results)), name
        calls = ["alora_offsets" in activation(model, ids) and activation(model, ids)["alora_offsets"] for ids in prompts]
        assert calls[2] == [None] and all(call[0] for i, call in enumerate(calls) if i != 2), (name, calls)
        assert (prefill(plain, prompts[2])[-1] - last[2]).abs().max() == 0, name
    else:
        merged = load_adapter(folder, base).merge_and_unload()
        merging = max(((prefill(merged, ids)[-1] - l).abs().max() / l.abs().max()).item() for ids, l in zip(prompts, last))
    write_json(folder, "golden.json", {
        "name": name, "base": adapter["base"], "seed": seed, "gain": adapter["gain"], "torch": torch.__version__,
        "transformers": transformers.__version__, "peft": peft.__version__, "attn": "eager", "dtype": "float32",
        "weights_dtype": adapter["dtype"], "note": "greedy ignores eos; ids include BOS where the tokenizer adds one",
        "relative_difference_to_base": float(f"{difference:.3g}"),
        **({} if merging is None else {"relative_difference_merged": float(f"{merging:.3g}")}),
        "rows": [{"prompt": text, "input_ids": ids, "greedy_ids": tokens, "distinct": len(set(tokens)),
                  "min_top1_top2_gap": float(f"{gap:.6g}"), "min_relative_gap": float(f"{relative:.4g}")}
                 for text, ids, (tokens, gap, relative) in zip(texts, prompts, results)]})
    save_file({"greedy": torch.tensor([tokens for tokens, _, _ in results]), "last_logits": torch.stack(last)},
              os.path.join(folder, "golden.safetensors"))
    print(f"{name}: seed {seed}, relative gap {min(r[2] for r in results):.2e}, to base {difference:.3g}, "
          f"merged {merging if merging is None else format(merging, '.3g')}", flush=True)


def verify(folder):
    """Recomputes a finished folder and prints the largest differences; returns whether all is well."""
    with open(os.path.join(folder, "golden.json"), encoding="utf-8") as f:
        golden = json.load(f)
    stored = load_file(os.path.join(folder, "golden.safetensors"))
    base = os.path.join(os.path.dirname(os.path.abspath(folder)), golden.get("base", ""))
    model = load_adapter(folder, base) if "base" in golden else load(folder)
    tokenizer = tokenizers.Tokenizer.from_file(os.path.join(base if "base" in golden else folder, "tokenizer.json"))
    worst, fine = 0.0, True
    for i, row in enumerate(golden["rows"]):
        logits = prefill(model, row["input_ids"])
        worst = max(worst, (logits[-1] - stored["last_logits"][i]).abs().max().item())
        if f"all_logits_{i}" in stored:
            worst = max(worst, (logits - stored[f"all_logits_{i}"]).abs().max().item())
        fine &= tokenizer.encode(row["prompt"]).ids == row["input_ids"]
        fine &= greedy(model, row["input_ids"])[0] == row["greedy_ids"] == stored["greedy"][i].tolist()
    fine &= worst < 1e-5
    print(f"{folder}: largest logit difference {worst:.2e}, {'all as stored' if fine else 'NOT as stored'}", flush=True)
    return fine


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", default=RESOURCES)
    parser.add_argument("--only", nargs="+", choices=[*FAMILIES, *ADAPTERS],
                        default=[*FAMILIES, *ADAPTERS])
    parser.add_argument("--tries", type=int, default=400, help="seeds to try for each family or adapter")
    parser.add_argument("--verify", nargs="+", metavar="DIR", help="only recompute these finished folders")
    args = parser.parse_args()
    torch.set_num_threads(1)
    transformers.utils.logging.set_verbosity_error()
    transformers.utils.logging.disable_progress_bar()
    if args.verify:
        sys.exit(0 if all([verify(d) for d in args.verify]) else 1)
    for name in args.only:
        if name in FAMILIES:
            make(name, FAMILIES[name], args.out, args.tries)
        else:
            make_adapter(name, ADAPTERS[name], args.out, args.tries)


if __name__ == "__main__":
    main()
