// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.civility.rows;

import io.github.aligner4j.training.dataset.CorrectionRow;
import io.github.aligner4j.training.dataset.DatasetDraft;
import io.github.aligner4j.training.dataset.DatasetStep;
import io.github.aligner4j.training.dataset.RowFile;
import io.github.aligner4j.training.dataset.TextFile;
import io.github.aligner4j.training.dataset.Windowing;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Steps of a {@link io.github.aligner4j.training.dataset.DatasetPipeline} that only the civility recipe needs. */
public final class RecipeSteps {

    /** The source of windows of hand-written rows whose correction differs. */
    public static final String CHANGED = "hand-written windows to correct";

    /** The source of the other windows of hand-written rows. */
    public static final String CLEAN = "clean hand-written windows";

    /** The source of pairs by people, as they are and in natural writing. */
    public static final String PAIRS = "pairs by people";

    /** The source of people's corrections as good answers. */
    public static final String NEUTRAL = "corrections by people";

    /** The source of windows of good answers. */
    public static final String ANSWERS = "windows of good answers";

    /** The source of passages of prose. */
    public static final String PROSE = "passages of prose";

    private final Windowing windowing;

    /** Creates steps that cut rows into windows of at most {@code window} characters. */
    public RecipeSteps(int window) {
        this.windowing = new Windowing(window, 0);
    }

    /** Reads hand-written rows. */
    public DatasetStep readRows(Path file) {
        return new DatasetStep("read the rows of " + file, (draft, random) -> {
            Windowing.Outcome windows = windowing.cut(RowFile.readAll(file, CorrectionRow::parse));
            return draft.plusSource(CHANGED, filter(windows.rows(), false))
                    .plusSource(CLEAN, filter(windows.rows(), true))
                    .withNote(windows.rows().size() + " windows; " + windows.uncut()
                            + " left out, with a boundary inside an edit");
        });
    }

    /**
     * Reads the corrections of hand-written rows that change something as clean rows: each differs from a rude row by its rudeness alone,
     * which teaches the detector what to look at.
     */
    public DatasetStep readCorrections(Path file) {
        return new DatasetStep("read the corrections of " + file, (draft, random) -> {
            List<CorrectionRow> corrections = RowFile.readAll(file, CorrectionRow::parse).stream()
                    .filter(row -> !row.identity() && !row.correction().isEmpty())
                    .map(row -> new CorrectionRow(
                            row.conversation(), row.context(), row.question(), row.correction(), row.correction()))
                    .distinct()
                    .toList();
            List<CorrectionRow> windows = windowing.cut(corrections).rows();
            return draft.plusSource(CLEAN, windows).withNote(windows.size() + " windows");
        });
    }

    private static List<CorrectionRow> filter(List<CorrectionRow> rows, boolean identity) {
        return rows.stream().filter(row -> row.identity() == identity).toList();
    }

    /** Reads pairs by people. */
    public DatasetStep readPairs(Path file) {
        return new DatasetStep("read the pairs of " + file, (draft, random) -> {
            RowFile<CorrectionRow> read = RowFile.readPairs(file);
            if (!read.bad().isEmpty()) {
                throw new IOException(file + ":" + read.bad().get(0).line() + ": "
                        + read.bad().get(0).problem());
            }
            ClosestPairs pairs = ClosestPairs.of(read.rows());
            return draft.plusSource(PAIRS, pairs.rows())
                    .plusSource(NEUTRAL, pairs.corrections())
                    .withNote(pairs.rows().size() + " pairs, " + pairs.equal() + " answers without a correction");
        });
    }

    /** Reads good answers, and leaves out those to questions of the dev set. */
    public DatasetStep readAnswers(Path file) {
        return new DatasetStep("read the good answers of " + file, (draft, random) -> {
            List<CorrectionRow> all = RowFile.readAll(file, CorrectionRow::parseGoodAnswer);
            List<CorrectionRow> kept =
                    all.stream().filter(row -> !CleanDevSet.has(row.question())).toList();
            List<CorrectionRow> windows = windowing.cut(kept).rows();
            return draft.plusSource(ANSWERS, windows)
                    .withNote(windows.size() + " windows; " + (all.size() - kept.size())
                            + " answers of the dev set left out");
        });
    }

    /** Reads prose, and draws passages of it. */
    public DatasetStep readProse(Path file, int count) {
        return new DatasetStep("draw " + count + " passages of " + file, (draft, random) -> {
            Passages passages = new Passages(windowing.characters());
            return draft.plusSource(PROSE, passages.draw(TextFile.lines(file), count, random));
        });
    }

    /** Adds a source {@code copies} times. */
    public static DatasetStep repeat(String source, int copies) {
        return new DatasetStep("add the " + source + " " + copies + " times", (draft, random) -> {
            List<CorrectionRow> repeated = new ArrayList<>();
            for (int i = 0; i < copies; i++) {
                repeated.addAll(draft.source(source));
            }
            return draft.plusRows(repeated);
        });
    }

    /** Adds {@code count} rows of a source, or all if it has fewer. */
    public static DatasetStep draw(String source, int count) {
        return new DatasetStep(
                "add " + count + " " + source,
                (draft, random) -> draft.plusRows(drawn(draft.source(source), count, random)));
    }

    private static List<CorrectionRow> drawn(List<CorrectionRow> rows, int count, Random random) {
        List<CorrectionRow> shuffled = new ArrayList<>(rows);
        Collections.shuffle(shuffled, random);
        return List.copyOf(shuffled.subList(0, Math.min(count, shuffled.size())));
    }

    /** Adds the windows of good answers. */
    public DatasetStep addGoodAnswers(Path file) {
        return new DatasetStep(
                "add the good answers of " + file,
                (draft, random) -> draft.plusRows(windowing
                        .cut(RowFile.readAll(file, CorrectionRow::parseGoodAnswer))
                        .rows()));
    }

    /** Adds rows in which a short row that changes something stands inside a clean passage. */
    public DatasetStep carry(int count) {
        return new DatasetStep("carry " + count + " rows inside clean passages", (draft, random) -> {
            List<CorrectionRow> rows = carrying(draft).rows(count, random);
            return draft.plusRows(rows).withNote(rows.size() + " rows");
        });
    }

    private Carrying carrying(DatasetDraft draft) {
        return new Carrying(
                List.of(draft.source(CHANGED), draft.source(CHANGED), draft.source(CHANGED), draft.source(PAIRS)),
                List.of(
                        draft.source(ANSWERS),
                        draft.source(ANSWERS),
                        draft.source(ANSWERS),
                        draft.source(CLEAN),
                        draft.source(PROSE)),
                windowing.characters());
    }
}
