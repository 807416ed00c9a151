// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.answer;

import io.github.aligner4j.Aligner;
import io.github.aligner4j.AlignerCall;
import io.github.aligner4j.AlignerException;
import io.github.aligner4j.AlignerStack;
import io.github.aligner4j.ContextUse;
import io.github.aligner4j.Correction;
import io.github.aligner4j.CorrectionCancelledException;
import io.github.aligner4j.CorrectionContext;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.Detection;
import io.github.aligner4j.Failures;
import io.github.aligner4j.LayerTrace;
import io.github.aligner4j.LayerTrace.Outcome;
import io.github.aligner4j.StackParts;
import io.github.aligner4j.TokenUsage;
import io.github.aligner4j.answer.AnswerPolicy.Form;
import io.github.aligner4j.streaming.WindowJoiner;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The correction of a text some parts of which are corrected, each on its own, and others kept. A stack sees one answer ({@link
 * StackParts}). For one thread at a time.
 */
final class CorrectionInParts {

    private final CorrectionRequest question;
    private final CorrectionContext context;
    private final boolean growing;
    private final Aligner aligner;
    private final @Nullable StackParts stack;
    private final PartLimits limits;
    private final WindowJoiner joined;
    private final List<Step> steps = new ArrayList<>();
    private final List<String> originals = new ArrayList<>();
    private final List<String> answers = new ArrayList<>();
    private final Map<String, Integer> indexes = new HashMap<>();
    private final List<Detection> detections = new ArrayList<>();
    private TokenUsage usage = TokenUsage.NONE;
    private ContextUse contextUse = ContextUse.NONE;
    private Duration elapsed = Duration.ZERO;
    private int corrected;
    private boolean refused;
    private boolean reported;

    /** A piece of the text. */
    @FunctionalInterface
    private interface Step {

        /** Appends the piece, given the text of each part. */
        void append(WindowJoiner joined, IntFunction<String> parts);
    }

    /**
     * Creates it.
     *
     * @param question the request; its answer is not read
     * @param context the context of the answer, whose listener receives the text
     * @param growing true if the answer is still being generated
     */
    CorrectionInParts(Aligner aligner, CorrectionRequest question, CorrectionContext context, boolean growing) {
        this.question = question;
        this.context = context;
        this.growing = growing;
        this.stack = aligner instanceof AlignerStack layers ? layers.parts(question) : null;
        this.aligner = stack == null ? aligner : stack;
        this.limits = new PartLimits(context.withoutListener().withoutUpstream(), aligner.limits(), growing);
        this.joined = new WindowJoiner(context);
    }

    /** Appends a part unchanged. */
    void keep(String part) {
        append((text, parts) -> text.kept(part));
    }

    /** Appends the white space between sentences, some of which a deleted one takes along ({@link WindowJoiner}). */
    void space(String part) {
        append((text, parts) -> text.space(part));
    }

    /**
     * Appends the correction of a sentence or several, and returns it.
     *
     * @param deletable true if they may be deleted
     */
    Correction sentences(String words, boolean deletable) {
        CorrectionContext next = next();
        int index = answers.size();
        Step step = (text, parts) -> {
            String corrected = parts.apply(index);
            text.next().emit(corrected);
            text.corrected(originals.get(index), corrected);
        };
        steps.add(step);
        Correction correction = call(words, deletable ? next.forPart() : next);
        step.append(joined, answers::get);
        corrected = steps.size();
        return correction;
    }

    /** Appends the correction of an answer with JSON: that of each string, and of the prose around it. */
    void json(JsonAnswer answer, Form form) {
        around(answer.before());
        keep(answer.opening());
        steps.add((text, parts) -> text.kept(JsonParts.map(answer, form, string -> known(string, parts))));
        joined.kept(JsonParts.map(answer, form, this::corrected));
        keep(answer.closing());
        around(answer.after());
        corrected = steps.size();
    }

    private void around(String prose) {
        if (JsonParts.isWordless(prose)) {
            keep(prose);
            return;
        }
        CorrectionContext next = next();
        int index = answers.size();
        steps.add((text, parts) -> text.kept(parts.apply(index)));
        boolean streaming = context.isStreaming();
        Correction correction = call(prose, streaming ? next.withListener(joined::kept) : next);
        if (!streaming) {
            joined.kept(correction.answer());
        }
    }

