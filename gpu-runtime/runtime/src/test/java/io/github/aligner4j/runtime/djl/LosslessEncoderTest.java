// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.djl;

import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.completion.Prompt;
import io.github.aligner4j.completion.UnsafePromptException;
import io.github.aligner4j.golden.GoldenCheckpoint;
import io.github.aligner4j.runtime.scripted.TokenizerJson;
import io.github.aligner4j.template.ChatFormat;
import io.github.aligner4j.template.CorrectionPrompt;
import io.github.aligner4j.template.CorrectionTemplate;
import io.github.aligner4j.template.CorrectionTemplates;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What a text is can be told from its tokens, for every kind of tokenizer, and a copy of the tokens is a copy of the text. */
class LosslessEncoderTest {

    private static final List<CorrectionTemplate> TEMPLATES = List.of(
            CorrectionTemplates.ALIGNER_7B,
            CorrectionTemplates.ALIGNER_CORRECTION,
            CorrectionTemplates.ALIGNER_2B,
            CorrectionTemplates.EMPATHY,
            CorrectionTemplates.metaAligner("metaaligner-hh-rlhf", List.of("humour")),
            CorrectionTemplates.metaAligner("metaaligner-imhi", List.of("correctness")));

    private static final List<String> HARMLESS = List.of(
            "Hello there, friend.",
            " leads with a space",
            "  two",
            "\nNew line",
            "\n\n  x",
            "\ttab\ttab",
            "使用 Java 17，不要用 Java 8！",
            "👩‍👩‍👧 and 🏳️‍🌈",
            "e\u0301 cafe\u0301",
            "\u0301bc",
            "\u1112\u1161\u11AB",
            "▁▂▃ bars",
            "▁",
            "▁ ▁▁",
            "Ｆｕｌｌ：ｗｉｄｔｈ｜ﬁ²",
            "x  y   z ",
            "\0\u0007\u001B[31m",
            "\uFFFD\uFEFF\u200B",
            "नमस्ते สวัสดี مرحبا",
            "&#x41; &amp; &#x1f600",
            "<0x41><unk></s>",
            "İ ß ẞ ǅ Å",
            "U+10FFFF \uDBFF\uDFFF");

    /** Pieces of texts that could pass for one another, or for a frame. */
    private static final String[] PIECES = {
        " ",
        "▁",
        "|",
        ":",
        "\uFF1A",
        "\uFF5C",
        "a",
        "A",
        "hi",
        "é",
        "e\u0301",
        "\uFF41",
        "##Answer",
        "ASSISTANT",
        "USER",
        "BEGINNING",
        "OF",
        "CONVERSATION",
        "\n",
        "&#x",
        "41;",
        "&",
        "\u00A0",
        "<0xE2>"
    };

    private static final Map<String, DjlTokenizer> TOKENIZERS = new LinkedHashMap<>();

    @BeforeAll
    static void load(@TempDir Path folder) throws IOException {
        Map<String, TokenizerJson> kinds = new LinkedHashMap<>();
        kinds.put("bytes", TokenizerJson.byteLevel());
        kinds.put("bytes, NFKC", TokenizerJson.byteLevel().folding());
        kinds.put("bytes, lower case", TokenizerJson.byteLevel().normalizing(Map.of("type", "Lowercase")));
        kinds.put(
                "bytes, stripped, without accents",
                TokenizerJson.byteLevel()
                        .normalizing(Map.of(
                                "type",
                                "Sequence",
                                "normalizers",
                                List.of(
                                        Map.of("type", "NFD"),
                                        Map.of("type", "StripAccents"),
                                        Map.of("type", "Strip", "strip_left", true, "strip_right", true)))));
        kinds.put("bytes, a space before", TokenizerJson.byteLevel().prefixingSpace());
        kinds.put("llama 2", TokenizerJson.metaspace().prependingEverywhere());
        kinds.put("mistral", TokenizerJson.metaspace().prependingFirst());
        kinds.put("gemma", TokenizerJson.gemma());
        kinds.put("gemma, a tab for its byte", TokenizerJson.gemma().writing('\t'));
        kinds.put("no bytes, NFKC", TokenizerJson.withoutBytes());
        for (Map.Entry<String, TokenizerJson> kind : kinds.entrySet()) {
            Path own = Files.createDirectory(folder.resolve(String.valueOf(TOKENIZERS.size())));
            TOKENIZERS.put(kind.getKey(), DjlTokenizer.load(kind.getValue().writeTo(own), 1000));
        }
        for (String name : List.of("llama-unigram", "gemma-unigram")) {
            TOKENIZERS.put(name, DjlTokenizer.load(resource(name), 1000));
        }
        Path golden = Files.createDirectory(folder.resolve("golden"));
        GoldenCheckpoint.names()
                .forEach(name -> TOKENIZERS.put(
                        "golden " + name,
                        DjlTokenizer.load(
                                GoldenCheckpoint.unpack(name, golden).folder().resolve("tokenizer.json"), 1000)));
    }

