package io.github.aligner4j.answer;

import io.github.aligner4j.Aligner;
import io.github.aligner4j.Correction;
import io.github.aligner4j.CorrectionContext;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.answer.AnswerPolicy.Form;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * Has an upstream model's answers corrected by an {@link Aligner}, except for what passes by an {@link AnswerPolicy}. As
 * thread-safe as the Aligner.
 */
public final class AnswerCorrector {

    /** A number, a date, a time, a truth value. */
    private static final Pattern SCALAR = Pattern.compile("true|false|null|[-+]?\\d[-+.,:%\\dTZeE]*");

    private static final Pattern WORDLESS = Pattern.compile("[\\s\\d\\p{Punct}]*");
    private static final Pattern WHITE_SPACE = Pattern.compile("\\s");

    private final Aligner aligner;

    /** Creates it. */
    public AnswerCorrector(Aligner aligner) {
        this.aligner = Objects.requireNonNull(aligner, "aligner");
    }

    /** What corrects. */
    public Aligner aligner() {
        return aligner;
    }

    /** Returns whether {@code answer} passes uncorrected, without asking the Aligner. */
    public static boolean passes(String answer, AnswerPolicy policy) {
        AnswerParts parts = AnswerParts.of(answer, policy);
        return parts.isWhole(answer) && !isCorrected(parts.said(), policy);
    }

    /** Returns the correction of {@code request}'s answer. What {@code call} hears is the text returned. */
    public Correction correct(CorrectionRequest request, CorrectionContext call, AnswerPolicy policy) {
        return correct(request, call, policy, aligner);
    }

    /**
     * Does the same, but has text that is corrected in one piece, as most answers are, corrected by {@code whole}: an {@link
     * io.github.aligner4j.streaming.EagerCorrection} that was shown what a {@link ThinkingSplitter} returned.
     *
     * @throws io.github.aligner4j.AlignerException if the Aligner failed, with whatever it threw, an {@link Error} too, as
     *     its cause; what {@code call}'s hearer throws is thrown as it is
     * @throws io.github.aligner4j.CorrectionCancelledException if the call was cancelled
     */
    public Correction correct(CorrectionRequest request, CorrectionContext call, AnswerPolicy policy, Aligner whole) {
        CorrectionInParts correction = new CorrectionInParts(request, call);
        AnswerParts parts = AnswerParts.of(request.answer(), policy);
        correction.keep(parts.before());
        if (isCorrected(parts.said(), policy)) {
            Optional<JsonAnswer> json = JsonAnswer.find(parts.said());
            if (json.isPresent()) {
                correct(json.get(), correction, policy);
            } else {
                correction.correct(parts.said(), whole);
            }
        } else {
            correction.keep(parts.said());
        }
        correction.keep(parts.after());
        return correction.finish();
    }

    private void correct(JsonAnswer answer, CorrectionInParts correction, AnswerPolicy policy) {
        UnaryOperator<String> corrected = text -> correction.corrected(text, aligner);
        around(answer.before(), correction);
        correction.keep(answer.opening());
        correction.keep(
                policy.form() == Form.TEXT
                        ? answer.map(
                                name -> isPhrase(name) ? corrected.apply(name) : name,
                                value -> isWordless(value) ? value : corrected.apply(value))
                        : answer.map(
                                UnaryOperator.identity(), value -> isPhrase(value) ? corrected.apply(value) : value));
        correction.keep(answer.closing());
        around(answer.after(), correction);
    }

    private void around(String prose, CorrectionInParts correction) {
        if (isWordless(prose)) {
            correction.keep(prose);
        } else {
            correction.correctOneOfSeveral(prose, aligner);
        }
    }

    private static boolean isWordless(String text) {
        return WORDLESS.matcher(text).matches();
    }

    private static boolean isPhrase(String text) {
        return !text.isBlank() && WHITE_SPACE.matcher(text).find();
    }

    private static boolean isCorrected(String said, AnswerPolicy policy) {
        return switch (policy.form()) {
            case TEXT, TEXT_OR_VALUES ->
                !said.isBlank()
                        && !said.lines()
                                .allMatch(line -> SCALAR.matcher(line.strip()).matches());
            case VALUES -> said.lines().anyMatch(line -> isPhrase(line.strip()));
            case UNTOUCHED -> false;
        };
    }
}