    private String known(String string, IntFunction<String> parts) {
        Integer index = indexes.get(string);
        return index == null ? string : parts.apply(index);
    }

    /** Returns the correction of a string; equal ones are corrected once. */
    private String corrected(String string) {
        if (!indexes.containsKey(string)) {
            CorrectionContext next = next();
            indexes.put(string, answers.size());
            call(string, next);
        }
        return known(string, answers::get);
    }

    /** Returns true if a layer refused a part. */
    boolean refused() {
        return refused;
    }

    /** Returns the correction of {@code original}, all parts of which have been appended, and reports it to the stack's listener. */
    Correction finish(String original) {
        String text = joined.finish();
        return Correction.of(original, text, usage, elapsed)
                .withContextUse(contextUse)
                .withDetections(stack == null ? detections : List.of())
                .withLayers(report(true));
    }

    /** Reports the answer up to the last part that was corrected, as its caller has no use for the rest. */
    void abandon() {
        steps.subList(corrected, steps.size()).clear();
        if (answers.isEmpty()) {
            cancelled();
        } else {
            report(true);
        }
    }

    /** Reports an answer that fails although no part of it has. */
    void fail() {
        report(false);
    }

    /** Reports the answer to the stack's listener, once and if there is anything to report, and returns the traces. */
    private List<LayerTrace> report(boolean whole) {
        if (stack == null || reported || originals.isEmpty()) {
            return List.of();
        }
        reported = true;
        CorrectionRequest request = question.withAnswer(text(originals::get));
        if (whole) {
            return stack.complete(request, text(answers::get), this::text).layers();
        }
        stack.fail(request, this::text);
        return List.of();
    }

    private void append(Step step) {
        steps.add(step);
        step.append(joined, answers::get);
    }

    /** Returns the whole text, given the text of each part. */
    private String text(IntFunction<String> parts) {
        WindowJoiner text = new WindowJoiner(CorrectionContext.DEFAULT);
        steps.forEach(step -> step.append(text, parts));
        return text.finish();
    }

    private CorrectionContext next() {
        try {
            return limits.next(usage.completionTokens(), elapsed);
        } catch (AlignerException e) {
            throw failed(e);
        }
    }

    private Correction call(String text, CorrectionContext limited) {
        long started = System.nanoTime();
        originals.add(text);
        try {
            Correction correction = call(aligner, question.withAnswer(text), limited);
            usage = usage.plus(correction.usage());
            contextUse = correction.contextUse();
            detections.addAll(correction.detections());
            answers.add(correction.answer());
            refused |= correction.outcomes().contains(Outcome.REFUSED);
            return correction;
        } catch (AlignerException e) {
            throw failed(e);
        } finally {
            elapsed = elapsed.plusNanos(System.nanoTime() - started);
        }
    }

    /** Returns the failure of a part, after the stack's listener was told of it; a growing answer is abandoned if it is cancelled. */
    private AlignerException failed(AlignerException failure) {
        if (!(failure instanceof CorrectionCancelledException)) {
            fail();
        } else if (!growing) {
            cancelled();
        }
        return failure;
    }

    private void cancelled() {
        if (stack != null && !reported && !originals.isEmpty()) {
            reported = true;
            stack.cancel(question.withAnswer(text(originals::get)));
        }
    }

    /**
     * Returns the correction of {@code request} by {@code aligner}.
     *
     * @throws AlignerException if the Aligner failed; a foreign exception or an {@link Error} is its cause. An exception of the
     *     context's listener is thrown as it is
     */
    static Correction call(Aligner aligner, CorrectionRequest request, CorrectionContext context) {
        AlignerCall call = new AlignerCall(context);
        try {
            return call.correct(aligner, request);
        } catch (AlignerException e) {
            call.throwListenerFailure();
            throw e;
        } catch (RuntimeException e) {
            call.throwListenerFailure();
            throw new AlignerException("the Aligner gave no correction: " + Failures.describe(e), e);
        }
    }
}