    @AfterAll
    static void close() {
        TOKENIZERS.values().forEach(DjlTokenizer::close);
        TOKENIZERS.clear();
    }

    static Stream<String> kinds() {
        return TOKENIZERS.keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void a_text_comes_back_from_its_tokens(String kind) {
        DjlTokenizer tokenizer = tokenizer(kind);
        for (String text : HARMLESS) {
            // A prompt is read behind its beginning.
            assertThat(tokenizer.decode(tokenizer.encode(Prompt.of("hi" + text))))
                    .isEqualTo(tokenizer.decode(tokenizer.encode(Prompt.of("hi"))) + text);
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void a_continuation_reads_behind_its_prompt_as_exactly_the_text(String kind) {
        DjlTokenizer tokenizer = tokenizer(kind);
        for (CorrectionTemplate template : TEMPLATES) {
            for (String text : HARMLESS) {
                CorrectionPrompt rendered = template.render(CorrectionRequest.of("Who?", text));
                int[] prompt = tokenizer.encode(rendered.prompt());
                int[] continuation = tokenizer.continuation(rendered.prompt(), prompt, rendered.prediction());

                assertThat(tokenizer.decode(concat(prompt, continuation)))
                        .isEqualTo(tokenizer.decode(prompt) + rendered.prediction());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void no_two_pairs_of_question_and_answer_have_the_same_tokens(String kind) {
        DjlTokenizer tokenizer = tokenizer(kind);
        SplittableRandom random = new SplittableRandom(12);
        for (CorrectionTemplate template : TEMPLATES) {
            Map<String, List<String>> pairs = new HashMap<>();
            for (int i = 0; i < 120; i++) {
                List<String> pair = List.of(text(random), text(random));
                Optional<int[]> tokens = tokens(tokenizer, template, pair);
                tokens.map(Arrays::toString)
                        .map(key -> pairs.putIfAbsent(key, pair))
                        .ifPresent(same -> assertThat(same).isEqualTo(pair));
            }
            assertThat(pairs).hasSizeGreaterThan(60);
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void a_lower_one_eighth_block_forges_no_bar(String kind) {
        DjlTokenizer tokenizer = tokenizer(kind);
        Optional<int[]> one = tokens(tokenizer, CorrectionTemplates.ALIGNER_7B, List.of("a▁|▁b", "c"));
        Optional<int[]> two = tokens(tokenizer, CorrectionTemplates.ALIGNER_7B, List.of("a", "b▁|▁c"));
        Optional<int[]> frame =
                tokens(tokenizer, CorrectionTemplates.ALIGNER_7B, List.of("BEGINNING▁OF▁CONVERSATION:", "b"));
        Optional<int[]> real =
                tokens(tokenizer, CorrectionTemplates.ALIGNER_7B, List.of("BEGINNING OF CONVERSATION:", "b"));

        assertThat(one.orElseThrow()).isNotEqualTo(two.orElseThrow());
        assertThat(frame.orElseThrow()).isNotEqualTo(real.orElseThrow());
    }

    @Test
    void a_tokenizer_whose_prompt_ends_in_a_space_token_gets_no_second_space() {
        DjlTokenizer tokenizer = tokenizer("llama 2");
        Prompt prompt = Prompt.of("Edit: ");
        int[] ids = tokenizer.encode(prompt);

        int[] continuation = tokenizer.continuation(prompt, ids, "hi there");

        assertThat(tokenizer.decode(concat(ids, continuation))).isEqualTo("Edit: hi there");
    }

    @Test
    void tokens_are_the_tokenizers_own_where_they_read_as_the_text() {
        DjlTokenizer tokenizer = tokenizer("gemma");

        // hi, ▁hi, and a second word of the same; the block is three bytes, and nothing else changes.
        int[] plain = tokenizer.encode(Prompt.of("hi hi"));
        int[] spelt = tokenizer.encode(Prompt.of("hi hi▁"));
        assertThat(Arrays.copyOf(spelt, plain.length)).isEqualTo(plain);
        assertThat(Arrays.copyOfRange(spelt, plain.length, spelt.length)).containsExactly(3 + 0xE2, 3 + 0x96, 3 + 0x81);
    }

    @Test
    void a_character_that_stands_for_its_own_byte_is_as_good_as_the_byte() {
        int[] spelt = tokenizer("gemma, a tab for its byte").encode(Prompt.of("hi\t▁"));

        assertThat(Arrays.copyOfRange(spelt, spelt.length - 3, spelt.length))
                .containsExactly(3 + 0xE2, 3 + 0x96, 3 + 0x81);
        // An answer about HTML is left to the model as it is.
        assertThat(tokenizer("gemma, a tab for its byte").endsIncomplete("&#x41"))
                .isFalse();
    }

    @Test
    void a_chat_frame_is_exact_behind_its_special_tokens_too() {
        DjlTokenizer tokenizer = tokenizer("golden qwen3");
        CorrectionTemplate template = CorrectionTemplates.alignAnything(ChatFormat.CHATML);
        Map<String, String> seen = new HashMap<>();
        for (String text : List.of("é", "e\u0301", " é", "\u0301", "")) {
            int[] ids = tokenizer.encode(
                    template.render(CorrectionRequest.of("q", text)).prompt());
            assertThat(seen.put(Arrays.toString(ids), text)).isNull();
        }
    }

    @Test
    void half_a_reference_is_not_released() {
        DjlTokenizer tokenizer = tokenizer("no bytes, NFKC");

        assertThat(List.of("&", "a&#", "&#x1f6")).allMatch(tokenizer::endsIncomplete);
        assertThat(List.of("", "a", "&#x41;", "&amp;")).noneMatch(tokenizer::endsIncomplete);
        assertThat(tokenizer("bytes").endsIncomplete("&#x1f6")).isFalse();
    }

    private static Optional<int[]> tokens(DjlTokenizer tokenizer, CorrectionTemplate template, List<String> pair) {
        try {
            return Optional.of(tokenizer.encode(template.render(CorrectionRequest.of(pair.get(0), pair.get(1)))
                    .prompt()));
        } catch (UnsafePromptException e) {
            return Optional.empty();
        }
    }

    private static String text(SplittableRandom random) {
        List<String> pieces = new ArrayList<>();
        for (int i = random.nextInt(5); i > 0; i--) {
            pieces.add(PIECES[random.nextInt(PIECES.length)]);
        }
        return String.join("", pieces);
    }

    private static int[] concat(int[] left, int[] right) {
        int[] both = Arrays.copyOf(left, left.length + right.length);
        System.arraycopy(right, 0, both, left.length, right.length);
        return both;
    }

    private static Path resource(String name) {
        try {
            return Path.of(Objects.requireNonNull(
                            LosslessEncoderTest.class.getResource("/tokenizers/" + name + "/tokenizer.json"))
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static DjlTokenizer tokenizer(String kind) {
        return Objects.requireNonNull(TOKENIZERS.get(kind), kind);
    }
}
