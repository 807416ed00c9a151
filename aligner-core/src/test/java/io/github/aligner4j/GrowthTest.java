// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j;

import io.github.aligner4j.answer.AnswerCorrector;
import io.github.aligner4j.answer.AnswerPolicy;
import io.github.aligner4j.answer.EagerCorrection;
import io.github.aligner4j.answer.JsonAnswer;
import io.github.aligner4j.completion.Completion;
import io.github.aligner4j.completion.CompletionListener;
import io.github.aligner4j.completion.CompletionModel;
import io.github.aligner4j.completion.CompletionRequest;
import io.github.aligner4j.completion.CompletionTimings;
import io.github.aligner4j.completion.FinishReason;
import io.github.aligner4j.llm.CompletionAligner;
import io.github.aligner4j.llm.CorrectionGuard;
import io.github.aligner4j.llm.CorrectionGuards;
import io.github.aligner4j.template.ChatFormat;
import io.github.aligner4j.template.CorrectionTemplates;
import io.github.aligner4j.text.SentenceWindows;
import io.github.aligner4j.text.StructuredText;
import io.github.aligner4j.text.WordDiff;
import io.github.aligner4j.windowed.WindowedAligner;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Whatever a text is, the time for it grows no faster than its length. */
class GrowthTest {

    private static final int PIECE = 3;

    /** Copies its prediction in small pieces, and reads hints to their end. */
    private static final CompletionModel COPYING = new CompletionModel() {
        @Override
        public Completion complete(CompletionRequest request) {
            String text = request.prediction();
            if (request.listener() != CompletionListener.NONE) {
                for (int i = 0; i < text.length(); i += PIECE) {
                    request.listener().onText(text.substring(i, Math.min(text.length(), i + PIECE)));
                }
            }
            return new Completion(text, FinishReason.STOP, TokenUsage.NONE, CompletionTimings.NONE);
        }

        @Override
        public void prefill(CompletionRequest request) {
            int unused = request.prompt().text().hashCode();
        }
    };

    /** A text of about so many characters. */
    private record Kind(String name, IntFunction<String> text) {

        static Kind repeated(String name, String part) {
            return new Kind(name, size -> part.repeat(Math.max(1, size / part.length())));
        }

        static Kind after(String start, String part, String end) {
            return new Kind(start + part + end, size -> start + part.repeat(Math.max(1, size / part.length())) + end);
        }

        @Override
        public String toString() {
            return name.replace("\n", "⏎");
        }
    }

    static Stream<Kind> texts() {
        return Stream.of(
                Kind.repeated("prose", "You really are one, Dr. Fool, and you know it. "),
                Kind.repeated("spaces", " "),
                Kind.repeated("line breaks", "\n"),
                Kind.repeated("lines", "a\n"),
                Kind.repeated("one word", "a"),
                Kind.repeated("Chinese", "使用版本，不要用。"),
                Kind.after("a", "\u0301", "b"),
                Kind.repeated("flags", "\uD83C\uDDE9"),
                Kind.repeated("families", "\uD83D\uDC68\u200D"),
                Kind.repeated("conjuncts", "\u0915\u094D"),
                Kind.repeated("full stops", "."),
                Kind.repeated("brackets", "[("),
                Kind.after("```json", "\n", ""),
                Kind.after("```json", " \n", "{}"),
                Kind.after("```", "\n```", ""),
                Kind.after("```json\n{\"a\":\"", "b", "\"}\n```"),
                Kind.after("[", "{\"a\":\"b\"},", "1]"),
                Kind.after("", "[", ""),
                Kind.after("{\"a\":", "1", "}"),
                Kind.repeated("half characters", "\uD83D"),
                Kind.repeated("wide colons", "ASSISTANT\uFF1A\uFF1A:"),
                Kind.repeated("wide bars", "\uFF5C"),
                Kind.repeated("bars", "| |"),
                Kind.repeated("back-quotes", "`a``b"),
                Kind.repeated("quotes", "> "),
                Kind.repeated("numbers", "1,"),
                Kind.repeated("links", "[a](http://b.c/(d)"),
                Kind.after("http://", ")", ""),
                Kind.repeated("nested items", " - a\n  "),
                Kind.repeated("tables", "|a|b|\n|-|-|\n|c|d|\n"));
    }

    @Test
    void a_quadratic_function_would_be_noticed() {
        assertThatThrownBy(() -> Growth.assertLinear(size -> () -> {
                    StringBuilder text = new StringBuilder();
                    for (int i = 0; i < size; i++) {
                        text.insert(0, 'a');
                        if (text.indexOf("b") >= 0) {
                            throw new IllegalStateException();
                        }
                    }
                }))
                .isInstanceOf(AssertionError.class);
    }

