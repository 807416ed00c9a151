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
            if (layer.mode() == LayerMode.OFF) {
                trace(layer, Outcome.SKIPPED);
                continue;
            }
            if (layer.mode() == LayerMode.SHADOW) {
                trace(layer, Outcome.SHADOWED);
                observed = observe(layer, observed == null ? text : observed);
                continue;
            }
            observed = null;
            if (layer.gate().equals("skip")) {
                trace(layer, Outcome.SKIPPED);
                continue;
            }
            String corrected = layer.gate().equals("throw") ? null : call(layer.aligner(), text, calls);
            for (StepSpec step : layer.steps()) {
                if (step.kind().equals("retry")) {
                    corrected = retry(step, text, corrected, calls);
                } else if (corrected == null && !spec.upstream().isEmpty() && asked < step.times()) {
                    calls.add("upstream");
                    asked++;
                    if (asked <= spec.upstream().size() && spec.upstream().get(asked - 1)) {
                        trace(layer, Outcome.REPROMPTED);
                        return layers(StackSpec.again(asked));
                    }
                }
            }
            if (corrected != null) {
                trace(layer, Outcome.CORRECTED);
                text = corrected;
            } else if (layer.last().equals("open")) {
                trace(layer, Outcome.FAILED_OPEN);
            } else if (layer.last().equals("refuse")) {
                trace(layer, Outcome.REFUSED);
                return StackSpec.REFUSAL;
            } else {
                trace(layer, Outcome.FAILED);
                return null;
            }
        }
        return text;
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

    private void trace(LayerSpec layer, Outcome outcome) {
        traces.add(layer.name() + " " + outcome);
    }
}
