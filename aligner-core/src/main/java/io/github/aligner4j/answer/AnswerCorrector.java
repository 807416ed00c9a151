// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.answer;

import io.github.aligner4j.Aligner;
import io.github.aligner4j.AlignerStack;
import io.github.aligner4j.Correction;
import io.github.aligner4j.CorrectionContext;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.Incubating;
import io.github.aligner4j.RateLimitedLog;
import io.github.aligner4j.Upstream;
import io.github.aligner4j.answer.AnswerPolicy.Form;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * Corrects the answers of an upstream model by an {@link Aligner}, except for the parts that an {@link AnswerPolicy} passes. As safe
 * for use by several threads as the Aligner.
 */
public final class AnswerCorrector {

    /** A number, a date, a time or a Boolean. */
    private static final Pattern SCALAR = Pattern.compile("true|false|null|[-+]?\\d[-+.,:%\\dTZeE]*");

    private static final RateLimitedLog LOG =
            new RateLimitedLog(System.getLogger(AnswerCorrector.class.getName()), InstantSource.system());

    private final Aligner aligner;
    private final BiConsumer<? super CorrectionRequest, ? super Correction> onCorrection;

    /** Creates a corrector without a listener. */
    public AnswerCorrector(Aligner aligner) {
        this(aligner, (request, correction) -> {});
    }

    /**
     * Creates a corrector that reports each correction to {@code onCorrection}, on the thread that corrects, before it is
     * returned. Answers that pass and failed corrections are not reported. What the listener throws is logged and ignored.
     */
    public AnswerCorrector(Aligner aligner, BiConsumer<? super CorrectionRequest, ? super Correction> onCorrection) {
        this.aligner = Objects.requireNonNull(aligner, "aligner");
        this.onCorrection = Objects.requireNonNull(onCorrection, "onCorrection");
    }

    /** Returns the Aligner. */
    public Aligner aligner() {
        return aligner;
    }

    /** Returns true if {@code answer} passes uncorrected, without a call of the Aligner. */
    public static boolean passes(String answer, AnswerPolicy policy) {
        return passes(AnswerParts.of(answer, policy), answer, policy);
    }

    private static boolean passes(AnswerParts parts, String answer, AnswerPolicy policy) {
        return parts.isWhole(answer) && !isCorrected(parts.text(), policy);
    }

    /**
     * Begins the correction of an answer that the upstream model streams. An answer whose form is not text is corrected when it
     * is complete, without early work.
     *
     * @param policy the treatment of the answer, as far as it is known
     * @param question supplies the request without the answer; called at most once
     * @param executor runs the early work, see {@link Aligner#begin}
     */
    public EagerCorrection begin(AnswerPolicy policy, Supplier<CorrectionRequest> question, Executor executor) {
        EagerCorrection correction = new EagerCorrection(aligner, policy.thinkingOpened(), question, executor);
        if (policy.form() != Form.TEXT && policy.form() != Form.TEXT_OR_VALUES) {
            correction.close();
        }
        return correction;
    }

    /**
     * Begins the correction, sentence by sentence, of an answer that the upstream model streams. Corrected text is passed to {@code
     * listener} at once, in order.
     *
     * @param policy the treatment of the answer, as far as it is known
     * @param question supplies the request without the answer; called at most once
     * @param context the cancellation, the deadline and the limits of the whole answer; its listener and its upstream model are not
     *     used
     * @param executor runs the corrections, one task of a stream at a time; must not run them on the calling thread
     * @param listener receives the corrected text
     * @see StreamingPolicy#SENTENCE
     */
    @Incubating
    public SentenceStream sentences(
            AnswerPolicy policy,
            Supplier<CorrectionRequest> question,
            CorrectionContext context,
            Executor executor,
            SentenceStream.Listener listener) {
        return new SentenceStream(this, new SentenceStream.Answer(policy, question, context), executor, listener);
    }

    /**
     * Returns true if the answer to {@code request} may be corrected: not if the Aligner is a stack whose layers are, for this request
     * and at present, all skipped or only observing. Such an answer need not be held back, and is passed to {@link #observe} when it
     * is complete. The request's answer is not read.
     */
    @Incubating
    public boolean corrects(CorrectionRequest request) {
        return !(aligner instanceof AlignerStack stack) || stack.corrects(request);
    }

