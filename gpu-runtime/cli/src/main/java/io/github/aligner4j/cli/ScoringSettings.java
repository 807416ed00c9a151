// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.cli;

import io.github.aligner4j.Detector;
import io.github.aligner4j.chat.ChatCompletionModel;
import io.github.aligner4j.evaluation.scoring.AnswerScorer;
import io.github.aligner4j.evaluation.scoring.MeaningScorer;
import io.github.aligner4j.evaluation.scoring.Scorers;
import io.github.aligner4j.evaluation.style.JudgeSettings;
import io.github.aligner4j.evaluation.style.LinearJudge;
import io.github.aligner4j.routing.OpenNlpLanguageDetector;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * The scores of a comparison besides those that every comparison has.
 *
 * @param scores scores by detectors and classifiers
 * @param meaningJudge the chat model that decides whether an answer keeps the original's meaning; empty for none
 */
record ScoringSettings(List<Scale> scores, String meaningJudge) {

    /** No further scores. */
    static final ScoringSettings NONE = new ScoringSettings(List.of(), "");

    private static final Set<String> FIELDS = Set.of("detector", "adapter", "label", "higher-is-better", "classifier");

    ScoringSettings {
        scores = List.copyOf(scores);
    }

    /**
     * A score.
     *
     * @param name its name
     * @param detector the checkpoint whose detector scores; empty for a classifier
     * @param adapter the adapter whose detector scores; may be empty
     * @param label the detector's label
     * @param classifier the pairs on which a classifier of civility is trained; empty for a detector
     * @param higherIsBetter true if a higher score is a better one
     */
    record Scale(
            String name, String detector, String adapter, String label, String classifier, boolean higherIsBetter) {}

    /** Reads the sections of {@code compare.yaml}. */
    static ScoringSettings read(@Nullable YamlNode scores, @Nullable YamlNode meaningJudge) {
        List<Scale> scales = new ArrayList<>();
        if (scores != null) {
            scores.entries().forEach((name, node) -> scales.add(scale(name, node)));
        }
        return new ScoringSettings(scales, meaningJudge == null ? "" : meaningJudge.text());
    }

    private static Scale scale(String name, YamlNode node) {
        Map<String, YamlNode> fields = node.fields(FIELDS);
        YamlNode detector = fields.get("detector");
        YamlNode classifier = fields.get("classifier");
        if ((detector == null) == (classifier == null)) {
            throw node.error("needs either 'detector' or 'classifier'");
        }
        if (detector != null) {
            return detector(name, node, detector, fields);
        }
        if (fields.size() > 1) {
            throw node.error(
                    "has a 'classifier' of civility, so 'label', 'adapter' and 'higher-is-better' have no effect;"
                            + " remove them");
        }
        String pairs = Objects.requireNonNull(classifier).text();
        return new Scale(name, "", "", "", classifier.resolve(pairs).toString(), true);
    }

    private static Scale detector(String name, YamlNode node, YamlNode detector, Map<String, YamlNode> fields) {
        YamlNode label = fields.get("label");
        YamlNode adapter = fields.get("adapter");
        YamlNode higher = fields.get("higher-is-better");
        if (label == null) {
            throw node.error("needs the 'label' whose probability is the score");
        }
        return new Scale(
                name,
                CompareYaml.source(detector),
                adapter == null ? "" : CompareYaml.source(adapter),
                label.text(),
                "",
                higher != null && higher.bool());
    }

    /** Returns a copy with another model that decides about meaning. */
    ScoringSettings withMeaningJudge(String chatModel) {
        return new ScoringSettings(scores, chatModel);
    }

    /**
     * Returns all scorers of a comparison.
     *
     * @param rows the rows, which decide what can be scored
     * @param chatModels opens the model that decides about meaning
     * @param detectors opens the detector of a scale
     */
    List<AnswerScorer> scorers(
            CompareRows rows,
            RowReader reader,
            Function<String, ChatCompletionModel> chatModels,
            Function<Scale, Detector> detectors)
            throws IOException {
        List<AnswerScorer> scorers = new ArrayList<>(Scorers.overCorrection());
        scorers.add(Scorers.languageKept(OpenNlpLanguageDetector.load()));
        if (rows.haveReferences()) {
            scorers.addAll(Scorers.reference());
        }
        if (rows.haveExpectations()) {
            scorers.addAll(Scorers.expectations());
        }
        scorers.addAll(configured(reader, detectors));
        if (!meaningJudge.isEmpty()) {
            scorers.add(MeaningScorer.of(chatModels.apply(meaningJudge)));
        }
        return scorers;
    }

    /**
     * Checks that the scores can be made, so that a wrong one is found before a system is asked.
     *
     * @throws IllegalArgumentException if a detector is missing or has another label
     */
    void check(RowReader reader, Function<Scale, Detector> detectors) throws IOException {
        configured(reader, detectors);
    }

    private List<AnswerScorer> configured(RowReader reader, Function<Scale, Detector> detectors) throws IOException {
        List<AnswerScorer> scorers = new ArrayList<>();
        for (Scale scale : scores) {
            scorers.add(
                    scale.classifier().isEmpty()
                            ? Scorers.detector(
                                    scale.name(), detectors.apply(scale), scale.label(), scale.higherIsBetter())
                            : classifier(scale, reader));
        }
        return scorers;
    }

    private static AnswerScorer classifier(Scale scale, RowReader reader) throws IOException {
        Path pairs = Path.of(scale.classifier());
        LinearJudge judge =
                LinearJudge.calibrated(EvaluationInput.pairs(reader, pairs), List.of(), JudgeSettings.DEFAULT);
        String description = "civility by a classifier that was trained on " + pairs.getFileName();
        return Scorers.classifier(scale.name(), description, judge::civility, scale.higherIsBetter());
    }

    /** Adds everything that decides about the scores to the configuration of a comparison. */
    void describe(ObjectNode json, CompareConfiguration configuration) throws IOException {
        for (Scale scale : scores) {
            ObjectNode described = json.putObject(scale.name());
            configuration.putSource(described, "detector", scale.detector());
            configuration.putAdapter(described, "adapter", scale.adapter(), scale.detector());
            described.put("label", scale.label()).put("higherIsBetter", scale.higherIsBetter());
            if (!scale.classifier().isEmpty()) {
                configuration.putFile(described, "classifier", Path.of(scale.classifier()));
            }
        }
        if (!meaningJudge.isEmpty()) {
            configuration.putChatModel(json.putObject("meaningJudge"), meaningJudge);
        }
    }
}
