// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.cli;

import io.github.aligner4j.evaluation.page.ComparisonPages;
import io.github.aligner4j.runtime.RuntimeOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of {@code aligner compare} about systems, rows and budget. */
final class CompareFlags {

    private static final long DEFAULT_SEED = 42;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description =
                    "A compare.yaml with systems, chat models and their prices; docs/guide/compare.md describes it.")
    private @Nullable Path config;

    @Option(
            names = "--system",
            paramLabel = "NAME=SPEC",
            description = "A system to compare: " + CompareSpec.FORMS + ". May be repeated.")
    private Map<String, String> systems = new LinkedHashMap<>();

    @Option(
            names = "--category-field",
            defaultValue = "category",
            paramLabel = "NAME",
            description = "The field with the category of a row (default: ${DEFAULT-VALUE}).")
    private String categoryField = "category";

    @Option(names = "--rows", paramLabel = "N", description = "Compare on the first N rows only (default: all).")
    private @Nullable Integer maxRows;

    @Option(
            names = "--without-conversation",
            description =
                    "Show no system the messages before the question; for a single system, 'conversation: false' in"
                            + " compare.yaml.")
    private boolean withoutConversation;

    @Option(names = "--title", paramLabel = "TEXT", description = "The title of the report.")
    private @Nullable String title;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Seed of the intervals (default: that of compare.yaml, or 42).")
    private @Nullable Long seed;

    @Option(
            names = "--meaning-judge",
            paramLabel = "CHATMODEL",
            description =
                    "A chat model that decides whether a changed answer keeps the original's meaning, by two calls.")
    private String meaningJudge = "";

    @Option(
            names = "--page-rows",
            defaultValue = "" + ComparisonPages.DEFAULT_MAX_ROWS,
            paramLabel = "N",
            description = "Rows with their texts in report.html; 0 keeps texts out of it (default: ${DEFAULT-VALUE}).")
    private int pageRows;

    @Option(
            names = "--callers",
            defaultValue = "4",
            paramLabel = "N",
            description = "Rows to answer concurrently: more are faster in sum, but each answer then takes longer "
                    + "(default: ${DEFAULT-VALUE}).")
    private int callers;

    @Option(names = "--dry-run", description = "Print the plan, with tokens and cost, and stop.")
    private boolean dryRun;

    @Option(
            names = "--max-cost",
            paramLabel = "X",
            description =
                    "Stop once this run has spent X, in the currency of the prices; answers under way are finished.")
    private @Nullable Double maxCost;

    @Option(names = "--yes", description = "Don't ask before money is spent.")
    private boolean yes;

    @Option(names = "--retry-failed", description = "Ask again for answers that failed in an earlier run.")
    private boolean retryFailed;

    @Option(names = "--extend", description = "Continue a folder with systems or judges that it has not yet.")
    private boolean extend;

    @Option(names = "--json", description = "Print report.json, which has all numbers, instead of a summary.")
    private boolean json;

    @Mixin
    private JudgingFlags judging = new JudgingFlags();

    @Mixin
    private RuntimeFlags runtime = new RuntimeFlags();

    /** Checks values that are wrong by themselves. */
    void check() {
        requireAtLeastOne("--callers", callers);
        if (pageRows < 0) {
            throw new IllegalArgumentException("--page-rows must be at least 0, but was " + pageRows);
        }
        if (maxRows != null) {
            requireAtLeastOne("--rows", maxRows);
        }
        if (maxCost != null && !(maxCost >= 0 && maxCost < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("--max-cost must be a number of at least 0, but was " + maxCost);
        }
    }

    private static void requireAtLeastOne(String option, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(option + " must be at least 1, but was " + value);
        }
    }

    /** Returns the systems and chat models of the file and of the command line. */
    CompareConfig config() throws IOException {
        CompareConfig read = config == null ? CompareConfig.EMPTY : CompareConfig.read(config);
        return read.withSystems(systems).with(judging.settings(read.judging()), meaningJudge);
    }

    /** Returns the rows in a file or a set that ships with this library. */
    CompareInput input(String source, RowReader reader) throws IOException {
        return CompareInput.read(source, file -> {
            CompareRows rows = CompareRows.read(file, categoryField, reader);
            return maxRows == null ? rows : rows.first(maxRows);
        });
    }

    boolean conversation() {
        return !withoutConversation;
    }

    /** Returns the report's title. */
    String title(CompareConfig config, String rows) {
        String chosen = title == null ? config.title() : title;
        return chosen.isEmpty() ? "Comparison on " + rows : chosen;
    }

    long seed(CompareConfig config) {
        return seed == null ? config.seed().orElse(DEFAULT_SEED) : seed;
    }

    int callers() {
        return callers;
    }

    boolean dryRun() {
        return dryRun;
    }

    OptionalDouble maxCost() {
        return maxCost == null ? OptionalDouble.empty() : OptionalDouble.of(maxCost);
    }

    boolean yes() {
        return yes;
    }

    boolean retryFailed() {
        return retryFailed;
    }

    boolean extend() {
        return extend;
    }

    JudgingFlags judging() {
        return judging;
    }

    int pageRows() {
        return pageRows;
    }

    boolean json() {
        return json;
    }

    RuntimeOptions runtime() {
        return runtime.options();
    }
}
