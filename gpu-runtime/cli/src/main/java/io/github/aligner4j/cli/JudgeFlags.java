// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.cli;

import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.evaluation.style.JudgeData;
import io.github.aligner4j.evaluation.style.JudgeSettings;
import io.github.aligner4j.evaluation.style.Judges;
import io.github.aligner4j.evaluation.style.StyleRow;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that name the training data of judges and of the lexicon. */
final class JudgeFlags {

    @Option(
            names = "--judge",
            paramLabel = "FILE",
            description = "Pairs for a second judge, in the format of --references. May be repeated.")
    private List<Path> judge = new ArrayList<>();

    @Option(
            names = "--judge-extra",
            paramLabel = "FILE",
            description = "Further pairs for the cross-fitted judge, and for the threshold of --lexicon. May be "
                    + "repeated. To be independent of the Aligner, they must not include its training data.")
    private List<Path> extra = new ArrayList<>();

    @Option(
            names = "--judge-clean",
            paramLabel = "FILE",
            description = "Good answers whose sentences both judges learn as civil: JSON Lines with question and "
                    + "answer.")
    private @Nullable Path clean;

    @Option(
            names = "--lexicon",
            paramLabel = "FILE",
            description =
                    "Pairs for a lexicon of rude words, for the baseline that deletes them. Needs " + "--judge-extra.")
    private @Nullable Path lexicon;

    /**
     * Reads the files and trains judges.
     *
     * @param rows the rows to judge
     */
    Judges train(List<StyleRow> rows, RowReader reader, long seed) throws IOException {
        if (lexicon != null && extra.isEmpty()) {
            throw new IllegalArgumentException(
                    "--lexicon needs --judge-extra: pairs on which the threshold of the lexicon is chosen");
        }
        List<String> civil = clean == null
                ? List.of()
                : EvaluationInput.goodAnswers(reader, clean).stream()
                        .map(CorrectionRequest::answer)
                        .toList();
        JudgeData data = new JudgeData(
                rows,
                pairs(reader, extra),
                pairs(reader, judge),
                lexicon == null ? List.of() : EvaluationInput.pairs(reader, lexicon),
                civil);
        return Judges.train(data, JudgeSettings.DEFAULT.withSeed(seed));
    }

    private static List<StyleRow> pairs(RowReader reader, List<Path> files) throws IOException {
        List<StyleRow> rows = new ArrayList<>();
        for (Path file : files) {
            rows.addAll(EvaluationInput.pairs(reader, file));
        }
        return rows;
    }
}
