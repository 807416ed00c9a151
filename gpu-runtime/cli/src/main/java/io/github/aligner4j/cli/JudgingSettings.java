// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.cli;

import io.github.aligner4j.chat.ChatCompletionModel;
import io.github.aligner4j.evaluation.compare.ComparedSystem;
import io.github.aligner4j.evaluation.compare.ComparisonData;
import io.github.aligner4j.evaluation.judge.Aspect;
import io.github.aligner4j.evaluation.judge.Aspects;
import io.github.aligner4j.evaluation.judge.PairJudge;
import io.github.aligner4j.evaluation.judge.PromptedPairJudge;
import io.github.aligner4j.evaluation.judge.ScoredPairJudge;
import io.github.aligner4j.evaluation.judging.JudgedPair;
import io.github.aligner4j.evaluation.judging.JudgedPairs;
import io.github.aligner4j.evaluation.judging.Judging;
import io.github.aligner4j.evaluation.judging.PricedJudge;
import io.github.aligner4j.evaluation.judging.Retries;
import io.github.aligner4j.evaluation.style.JudgeSettings;
import io.github.aligner4j.evaluation.style.LinearJudge;
import io.github.aligner4j.evaluation.style.StyleRow;
import io.github.aligner4j.prompted.PromptedComparison;
import io.github.aligner4j.prompted.Prompts;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import tools.jackson.databind.node.ObjectNode;

/**
 * The judges of a comparison, and what they judge by.
 *
 * @param judges the names or addresses of chat models, or {@code classifier:FILE}
 * @param prompt the name or file of the prompt
 * @param aspects the aspects
 * @param baselines the names of the systems that all others are compared with
 * @param attempts the maximum number of times that a verdict is asked for
 * @param margin the largest difference of a classifier's probabilities that is a tie
 */
record JudgingSettings(
        List<String> judges, String prompt, List<Aspect> aspects, List<String> baselines, int attempts, double margin) {

    /** The settings without options: no judges, the aspects of the paper's tables, and the original answers as the baseline. */
    static final JudgingSettings DEFAULT = new JudgingSettings(
            List.of(),
            "compare",
            List.of(Aspects.of("helpful"), Aspects.of("harmless")),
            List.of(ComparedSystem.ORIGINAL),
            Retries.DEFAULT.attempts(),
            0.1);

    /** The beginning of the name of a judge that is a classifier. */
    static final String CLASSIFIER = "classifier:";

    private static final int DIGEST_DIGITS = 8;

    JudgingSettings {
        judges = List.copyOf(judges);
        aspects = List.copyOf(aspects);
        baselines = List.copyOf(baselines);
    }

    /** Returns the names of the chat models that judge. */
    List<String> chatModels() {
        return judges.stream().filter(name -> !name.startsWith(CLASSIFIER)).toList();
    }

    /** Returns the pairs to compare. */
    List<JudgedPair> pairs(ComparisonData data) {
        return JudgedPairs.of(data, baselines);
    }

    /**
     * Returns the run of the judges, with retries; callers, store and maximum cost are up to the caller.
     *
     * @param chatModels returns the chat model of a name
     * @param reader reads the training data of classifiers
     */
    Judging judging(Function<String, PricedChatModel> chatModels, RowReader reader) throws IOException {
        List<PricedJudge> priced = new ArrayList<>();
        for (String name : judges) {
            priced.add(
                    name.startsWith(CLASSIFIER)
                            ? PricedJudge.free(classifier(Path.of(name.substring(CLASSIFIER.length())), reader))
                            : prompted(chatModels.apply(name)));
        }
        return Judging.of(priced, aspects).withRetries(Retries.DEFAULT.withAttempts(attempts));
    }

    /** Adds everything that decides about judgments to the configuration of a comparison. */
    void describe(ObjectNode json) {
        Prompts prompts = Prompts.named(prompt);
        json.put("prompt", "compare/" + prompts.version() + "/" + prompts.fingerprint());
        ObjectNode described = json.putObject("aspects");
        aspects.forEach(aspect -> described.put(aspect.name(), aspect.definition()));
        baselines.forEach(json.putArray("baselines")::add);
        json.put("margin", margin);
    }

    private PricedJudge prompted(PricedChatModel chatModel) {
        ChatCompletionModel model = chatModel.model();
        PromptedComparison comparison = PromptedComparison.of(Prompts.named(prompt), model);
        return new PricedJudge(new PromptedPairJudge(chatModel.name(), comparison), chatModel.price());
    }

    private PairJudge classifier(Path file, RowReader reader) throws IOException {
        List<StyleRow> rows = EvaluationInput.pairs(reader, file);
        String digest;
        try (InputStream in = Files.newInputStream(file)) {
            digest = Sha256.of(in).replaceFirst("^sha256:", "").substring(0, DIGEST_DIGITS);
        }
        String name = CLASSIFIER + file.getFileName() + " (" + digest + ")";
        return ScoredPairJudge.ofStyle(name, LinearJudge.calibrated(rows, List.of(), JudgeSettings.DEFAULT), margin);
    }
}