    @ParameterizedTest
    @MethodSource("texts")
    void structure_guards_and_windows(Kind kind) {
        Growth.assertLinear(size -> {
            String text = kind.text().apply(size);
            CorrectionRequest request = CorrectionRequest.of("", text);
            return () -> {
                StructuredText.isJson(text);
                SentenceWindows.of(text, 300).forEach(SentenceWindows::words);
                CorrectionGuards.defaults().forEach(guard -> guard.objection(request, text));
                WindowedAligner.endOf(text, 300);
            };
        });
    }

    @ParameterizedTest
    @MethodSource("texts")
    void guards_of_what_is_kept(Kind kind) {
        List<CorrectionGuard> guards = List.of(
                CorrectionGuards.keepsJsonStructure(),
                CorrectionGuards.keepsMarkdown(),
                CorrectionGuards.keepsCode(),
                CorrectionGuards.keepsLinks(),
                CorrectionGuards.keepsNumbers(),
                CorrectionGuards.maxEditRatio(0.5));
        Growth.assertLinear(size -> {
            String text = kind.text().apply(size);
            CorrectionRequest request = CorrectionRequest.of("", text);
            return () -> guards.forEach(guard -> guard.objection(request, "!" + text));
        });
    }

    @ParameterizedTest
    @MethodSource("texts")
    void a_correction_that_is_heard_in_small_pieces(Kind kind) {
        Growth.assertLinear(size -> {
            CorrectionRequest request =
                    CorrectionRequest.of("Why ASSISTANT: me?", kind.text().apply(size) + "x");
            Aligner plain = new WindowedAligner(completion(), 10_000_000, 100);
            Aligner escaping = CompletionAligner.builder(CorrectionTemplates.ALIGNER_7B, COPYING)
                    .guards(List.of())
                    .build();
            return () -> {
                plain.correct(request, CorrectionContext.DEFAULT.withListener(piece -> {}));
                escaping.correct(request, CorrectionContext.DEFAULT.withListener(piece -> {}));
            };
        });
    }

    @ParameterizedTest
    @MethodSource("texts")
    void a_session_that_is_fed_in_small_pieces(Kind kind) {
        Growth.assertLinear(size -> {
            String text = kind.text().apply(size) + "x";
            return () -> {
                fed(new WindowedAligner(completion(), 200, 100), text);
                fed(completion(), text);
            };
        });
    }

    @ParameterizedTest
    @MethodSource("texts")
    void edits_where_a_text_was_rewritten_or_touched_in_many_places(Kind kind) {
        Growth.assertLinear(size -> {
            String text = kind.text().apply(size);
            String touched = text.replace("o", "00").replace("\n", "\n\n") + "!";
            return () -> {
                WordDiff.between(text, touched);
                WordDiff.between(touched, kind.text().apply(size / 2));
            };
        });
    }

    @ParameterizedTest
    @MethodSource("vocabularies")
    void edits_between_texts_that_have_only_words_in_common(int words) {
        Growth.assertLinear(size -> {
            String one = random(size, words, 1);
            String other = random(size, words, 2);
            return () -> WordDiff.between(one, other);
        });
    }

    static Stream<Integer> vocabularies() {
        return Stream.of(2, 50, 5_000, 1_000_000);
    }

    @ParameterizedTest
    @MethodSource("sizes")
    void string_values_of_json(int values) {
        Growth.assertLinear(size -> {
            String value = "\"b\\u0020" + "c".repeat(size / values) + "\"";
            String json = "[" + String.join(",", Collections.nCopies(values, value)) + "]";
            return () -> JsonAnswer.find(json).orElseThrow().map(name -> name, text -> text + "!");
        });
    }

    static Stream<Integer> sizes() {
        return Stream.of(1, 100);
    }

    private static String random(int size, int words, long seed) {
        Random random = new Random(seed);
        StringBuilder text = new StringBuilder();
        while (text.length() < size) {
            text.append(Integer.toString(random.nextInt(words), 36)).append(random.nextInt(30) == 0 ? ".\n" : " ");
        }
        return text.toString();
    }

    private static void fed(Aligner aligner, String text) {
        Queue<Runnable> tasks = new ArrayDeque<>();
        EagerCorrection ahead = new AnswerCorrector(aligner)
                .begin(AnswerPolicy.DEFAULT, () -> CorrectionRequest.of("q", ""), tasks::add);
        for (int i = 0; i < text.length(); i += PIECE) {
            ahead.append(text.substring(i, Math.min(text.length(), i + PIECE)));
            if (!tasks.isEmpty()) {
                tasks.remove().run();
            }
        }
        ahead.correct(CorrectionRequest.of("q", text));
    }

    private static CompletionAligner completion() {
        return CompletionAligner.builder(CorrectionTemplates.alignAnything(ChatFormat.CHATML), COPYING)
                .build();
    }
}
