// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j;

import io.github.aligner4j.FailurePolicy.FailClosed;
import io.github.aligner4j.FailurePolicy.FailOpen;
import io.github.aligner4j.FailurePolicy.Refuse;
import io.github.aligner4j.FailurePolicy.Reprompt;
import io.github.aligner4j.FailurePolicy.Retry;
import io.github.aligner4j.LayerTrace.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * One answer on its way through a stack.
 *
 * <p>The run is a loop over the layers with the answer so far as its only state; a new answer of the upstream model begins it again.
 * The rollouts' decisions are given to the run and don't change. For each layer that is enforced, the run lets the gate decide, calls
 * the Aligner, and turns the outcome into a trace. These rules hold, and each is enforced in one place:
 *
 * <ul>
 *   <li><b>No uncorrected text is streamed.</b> Text that reached the listener can't be taken back, so a layer streams only if no later
 *       layer is enforced and nothing but the failure of the call can follow its own failure ({@link #streaming}). All other answers
 *       are delivered at once by {@link #finish}.
 *   <li><b>A policy handles failures of its layer only.</b> These are the exceptions of the gate, of the Aligners, and of an upstream
 *       model that is asked again. A cancellation ends the call, an exception of the text's listener is thrown unchanged ({@link
 *       AlignerCall}), and exceptions of the stack's {@link CorrectionListener} are logged and ignored ({@link SafeListener}).
 *   <li><b>A new answer passes through all layers.</b> So only this stack asks the upstream model, and a stack that is a layer of it
 *       can't ({@link LayerPass}).
 *   <li><b>One trace for each layer</b> and for each answer of the upstream model, as {@link #report} is called once in each pass.
 *   <li><b>A scope that the listener has opened is closed</b>, however the run ends.
 * </ul>
 *
 * <p>Used by one thread, once.
 */
final class StackRun {

    private final AlignerStack stack;
    private final CorrectionRequest request;
    private final CorrectionContext context;
    private final List<RolloutDecision> decisions;
    private final long started = System.nanoTime();
    private final List<LayerTrace> traces = new ArrayList<>();
    private final Set<Outcome> innerOutcomes = EnumSet.noneOf(Outcome.class);
    private final ShadowRun shadows;
    private final int lastEnforced;

    private CorrectionRequest current;
    private TokenUsage usage = TokenUsage.NONE;
    private int reprompts;
    private boolean delivered;
    private boolean refused;

    StackRun(
            AlignerStack stack, CorrectionRequest request, CorrectionContext context, List<RolloutDecision> decisions) {
        this.stack = stack;
        this.request = request;
        this.context = context;
        this.decisions = decisions;
        this.shadows = new ShadowRun(stack, context.maxNewTokens());
        this.current = request;
        int last = decisions.size() - 1;
        while (last >= 0 && !decisions.get(last).enforces()) {
            last--;
        }
        this.lastEnforced = last;
    }

    /** Returns the correction by one Aligner for each layer: the layer's own, or its session for the first answer. */
    Correction run(IntFunction<Aligner> aligners) {
        CorrectionListener.Scope scope = stack.listener().onStackStart(stack.name(), request);
        try {
            int index = 0;
            while (index < decisions.size() && !refused) {
                Aligner aligner = reprompts == 0
                        ? aligners.apply(index)
                        : stack.layers().get(index).aligner();
                index = pass(index, aligner) ? index + 1 : 0;
            }
            return finish();
        } finally {
            scope.close();
        }
    }

    /** Passes the answer so far through one layer; returns false if the upstream model gave another one instead. */
    private boolean pass(int index, Aligner aligner) {
        context.cancellation().throwIfCancelled();
        Layer layer = stack.layers().get(index);
        RolloutDecision decision = decisions.get(index);
        LayerPass pass = new LayerPass(layer, current, context, decision.mode(), this::inForm);
        CorrectionListener.Scope scope = stack.listener().onLayerStart(stack.name(), layer.name(), current);
        try {
            return switch (decision.effect()) {
                case ENFORCE -> enforce(index, pass, aligner);
                case SHADOW -> shadow(pass);
                case CANARY, OFF -> skip(pass, decision.reason());
            };
        } finally {
            scope.close();
        }
    }

    /** Returns the Aligner that corrects the answer so far in place of {@code aligner}: a new answer may have another form. */
    private Aligner inForm(Aligner aligner) {
        return reprompts == 0 ? aligner : context.upstream().orElseThrow().forNewAnswer(aligner);
    }

    private boolean shadow(LayerPass pass) {
        shadows.add(pass.layer(), current);
        report(pass, pass.trace(Outcome.SHADOWED, ""), null);
        return true;
    }

    private boolean skip(LayerPass pass, String reason) {
        report(pass, pass.trace(Outcome.SKIPPED, reason), null);
        return true;
    }

    private boolean enforce(int index, LayerPass pass, Aligner aligner) {
        shadows.separate();
        FailurePolicy policy = pass.layer().failurePolicy();
        CorrectionContext streaming = streaming(index, policy);
        pass.begin(aligner, streaming);
        while (pass.failed()) {
            if (policy instanceof Retry retry) {
                streaming = retry(index, pass, retry);
                policy = retry.then();
            } else if (policy instanceof Reprompt reprompt) {
                if (reprompted(pass, reprompt)) {
                    return false;
                }
                policy = reprompt.then();
            } else {
                decide(index, pass, policy);
                return true;
            }
        }
        accept(pass, streaming != null);
        return true;
    }

    /** Has the policy's Aligner correct until it succeeds; returns the context of the last attempt's text. */
    private @Nullable CorrectionContext retry(int index, LayerPass pass, Retry policy) {
        CorrectionContext streaming = null;
        for (int i = 1; i <= policy.maxRetries() && pass.failed(); i++) {
            if (stack.isLate(context)) {
                pass.note("the deadline left no time for another attempt");
                return null;
            }
            streaming = i == policy.maxRetries() ? streaming(index, policy.then()) : null;
            pass.retry(policy.aligner(), streaming);
        }
        return streaming;
    }

    /** Returns true if the upstream model gave another answer, which then is the answer so far. */
    private boolean reprompted(LayerPass pass, Reprompt policy) {
        if (!canReprompt(policy)) {
            return false;
        }
        if (stack.isLate(context)) {
            pass.note("the deadline left no time for another answer of the upstream model");
            return false;
        }
        reprompts++;
        String answer = ask(pass, policy.message());
        if (answer == null) {
            return false;
        }
        String detail = pass.describe(pass.failure());
        usage = usage.plus(pass.usage());
        current = request.withAnswer(answer);
        report(pass, pass.trace(Outcome.REPROMPTED, detail), pass.failure());
        warn(pass.layer(), Outcome.REPROMPTED, "the upstream model gave another answer", detail);
        shadows.separate();
        return true;
    }

    private boolean canReprompt(Reprompt policy) {
        return context.upstream().isPresent() && reprompts < policy.maxReprompts();
    }

    @SuppressWarnings("ConstantValue") // upstream models written without null checks exist
    private @Nullable String ask(LayerPass pass, String message) {
        try {
            String answer = context.upstream().orElseThrow().reprompt(message);
            context.cancellation().throwIfCancelled();
            if (answer != null && !answer.isBlank()) {
                return answer;
            }
            pass.note("the upstream model's other answer was empty");
        } catch (Throwable e) {
            RuntimeException failure = Failures.toException(e);
            LayerPass.throwIfCancelled(failure, context);
            pass.note("the upstream model gave no other answer: " + Failures.describe(failure));
        }
        return null;
    }

    /** Applies a policy that decides without another attempt. */
    private void decide(int index, LayerPass pass, FailurePolicy policy) {
        usage = usage.plus(pass.usage());
        String detail = pass.describe(pass.failure());
        Outcome outcome = outcomeOf(policy);
        report(pass, pass.trace(outcome, detail), pass.failure());
        if (outcome == Outcome.FAILED) {
            end(null);
            throw new LayerFailedException(
                    pass.layer().name(), index + 1, stack.layers().size(), pass.failures(), detail);
        }
        if (policy instanceof Refuse refuse) {
            current = current.withAnswer(refuse.sentence());
            refused = true;
        }
        String consequence = refused
                ? "the answer was replaced by the layer's refusal"
                : "the answer goes on without it, as the layer fails open";
        warn(pass.layer(), outcome, consequence, detail);
    }

    private static Outcome outcomeOf(FailurePolicy policy) {
        if (policy instanceof FailOpen) {
            return Outcome.FAILED_OPEN;
        }
        return policy instanceof Refuse ? Outcome.REFUSED : Outcome.FAILED;
    }

    private void accept(LayerPass pass, boolean streamed) {
        usage = usage.plus(pass.usage());
        Correction correction = pass.correction().orElse(null);
        if (correction != null) {
            delivered = streamed;
            current = current.withAnswer(correction.answer());
            innerOutcomes.addAll(correction.outcomes());
        }
        LayerTrace trace = pass.trace();
        report(pass, trace, null);
        if (!pass.failures().isEmpty()) {
            warn(pass.layer(), trace.outcome(), "another attempt was made", trace.detail());
        }
    }

    /** Returns the context that the layer's text is streamed to if {@code policy} decides on its failure, or null. */
    private @Nullable CorrectionContext streaming(int index, FailurePolicy policy) {
        FailurePolicy decisive = policy;
        while (decisive instanceof Reprompt reprompt && !canReprompt(reprompt)) {
            decisive = reprompt.then();
        }
        boolean streams = context.isStreaming() && index == lastEnforced && decisive instanceof FailClosed;
        return streams ? context : null;
    }

    /** Delivers the answer, unless a layer streamed it, and returns the stack's correction. */
    private Correction finish() {
        if (!delivered) {
            context.emit(current.answer());
        }
        Duration elapsed = Duration.ofNanos(System.nanoTime() - started);
        Correction correction = Correction.of(request.answer(), current.answer(), usage, elapsed)
                .withLayers(traces)
                .withOutcomes(innerOutcomes);
        end(correction);
        return correction;
    }

    private void end(@Nullable Correction correction) {
        stack.listener().onStack(stack.name(), request, new StackEvent(traces, correction));
        shadows.submit();
    }

    private void report(LayerPass pass, LayerTrace trace, @Nullable RuntimeException failure) {
        traces.add(trace);
        stack.listener().onLayer(stack.name(), pass.request(), pass.event(trace, failure));
    }

    private void warn(Layer layer, Outcome outcome, String consequence, String detail) {
        stack.log()
                .warn(
                        stack.name() + "/" + layer.name() + "/" + outcome,
                        "layer '" + layer.name() + "' of '" + stack.name() + "' gave no correction, so " + consequence
                                + ": " + detail);
    }
}