    /**
     * Lets the layers that only observe read an answer that was not corrected, in the background, and returns at once. Does nothing
     * if the Aligner is not a stack.
     */
    @Incubating
    public void observe(CorrectionRequest request, AnswerPolicy policy) {
        AnswerParts parts = AnswerParts.of(request.answer(), policy);
        if (aligner instanceof AlignerStack stack && isCorrected(parts.text(), policy)) {
            stack.observe(request.withAnswer(parts.text()));
        }
    }

    /** Returns the correction of {@code request}'s answer; in a streaming context, the streamed text is the returned answer. */
    public Correction correct(CorrectionRequest request, CorrectionContext context, AnswerPolicy policy) {
        return correct(request, context, policy, aligner);
    }

    /**
     * Returns the correction of {@code request}'s answer. Text that is corrected as a whole, as most answers are, is corrected by
     * {@code textAligner}: an {@link EagerCorrection} that was shown the answer while it was streamed.
     *
     * @throws io.github.aligner4j.AlignerException if the Aligner failed; a foreign exception or an {@link Error} is its cause. An
     *     exception of the listener is thrown as it is
     * @throws io.github.aligner4j.CorrectionCancelledException if the call was cancelled
     */
    public Correction correct(
            CorrectionRequest request, CorrectionContext context, AnswerPolicy policy, Aligner textAligner) {
        AnswerParts parts = AnswerParts.of(request.answer(), policy);
        long started = System.nanoTime();
        context.emit(parts.before());
        Correction text = correctText(request.withAnswer(parts.text()), context, policy, textAligner);
        context.emit(parts.after());
        Duration elapsed = Duration.ofNanos(System.nanoTime() - started);
        Correction result = parts.around(text, request.answer(), elapsed);
        if (!passes(parts, request.answer(), policy)) {
            report(request, result);
        }
        return result;
    }

    private Correction correctText(
            CorrectionRequest request, CorrectionContext context, AnswerPolicy policy, Aligner textAligner) {
        String text = request.answer();
        if (!isCorrected(text, policy)) {
            context.emit(text);
            return Correction.of(text, text);
        }
        Optional<JsonAnswer> json = JsonAnswer.find(text);
        if (json.isEmpty()) {
            return CorrectionInParts.call(textAligner, request, asking(context, policy));
        }
        CorrectionInParts correction = new CorrectionInParts(aligner, request, context, false);
        correction.json(json.get(), policy.form());
        return correction.finish(text);
    }

    /** Returns {@code context} with an upstream model whose new answers are corrected by the same rules. */
    private static CorrectionContext asking(CorrectionContext context, AnswerPolicy policy) {
        return context.upstream()
                .map(upstream -> context.withUpstream(new AnsweringAgain(upstream, policy)))
                .orElse(context);
    }

    void report(CorrectionRequest request, Correction correction) {
        try {
            onCorrection.accept(request, correction);
        } catch (Throwable e) {
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            LOG.warn(
                    "onCorrection",
                    "the onCorrection listener threw " + e.getClass().getName() + ", which was ignored");
        }
    }

    static boolean isCorrected(String text, AnswerPolicy policy) {
        return switch (policy.form()) {
            case TEXT, TEXT_OR_VALUES ->
                !text.isBlank()
                        && !text.lines()
                                .allMatch(line -> SCALAR.matcher(line.strip()).matches());
            case VALUES -> text.lines().anyMatch(line -> JsonParts.isPhrase(line.strip()));
            case UNTOUCHED -> false;
        };
    }

    /**
     * An upstream model whose new answers may be of another form than the first one.
     *
     * @param upstream the upstream model
     * @param policy the treatment of its answers
     */
    private record AnsweringAgain(Upstream upstream, AnswerPolicy policy) implements Upstream {

        @Override
        public String reprompt(String message) {
            return upstream.reprompt(message);
        }

        @Override
        public Aligner forNewAnswer(Aligner aligner) {
            AnswerCorrector corrector = new AnswerCorrector(aligner);
            return (request, context) -> corrector.correctText(request, context, policy, aligner);
        }
    }
}
