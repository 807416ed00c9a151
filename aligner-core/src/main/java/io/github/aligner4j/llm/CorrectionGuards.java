// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.llm;

import io.github.aligner4j.AlignerException;
import io.github.aligner4j.Correction;
import io.github.aligner4j.CorrectionContext;
import io.github.aligner4j.CorrectionRejectedException;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.Detection;
import io.github.aligner4j.Detector;
import io.github.aligner4j.text.FactTokens;
import io.github.aligner4j.text.MarkdownStructure;
import io.github.aligner4j.text.StructuredText;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Guards against the common failures of language models that correct. */
public final class CorrectionGuards {

    private static final Pattern FENCE = Pattern.compile("^ {0,3}```", Pattern.MULTILINE);

    /** Shorter texts don't tell their language. */
    private static final int MIN_LETTERS = 40;

    /** A score that OpenNLP's detector gives to most sentences, but seldom to code and lists of names. */
    private static final double CLEAR_LANGUAGE = 0.55;

    private CorrectionGuards() {}

    /** Returns the default guards of a {@link CompletionAligner}. */
    public static List<CorrectionGuard> defaults() {
        return List.of(notEmpty(), keepsCharactersWhole(), keepsJson(), keepsCodeFences());
    }

    /** Returns those of {@link #defaults()} that also hold for a window of an answer, which may be deleted entirely. */
    public static List<CorrectionGuard> ofWindows() {
        return List.of(keepsCharactersWhole(), keepsJson(), keepsCodeFences());
    }

    /** Objects to an empty correction of an answer that is not empty. */
    public static CorrectionGuard notEmpty() {
        return (request, corrected) ->
                objectIf(corrected.isBlank() && !request.answer().isBlank(), "it is empty, but the answer is not");
    }

    /**
     * Objects to broken characters if the correction has more of one than the answer: the replacement character U+FFFD, half
     * a surrogate pair, control characters other than tabs and line breaks, and invisible characters that change the display of
     * the text around them. A {@link CompletionAligner} with this guard never streams any of them.
     */
    public static CorrectionGuard keepsCharactersWhole() {
        return WellFormedText.GUARD;
    }

    /** Objects to a correction that is not JSON although the answer is. */
    public static CorrectionGuard keepsJson() {
        return (request, corrected) -> objectIf(
                StructuredText.isJson(request.answer()) && !StructuredText.isJson(corrected),
                "the answer is JSON, but the correction is not");
    }

    /** Objects to an unclosed Markdown code block if the answer closes all of its own. */
    public static CorrectionGuard keepsCodeFences() {
        return (request, corrected) -> objectIf(
                fences(request.answer()) % 2 == 0 && fences(corrected) % 2 == 1,
                "it leaves a Markdown code block open, which the answer does not");
    }

    /**
     * Objects to a correction whose JSON differs from that of the answer in more than the values of strings: by an object, an array,
     * a member name, a number or a literal. Answers that are no JSON pass.
     */
    public static CorrectionGuard keepsJsonStructure() {
        return ofChanges((answer, corrected) -> objectIf(
                StructuredText.isJson(answer) && !StructuredText.haveSameStructure(answer, corrected),
                "the answer is JSON, and the correction differs from it in more than the values of strings"));
    }

    /**
     * Objects to a correction with other headings, list items, tables or code fences than the Markdown of the answer: it must have
     * as many, of the same kinds and in the same order.
     */
    public static CorrectionGuard keepsMarkdown() {
        return ofChanges((answer, corrected) -> {
            List<String> before = MarkdownStructure.of(answer).outline();
            List<String> after = MarkdownStructure.of(corrected).outline();
            return objectIf(
                    !before.equals(after),
                    "its Markdown has other headings, list items, tables or code fences than that of the answer ("
                            + after.size() + " instead of " + before.size() + ", or of other kinds)");
        });
    }

    /**
     * Objects to a correction that changes code, by so much as a character: fenced blocks must be the same in the same order, and
     * spans in back-quotes the same, as often.
     */
    public static CorrectionGuard keepsCode() {
        return ofChanges((answer, corrected) -> {
            MarkdownStructure before = MarkdownStructure.of(answer);
            MarkdownStructure after = MarkdownStructure.of(corrected);
            return objectIf(
                    !before.codeBlocks().equals(after.codeBlocks())
                            || !sorted(before.codeSpans()).equals(sorted(after.codeSpans())),
                    "it changes code: the answer has " + before.codeBlocks().size() + " blocks and "
                            + before.codeSpans().size() + " spans, and the correction "
                            + after.codeBlocks().size() + " and "
                            + after.codeSpans().size()
                            + ", or others");
        });
    }

    /** Objects to a correction that does not have the links of the answer, all of them, as often, and no others. */
    public static CorrectionGuard keepsLinks() {
        return keeps("links", FactTokens::links);
    }

    /**
     * Objects to a correction that does not have the numbers of the answer, as they are written, all of them, as often, and no
     * others. Numbers in words don't count.
     */
    public static CorrectionGuard keepsNumbers() {
        return keeps("numbers", FactTokens::numbers);
    }

