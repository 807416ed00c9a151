// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j;

import io.github.aligner4j.StackSpec.AlignerSpec;
import io.github.aligner4j.StackSpec.LayerSpec;
import io.github.aligner4j.StackSpec.StepSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** One call of the stack of a {@link StackSpec}, and what was seen of it. */
final class StackTrial {

    final List<String> calls = new ArrayList<>();
    final List<String> traces = new ArrayList<>();
    final List<String> shadows = new ArrayList<>();
    final List<String> scopes = new ArrayList<>();
    final List<String> delivered = new ArrayList<>();

    @Nullable String answer;

    private final StackSpec spec;
    private final Thread caller = Thread.currentThread();
    private final Events events = new Events();

    StackTrial(StackSpec spec) {
        this.spec = spec;
    }

    /** Runs the call and waits for {@code observed} layers in shadow mode. */
    void run(int observed) throws InterruptedException {
        try (ShadowQueue queue = ShadowQueue.builder().build()) {
            AlignerStack.Builder stack =
                    AlignerStack.builder("stack").listener(events).shadowQueue(queue);
            spec.layers().forEach(layer -> stack.layer(layer(layer)));
            CorrectionContext context = CorrectionContext.DEFAULT.withListener(delivered::add);
            if (!spec.upstream().isEmpty()) {
                context = context.withUpstream(upstream());
            }
            try {
                answer = stack.build()
                        .correct(CorrectionRequest.of("Why?", StackSpec.first()), context)
                        .answer();
            } catch (LayerFailedException e) {
                answer = null;
            }
            for (int i = 0; i < observed; i++) {
                events.awaitShadow();
            }
        }
        for (String line : events.all()) {
            sort(line);
        }
    }

    private void sort(String line) {
        if (line.startsWith("shadow ")) {
            shadows.add(line.substring("shadow ".length()).replaceFirst(" -> .*", ""));
        } else if (line.endsWith("{") || line.startsWith("}")) {
            scopes.add(line);
        } else if (line.startsWith("L")) {
            traces.add(line.replaceFirst(":.*", ""));
        }
    }

    private Layer layer(LayerSpec layer) {
        return Layer.of(layer.name(), aligner(layer.aligner()))
                .withGate(gate(layer.gate()))
                .withFailurePolicy(policy(layer))
                .withRollout(Rollout.of(new RolloutState(layer.mode(), 1)));
    }

    private static LayerGate gate(String kind) {
        return request -> {
            if (kind.equals("throw")) {
                throw new IllegalStateException("no classifier");
            }
            return kind.equals("skip") ? Optional.of("skipped") : Optional.empty();
        };
    }

    private FailurePolicy policy(LayerSpec layer) {
        FailurePolicy policy = switch (layer.last()) {
            case "open" -> FailurePolicy.failOpen();
            case "refuse" -> FailurePolicy.refuse(StackSpec.REFUSAL);
            default -> FailurePolicy.failClosed();
        };
        for (int i = layer.steps().size() - 1; i >= 0; i--) {
            StepSpec step = layer.steps().get(i);
            policy = step.kind().equals("retry")
                    ? FailurePolicy.retry(aligner(step.aligner()), step.times(), policy)
                    : FailurePolicy.reprompt("Again.", step.times(), policy);
        }
        return policy;
    }

    /** Emits the first word, and then fails or returns the rest. */
    private Aligner aligner(AlignerSpec aligner) {
        AtomicInteger count = new AtomicInteger();
        return (request, context) -> {
            if (Thread.currentThread() == caller) {
                calls.add(aligner.name() + " reads " + request.answer());
            }
            String corrected = aligner.corrected(request.answer());
            context.emit(corrected.substring(0, corrected.indexOf(' ') + 1));
            if (aligner.fails(count.getAndIncrement())) {
                throw new AlignerException("failed");
            }
            return Correction.of(request.answer(), corrected);
        };
    }

    private Upstream upstream() {
        AtomicInteger count = new AtomicInteger();
        return message -> {
            calls.add("upstream");
            int call = count.getAndIncrement();
            if (call >= spec.upstream().size() || !spec.upstream().get(call)) {
                throw new AlignerException("the upstream model called a tool");
            }
            return StackSpec.again(call + 1);
        };
    }
}
