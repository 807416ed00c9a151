package io.github.aligner4j.llm;

import io.github.aligner4j.AlignerException;
import io.github.aligner4j.CorrectionRejectedException;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.text.StructuredText;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Guards against the common failures of language models that correct. */
public final class CorrectionGuards {

    private static final Pattern FENCE = Pattern.compile("^ {0,3}```", Pattern.MULTILINE);

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

    private static long fences(String text) {
        return FENCE.matcher(text).results().count();
    }

    private static Optional<String> objectIf(boolean objected, String why) {
        return objected ? Optional.of(why) : Optional.empty();
    }
}
