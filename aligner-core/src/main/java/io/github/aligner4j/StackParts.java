// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j;

import io.github.aligner4j.LayerTrace.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntFunction;

/**
 * The correction of one answer by a stack, in several parts: sentences of a stream, or strings of a JSON document. It counts as one
 * answer: rollouts are asked once, when the parts {@linkplain AlignerStack#parts begin}, and the stack's {@link CorrectionListener} is
 * told of each layer once and of the stack once, when the answer is {@linkplain #complete complete} or has {@linkplain #fail failed}. If
 * neither is called, as after a cancellation, nothing is reported.
 *
 * <p>A part is not the whole answer, so the upstream model is never asked to answer again. Layers in the mode {@link LayerMode#SHADOW}
 * observe the whole answer: the original one if no layer before them is enforced, otherwise the corrected one.
 *
 * <p>Parts are corrected one after another, by any threads.
 */
@Incubating
public final class StackParts implements Aligner {

    private final AlignerStack stack;
    private final AlignerStack silent;
    private final List<RolloutDecision> decisions;
    private final List<RolloutDecision> withoutShadows;
    private final Map<String, LayerParts> parts = new HashMap<>();
    private final List<String> texts = new ArrayList<>();
    private TokenUsage usage = TokenUsage.NONE;
    private Duration elapsed = Duration.ZERO;
    private boolean refused;

    StackParts(AlignerStack stack, CorrectionRequest request) {
        this.stack = stack;
        this.silent = stack.withListener(this::add);
        this.decisions = stack.decide(request);
        this.withoutShadows = decisions.stream()
                .map(decision -> decision.observes() ? RolloutDecision.skip(LayerMode.SHADOW, "") : decision)
                .toList();
    }

    /**
     * Returns the correction of one part, like a stack and without a report to the listener.
     *
     * @param request the request with the part as its answer
     */
    @Override
    public Correction correct(CorrectionRequest request, CorrectionContext context) {
        synchronized (this) {
            texts.add(request.answer());
        }
        Correction correction = new StackRun(silent, request, context.withoutUpstream(), withoutShadows)
                .run(i -> stack.layers().get(i).aligner());
        synchronized (this) {
            usage = usage.plus(correction.usage());
            elapsed = elapsed.plus(correction.elapsed());
            refused |= correction.outcomes().contains(Outcome.REFUSED);
            addRefusal(correction);
        }
        return correction;
    }

    /** Has the refusal of the last part, if it was refused, take its place for later layers, too. */
    private void addRefusal(Correction correction) {
        for (LayerTrace trace : correction.layers()) {
            LayerParts layer = parts.get(trace.name());
            if (trace.outcome() == Outcome.REFUSED && layer != null) {
                layer.answers().put(texts.size() - 1, correction.answer());
            }
        }
    }

    /**
     * Returns true if a layer refused a part, or one of a stack inside a layer; the part's correction is then the refusal, which
     * should be the answer's last part.
     */
    public synchronized boolean refused() {
        return refused;
    }

    /** Returns the stack's limits, which hold for all parts together. */
    @Override
    public CorrectionLimits limits() {
        return stack.limits();
    }

    @Override
    public boolean deterministic() {
        return stack.deterministic();
    }

    @Override
    public boolean supportsWindows() {
        return stack.supportsWindows();
    }

    /**
     * Reports the answer to the stack's listener, queues the layers that observe it, and returns its correction. To be called at most
     * once, after the last part.
     *
     * @param request the request with the whole answer
     * @param answer the whole corrected answer
     * @param text returns the whole text, given the text of each part by its index
     */
    public synchronized Correction complete(
            CorrectionRequest request, String answer, Function<IntFunction<String>, String> text) {
        Correction correction = Correction.of(request.answer(), answer, usage, elapsed);
        return new PartsReport(stack, decisions, parts, request, new PartTexts(texts, text)).complete(correction);
    }

    /**
     * Reports to the stack's listener that a part could not be corrected, and queues the layers that observe the answer. To be called
     * at most once, and not for a cancelled call.
     *
     * @param request the request with the whole answer, as far as it is known
     * @param text returns the text so far, given the text of each part by its index
     */
    public synchronized void fail(CorrectionRequest request, Function<IntFunction<String>, String> text) {
        new PartsReport(stack, decisions, parts, request, new PartTexts(texts, text)).fail();
    }

    /**
     * Tells the stack's listener that the call was cancelled: its scope is opened and closed without a result. To be called at most
     * once.
     *
     * @param request the request with the whole answer, as far as it is known
     */
    public void cancel(CorrectionRequest request) {
        stack.listener().onStackStart(stack.name(), request).close();
    }

    private synchronized void add(String name, CorrectionRequest request, LayerEvent event) {
        parts.computeIfAbsent(event.trace().name(), layer -> new LayerParts()).add(texts.size() - 1, event);
    }
}