    /**
     * Objects to a correction of which a larger share than {@code ratio} was edited ({@link Correction#editRatio}).
     *
     * @throws IllegalArgumentException if the ratio is not between 0 and 1
     */
    public static CorrectionGuard maxEditRatio(double ratio) {
        if (!(ratio >= 0 && ratio <= 1)) {
            throw new IllegalArgumentException("the maximum edit ratio must be between 0 and 1, but was " + ratio);
        }
        return ofChanges((answer, corrected) -> {
            double edited = Correction.of(answer, corrected).editRatio();
            return objectIf(
                    edited > ratio,
                    String.format(Locale.ROOT, "its edit ratio is %.3f, but at most %.3f is allowed", edited, ratio));
        });
    }

    /**
     * Objects to a correction in another language than the answer. There is no objection if the score of one of the two is below
     * {@value #CLEAR_LANGUAGE}, or a text has less than {@value #MIN_LETTERS} letters.
     *
     * @param detector labels texts by language, such as {@link io.github.aligner4j.routing.OpenNlpLanguageDetector}
     */
    public static CorrectionGuard keepsLanguage(Detector detector) {
        Objects.requireNonNull(detector, "detector");
        return (request, corrected) -> {
            if (corrected.equals(request.answer())
                    || !hasEnoughLetters(request.answer())
                    || !hasEnoughLetters(corrected)) {
                return Optional.empty();
            }
            Detection before = detector.detect(request, CorrectionContext.DEFAULT);
            Detection after = detector.detect(request.withAnswer(corrected), CorrectionContext.DEFAULT);
            boolean clear = Math.min(before.score(), after.score()) >= CLEAR_LANGUAGE;
            return objectIf(
                    clear && !before.label().equals(after.label()),
                    "the answer's language is " + before.label() + ", but the correction's is " + after.label());
        };
    }

    /**
     * Objects to a correction longer than {@code factor} times the answer plus {@code slack} characters.
     *
     * @throws IllegalArgumentException if {@code factor} is below 1 or {@code slack} below 0
     */
    public static CorrectionGuard atMost(double factor, int slack) {
        if (!(factor >= 1) || slack < 0) {
            throw new IllegalArgumentException(
                    "factor must be at least 1 and slack at least 0, but were " + factor + " and " + slack);
        }
        return (request, corrected) -> {
            long limit = Math.round(request.answer().length() * factor) + slack;
            return objectIf(
                    corrected.length() > limit,
                    "it has " + corrected.length() + " characters, but at most " + limit
                            + " are allowed for an answer of "
                            + request.answer().length());
        };
    }

    /**
     * Objects to a correction shorter than {@code factor} times the answer, for Aligners that copy and correct: if much text is
     * missing, the model stopped early.
     *
     * @throws IllegalArgumentException if {@code factor} is not above 0 and at most 1
     */
    public static CorrectionGuard atLeast(double factor) {
        if (!(factor > 0 && factor <= 1)) {
            throw new IllegalArgumentException("factor must be above 0 and at most 1, but was " + factor);
        }
        return (request, corrected) -> {
            long limit = Math.round(request.answer().length() * factor);
            return objectIf(
                    corrected.length() < limit,
                    "it has " + corrected.length() + " characters, but at least " + limit
                            + " are needed for an answer of " + request.answer().length());
        };
    }

    /**
     * Checks {@code corrected} by each of {@code guards}.
     *
     * @throws CorrectionRejectedException if one of them objects
     */
    @SuppressWarnings("ConstantValue") // guards written without null checks exist
    public static void check(List<CorrectionGuard> guards, CorrectionRequest request, String corrected) {
        for (CorrectionGuard guard : guards) {
            Optional<String> objection = guard.objection(request, corrected);
            if (objection == null) {
                throw new AlignerException("a guard returned null; to let a correction pass, return Optional.empty()");
            }
            if (objection.isPresent()) {
                throw new CorrectionRejectedException(objection.get());
            }
        }
    }

    private static CorrectionGuard keeps(String kind, Function<String, List<String>> parts) {
        return ofChanges((answer, corrected) -> {
            List<String> before = sorted(parts.apply(answer));
            List<String> after = sorted(parts.apply(corrected));
            return objectIf(
                    !before.equals(after),
                    "it changes " + kind + ": the answer has " + before.size() + ", and the correction " + after.size()
                            + (before.size() == after.size() ? " others" : ""));
        });
    }

    /** Returns a guard by the two texts, which lets an unchanged answer pass unread. */
    private static CorrectionGuard ofChanges(BiFunction<String, String, Optional<String>> objection) {
        return (request, corrected) ->
                corrected.equals(request.answer()) ? Optional.empty() : objection.apply(request.answer(), corrected);
    }

    private static List<String> sorted(List<String> parts) {
        return parts.stream().sorted().toList();
    }

    private static boolean hasEnoughLetters(String text) {
        return text.codePoints().filter(Character::isLetter).limit(MIN_LETTERS).count() == MIN_LETTERS;
    }

    private static long fences(String text) {
        return FENCE.matcher(text).results().count();
    }

    private static Optional<String> objectIf(boolean objected, String why) {
        return objected ? Optional.of(why) : Optional.empty();
    }
}
