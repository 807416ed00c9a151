// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.cli;

import io.github.aligner4j.evaluation.judge.Aspects;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of {@code aligner compare} about judges, aspects and people. */
final class JudgingFlags {

    @Option(
            names = "--judge",
            paramLabel = "CHATMODEL",
            description =
                    "A chat model that compares answers: a name of compare.yaml, http://HOST:PORT#MODEL or a checkpoint; "
                            + "or classifier:FILE, a classifier of civility that is trained on the pairs of FILE. May be repeated.")
    private List<String> judges = new ArrayList<>();

    @Option(
            names = "--judge-prompt",
            paramLabel = "FILE",
            description = "A prompt file of the strategy 'compare' for the judges (default: this library's).")
    private @Nullable String prompt;

    @Option(
            names = "--aspect",
            paramLabel = "ASPECT",
            description =
                    "What answers are compared by: helpful, harmless, honest, empathy, civility, groundedness, meaning-kept, "
                            + "one of MetaAligner's, or \"NAME: DEFINITION\" of your own. May be repeated (default: helpful, harmless).")
    private List<String> aspects = new ArrayList<>();

    @Option(
            names = "--baseline",
            paramLabel = "NAME",
            description = "The system that all others are compared with. May be repeated (default: original).")
    private List<String> baselines = new ArrayList<>();

    @Option(
            names = "--judge-attempts",
            paramLabel = "N",
            description = "Ask a judge up to N times for a reply that is a verdict (default: 3).")
    private @Nullable Integer attempts;

    @Option(
            names = "--judge-margin",
            paramLabel = "X",
            description = "Probabilities of a classifier that differ by at most X are a tie (default: 0.1).")
    private @Nullable Double margin;

    @Option(
            names = "--blind-sheet",
            paramLabel = "FILE.html",
            description =
                    "Write a page on which people compare the answers without knowing whose they are, and the same as a "
                            + "table in FILE.csv. The key stays in the folder of --output.")
    private @Nullable Path blindSheet;

    @Option(
            names = "--blind-pairs",
            paramLabel = "N",
            description = "Show people N pairs, chosen at random (default: all that differ).")
    private @Nullable Integer blindPairs;

    @Option(
            names = "--verdicts",
            paramLabel = "[NAME=]FILE",
            description =
                    "The verdicts that a person has exported from a blind sheet, as one more judge. May be repeated; several "
                            + "people's majority is a judge, too.")
    private List<String> verdicts = new ArrayList<>();

    /**
     * Returns {@code settings} with the options that are given.
     *
     * @param settings those of compare.yaml, or the default
     */
    JudgingSettings settings(JudgingSettings settings) {
        checkNumbers();
        return new JudgingSettings(
                judges.isEmpty() ? settings.judges() : judges,
                prompt == null ? settings.prompt() : prompt,
                aspects.isEmpty()
                        ? settings.aspects()
                        : aspects.stream().map(Aspects::of).toList(),
                baselines.isEmpty() ? settings.baselines() : baselines,
                attempts == null ? settings.attempts() : attempts,
                margin == null ? settings.margin() : margin);
    }

    /** Returns the file of the sheet to write. */
    Optional<Path> blindSheet() {
        return Optional.ofNullable(blindSheet);
    }

    /** Returns the maximum number of pairs on the sheet. */
    int blindPairs() {
        return blindPairs == null ? Integer.MAX_VALUE : blindPairs;
    }

    /** Returns the files of people's verdicts, as given. */
    List<String> verdicts() {
        return List.copyOf(verdicts);
    }

    private void checkNumbers() {
        if (attempts != null && attempts < 1) {
            throw new IllegalArgumentException("--judge-attempts must be at least 1, but was " + attempts);
        }
        if (margin != null && !(margin >= 0 && margin <= 1)) {
            throw new IllegalArgumentException("--judge-margin must be between 0 and 1, but was " + margin);
        }
        if (blindPairs != null && blindPairs < 1) {
            throw new IllegalArgumentException("--blind-pairs must be at least 1, but was " + blindPairs);
        }
        if (blindPairs != null && blindSheet == null) {
            throw new IllegalArgumentException("--blind-pairs needs --blind-sheet, the file of the sheet");
        }
    }
}
