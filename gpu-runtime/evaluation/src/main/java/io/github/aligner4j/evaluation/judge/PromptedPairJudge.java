// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.judge;

import io.github.aligner4j.CorrectionContext;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.TokenUsage;
import io.github.aligner4j.completion.SamplingParameters;
import io.github.aligner4j.prompted.PromptedComparison;
import io.github.aligner4j.prompted.Prompts;
import java.util.List;
import java.util.Locale;

/**
 * A judge that is a chat model and a prompt. It sees the question, the conversation and passages before it, and the definition of the
 * aspect; the original answer only if the aspect compares with it. Its name has the model's name, and the version and fingerprint of
 * the prompt, so that judgments of different judges are never taken for each other.
 *
 * <p>As safe for use by several threads as the model.
 */
public final class PromptedPairJudge implements PairJudge {

    private static final double TEMPERATURE = 0.7;

    private final String name;
    private final PromptedComparison comparison;

    /**
     * Creates a judge.
     *
     * @param model the name of the chat model, which identifies it
     * @param comparison the chat model and the prompt
     */
    public PromptedPairJudge(String model, PromptedComparison comparison) {
        if (model.isBlank()) {
            throw new IllegalArgumentException("a judge's model needs a name that is not blank");
        }
        Prompts prompts = comparison.prompts();
        this.name = model + " (compare/" + prompts.version() + "/" + prompts.fingerprint() + ")";
        this.comparison = comparison;
    }

    private PromptedPairJudge(PromptedComparison comparison, String name) {
        this.name = name;
        this.comparison = comparison;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public PairVerdict judge(
            CorrectionRequest request, String first, String second, Aspect aspect, CorrectionContext context) {
        PromptedComparison.Verdict verdict =
                comparison.compare(shown(request, aspect), first, second, criteria(aspect), context);
        Preference preference = switch (verdict.better()) {
            case FIRST -> Preference.FIRST;
            case SECOND -> Preference.SECOND;
            case NEITHER -> Preference.TIE;
        };
        return new PairVerdict(preference, verdict.reason(), verdict.usage());
    }

    /** A greedy model would repeat its reply, so it draws the next one, by a seed. */
    @Override
    public PairJudge afterInvalid(int attempts) {
        SamplingParameters sampling = comparison.sampling();
        return sampling.greedy()
                ? new PromptedPairJudge(
                        comparison.withSampling(
                                sampling.withTemperature(TEMPERATURE).withSeed(attempts)),
                        name)
                : this;
    }

    @Override
    public TokenUsage estimate(CorrectionRequest request, String first, String second, Aspect aspect) {
        return comparison.estimate(shown(request, aspect), first, second, criteria(aspect));
    }

    private static CorrectionRequest shown(CorrectionRequest request, Aspect aspect) {
        return aspect.comparesWithOriginal() ? request : request.withAnswer("");
    }

    private static List<String> criteria(Aspect aspect) {
        String definition = aspect.definition();
        boolean named = definition.toLowerCase(Locale.ROOT).startsWith(aspect.name());
        return List.of(named ? definition : aspect.name() + ": " + definition);
    }
}
