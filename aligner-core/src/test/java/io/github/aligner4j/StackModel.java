// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j;

import io.github.aligner4j.LayerTrace.Outcome;
import io.github.aligner4j.StackSpec.AlignerSpec;
import io.github.aligner4j.StackSpec.LayerSpec;
import io.github.aligner4j.StackSpec.StepSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The rules of stacks, in the plainest words: one loop over the layers, begun again with each answer of the upstream model. */
final class StackModel {

    final List<String> calls = new ArrayList<>();
    final List<String> traces = new ArrayList<>();
    final List<String> shadows = new ArrayList<>();
    final List<String> scopes = new ArrayList<>();

    @Nullable String answer;

    private final StackSpec spec;
    private final Map<String, Integer> counts = new HashMap<>();
    private int asked;

    StackModel(StackSpec spec) {
        this.spec = spec;
    }

    void run() {
        scopes.add("stack {");
        answer = layers(StackSpec.first());
        scopes.add("} stack");
    }

    /** Returns the answer, or null if the call fails. */
    private @Nullable String layers(String first) {
        String text = first;
        String observed = null;
        for (LayerSpec layer : spec.layers()) {
            scopes.add(layer.name() + " {");
            scopes.add("} " + layer.name());
            if (layer.mode() == LayerMode.SHADOW) {
                traces.add(layer.name() + " " + Outcome.SHADOWED);
                observed = observe(layer, observed == null ? text : observed);
            } else if (layer.mode() == LayerMode.OFF) {
                traces.add(layer.name() + " " + Outcome.SKIPPED);
            } else {
                observed = null;
                Result result = enforce(layer, text);
                traces.add(layer.name() + " " + result.outcome);
                switch (result.outcome) {
                    case REPROMPTED -> {
                        return layers(StackSpec.again(asked));
                    }
                    case REFUSED, FAILED -> {
                        return result.text;
                    }
                    default -> text = String.valueOf(result.text);
                }
            }
        }
        return text;
    }

    /** Returns what becomes of the answer in an enforced layer. */
    private Result enforce(LayerSpec layer, String text) {
        if (layer.gate().equals("skip")) {
            return new Result(Outcome.SKIPPED, text);
        }
        String corrected = layer.gate().equals("throw") ? null : call(layer.aligner(), text, calls);
        for (StepSpec step : layer.steps()) {
            if (step.kind().equals("retry")) {
                corrected = retry(step, text, corrected, calls);
            } else if (corrected == null && upstreamAnswers(step.times())) {
                return new Result(Outcome.REPROMPTED, null);
            }
        }
        if (corrected != null) {
            return new Result(Outcome.CORRECTED, corrected);
        }
        return switch (layer.last()) {
            case "open" -> new Result(Outcome.FAILED_OPEN, text);
            case "refuse" -> new Result(Outcome.REFUSED, StackSpec.REFUSAL);
            default -> new Result(Outcome.FAILED, null);
        };
    }

    private boolean upstreamAnswers(int times) {
        if (spec.upstream().isEmpty() || asked >= times) {
            return false;
        }
        calls.add("upstream");
        asked++;
        return asked <= spec.upstream().size() && spec.upstream().get(asked - 1);
    }

    /** Returns the text that a layer in shadow mode directly behind this one reads. */
    private String observe(LayerSpec layer, String text) {
        List<String> unseen = new ArrayList<>();
        if (layer.gate().equals("skip")) {
            shadows.add(layer.name() + " " + Outcome.SKIPPED + ": " + text);
            return text;
        }
        String corrected = layer.gate().equals("throw") ? null : call(layer.aligner(), text, unseen);
        for (StepSpec step : layer.steps()) {
            if (step.kind().equals("retry")) {
                corrected = retry(step, text, corrected, unseen);
            }
        }
        shadows.add(layer.name() + " " + (corrected == null ? Outcome.FAILED : Outcome.CORRECTED) + ": " + text);
        return corrected == null ? text : corrected;
    }

    private @Nullable String retry(StepSpec step, String text, @Nullable String corrected, List<String> log) {
        String retried = corrected;
        for (int i = 0; i < step.times() && retried == null; i++) {
            retried = call(step.aligner(), text, log);
        }
        return retried;
    }

    private @Nullable String call(AlignerSpec aligner, String text, List<String> log) {
        log.add(aligner.name() + " reads " + text);
        int call = counts.merge(aligner.name(), 1, Integer::sum) - 1;
        return aligner.fails(call) ? null : aligner.corrected(text);
    }

    /** The outcome of a layer, and the text that goes on. */
    private record Result(Outcome outcome, @Nullable String text) {}
}
