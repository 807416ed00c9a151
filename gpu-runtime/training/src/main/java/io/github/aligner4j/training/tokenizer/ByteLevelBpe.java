// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.training.tokenizer;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Trains a byte-level BPE tokenizer, as a {@code tokenizer.json} of Hugging Face's tokenizers library. Every text can be
 * encoded and decodes to itself. Digits are tokens of their own, so that numbers are copied digit by digit.
 *
 * <p>Ids: 0 {@code <pad>}, 1 {@code <s>} (before every sequence), 2 {@code </s>}, then the 256 bytes, then merges.
 */
public final class ByteLevelBpe {

    /** Id of the token that begins sequences. */
    public static final int BEGIN = 1;

    /** Id of the token that ends sequences. */
    public static final int END = 2;

    private static final List<String> SPECIAL = List.of("<pad>", "<s>", "</s>");
    private static final int FIRST_BYTE = SPECIAL.size();

    /** Size of the smallest vocabulary: special tokens and bytes. */
    public static final int SMALLEST_VOCABULARY = FIRST_BYTE + ByteSymbols.COUNT;

    private static final long MIN_COUNT = 2;
    // Words as GPT-2 splits them, except for digits.
    private static final Pattern WORD = Pattern.compile(
            "\\p{N}|'(?:s|t|re|ve|m|ll|d)| ?\\p{L}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+",
            Pattern.UNICODE_CHARACTER_CLASS);
    private static final JsonMapper JSON = new JsonMapper();

    private final ObjectNode json;
    private final int vocabularySize;

    private ByteLevelBpe(ObjectNode json, int vocabularySize) {
        this.json = json;
        this.vocabularySize = vocabularySize;
    }

    /**
     * Learns a vocabulary of at most {@code vocabularySize} tokens; fewer if no other pair occurs at least twice.
     *
     * @throws IllegalArgumentException if the vocabulary is smaller than {@link #SMALLEST_VOCABULARY}
     */
    public static ByteLevelBpe train(Iterable<String> texts, int vocabularySize) {
        if (vocabularySize < SMALLEST_VOCABULARY) {
            throw new IllegalArgumentException("a vocabulary needs at least " + SMALLEST_VOCABULARY
                    + " tokens, for all bytes and " + SPECIAL + ", but was to have " + vocabularySize);
        }
        List<Merges.Pair> merges = Merges.learn(words(texts), vocabularySize - SMALLEST_VOCABULARY, MIN_COUNT);
        return new ByteLevelBpe(file(merges), SMALLEST_VOCABULARY + merges.size());
    }

    /** Returns the number of tokens. */
    public int vocabularySize() {
        return vocabularySize;
    }

    /** Returns the content of {@code tokenizer.json}. */
    public String tokenizerJson() {
        return json.toString();
    }

    /** Returns the content of {@code tokenizer_config.json}, which transformers needs. */
    public static String tokenizerConfigJson(int contextTokens) {
        return JSON.createObjectNode()
                .put("tokenizer_class", "PreTrainedTokenizerFast")
                .put("pad_token", SPECIAL.get(0))
                .put("bos_token", SPECIAL.get(BEGIN))
                .put("eos_token", SPECIAL.get(END))
                .put("clean_up_tokenization_spaces", false)
                .put("model_max_length", contextTokens)
                .toString();
    }

    private static Map<String, Long> words(Iterable<String> texts) {
        Map<String, Long> words = new HashMap<>();
        for (String text : texts) {
            Matcher matcher = WORD.matcher(text);
            while (matcher.find()) {
                words.merge(matcher.group(), 1L, Long::sum);
            }
        }
        return words;
    }

    private static ObjectNode file(List<Merges.Pair> merges) {
        ObjectNode json = JSON.createObjectNode().put("version", "1.0");
        json.putNull("truncation").putNull("padding");
        ArrayNode added = json.putArray("added_tokens");
        for (int id = 0; id < SPECIAL.size(); id++) {
            added.addObject()
                    .put("id", id)
                    .put("content", SPECIAL.get(id))
                    .put("single_word", false)
                    .put("lstrip", false)
                    .put("rstrip", false)
                    .put("normalized", false)
                    .put("special", true);
        }
        json.putNull("normalizer");
        ObjectNode cutting = json.putObject("pre_tokenizer").put("type", "Sequence");
        ArrayNode cuts = cutting.putArray("pretokenizers");
        cuts.addObject().put("type", "Digits").put("individual_digits", true);
        cuts.add(byteLevel(false));
        addBeginning(json);
        json.set("decoder", byteLevel(true));
        addModel(json, merges);
        return json;
    }

    private static ObjectNode byteLevel(boolean prefixSpace) {
        return JSON.createObjectNode()
                .put("type", "ByteLevel")
                .put("add_prefix_space", prefixSpace)
                .put("trim_offsets", true)
                .put("use_regex", true);
    }

    private static void addBeginning(ObjectNode json) {
        String name = SPECIAL.get(BEGIN);
        ObjectNode template = json.putObject("post_processor").put("type", "TemplateProcessing");
        ArrayNode single = template.putArray("single");
        single.addObject().putObject("SpecialToken").put("id", name).put("type_id", 0);
        single.addObject().putObject("Sequence").put("id", "A").put("type_id", 0);
        template.set("pair", single.deepCopy());
        template.withArray("pair")
                .addObject()
                .putObject("Sequence")
                .put("id", "B")
                .put("type_id", 1);
        ObjectNode special =
                template.putObject("special_tokens").putObject(name).put("id", name);
        special.putArray("ids").add(BEGIN);
        special.putArray("tokens").add(name);
    }

    private static void addModel(ObjectNode json, List<Merges.Pair> merges) {
        ObjectNode model = json.putObject("model").put("type", "BPE");
        List.of("dropout", "unk_token", "continuing_subword_prefix", "end_of_word_suffix")
                .forEach(model::putNull);
        model.put("fuse_unk", false).put("byte_fallback", false).put("ignore_merges", false);
        ObjectNode vocabulary = model.putObject("vocab");
        for (int id = 0; id < SPECIAL.size(); id++) {
            vocabulary.put(SPECIAL.get(id), id);
        }
        List<String> symbols = new ArrayList<>();
        for (int value = 0; value < ByteSymbols.COUNT; value++) {
            symbols.add(String.valueOf(ByteSymbols.symbol(value)));
        }
        ArrayNode rules = model.putArray("merges");
        for (Merges.Pair pair : merges) {
            String left = symbols.get(pair.left());
            String right = symbols.get(pair.right());
            rules.add(left + " " + right);
            symbols.add(left + right);
        }
        for (int i = 0; i < symbols.size(); i++) {
            vocabulary.put(symbols.get(i), FIRST_BYTE + i);
        }
    }
}
