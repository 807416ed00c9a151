// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.cli;

import io.github.aligner4j.LayerTrace.Outcome;
import io.github.aligner4j.evaluation.traffic.ReplayAnalysis;
import io.github.aligner4j.evaluation.traffic.TrafficEntry;
import io.github.aligner4j.training.dataset.JsonRow;
import io.github.aligner4j.training.dataset.PrivateFile;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Corrects recorded answers again and writes them, in their order, into another recording; those that it has already are read from
 * there. Compares both.
 */
final class ReplayRun {

    private final TrafficFiles recorded;
    private final Path output;
    private final Replay replay;
    private final ReplayAnalysis analysis;

    ReplayRun(TrafficFiles recorded, Path output, Replay replay, ReplayAnalysis analysis) {
        this.recorded = recorded;
        this.output = output;
        this.replay = replay;
        this.analysis = analysis;
    }

    /**
     * The answers of a run.
     *
     * @param answers the number of recorded answers
     * @param finished the number of them that an earlier run has corrected
     */
    record Plan(long answers, long finished) {}

    /**
     * Checks the recordings, and that the output can be continued.
     *
     * @throws IOException with a message for the user if there are bad lines that are not to be skipped, or the output is not that
     *     of an earlier run
     */
    Plan plan() throws IOException {
        long[] counts = new long[2];
        try (ReplayedLines lines = ReplayedLines.open(output, replay.configuration())) {
            recorded.forEach((place, row, entry) -> {
                if (isReplayable(entry)) {
                    counts[0]++;
                    counts[1] += lines.next(place, entry).isPresent() ? 1 : 0;
                }
            });
            lines.requireEnd();
        }
        return new Plan(counts[0], counts[1]);
    }

    /** Corrects the answers that are left, with so many callers at a time, and compares all. */
    void run(int callers, Progress progress) throws IOException {
        ExecutorService pool = Executors.newFixedThreadPool(callers);
        try (ReplayedLines lines = ReplayedLines.open(output, replay.configuration())) {
            TrafficFiles again = new TrafficFiles(recorded.files(), true, new PrintWriter(Writer.nullWriter()));
            try (Pending pending = new Pending(pool, 2 * callers, lines, progress)) {
                again.forEach(pending);
                pending.writeAll();
            }
        } finally {
            pool.shutdownNow();
        }
    }

    /** Returns false if only shadow layers were given the answer: what they made of it is a line of its own. */
    private static boolean isReplayable(TrafficEntry entry) {
        boolean idle = entry.ending() == TrafficEntry.Ending.NOT_APPLIED;
        return !idle || !entry.has(Outcome.SHADOWED);
    }

    /** An answer that is being corrected. */
    private record Task(String place, TrafficEntry recorded, Future<Replay.Result> result) {}

    /** The answers that are being corrected, in the order in which they are written. */
    private final class Pending implements TrafficFiles.Visitor, AutoCloseable {

        private final Deque<Task> tasks = new ArrayDeque<>();
        private final ExecutorService pool;
        private final int max;
        private final ReplayedLines lines;
        private final Progress progress;
        private @Nullable OutputStream out;

        Pending(ExecutorService pool, int max, ReplayedLines lines, Progress progress) {
            this.pool = pool;
            this.max = max;
            this.lines = lines;
            this.progress = progress;
        }

        @Override
        public void visit(String place, JsonRow row, TrafficEntry entry) throws IOException {
            if (!isReplayable(entry)) {
                analysis.leaveOut();
                return;
            }
            Optional<TrafficEntry> finished = out == null ? lines.next(place, entry) : Optional.empty();
            if (finished.isPresent()) {
                analysis.add(place, entry, finished.get());
                progress.step();
                return;
            }
            open();
            tasks.add(new Task(place, entry, pool.submit(() -> replay.correct(row, entry))));
            if (tasks.size() >= max) {
                write(tasks.remove());
            }
        }

        @Override
        public void skip() {
            analysis.skip();
        }

        void writeAll() throws IOException {
            while (!tasks.isEmpty()) {
                write(tasks.remove());
            }
        }

        private void open() throws IOException {
            if (out == null) {
                lines.cutTorn();
                out = PrivateFile.append(output);
            }
        }

        private void write(Task task) throws IOException {
            Replay.Result result = await(task.result());
            if (out != null) {
                try {
                    out.write((result.line() + "\n").getBytes(StandardCharsets.UTF_8));
                } catch (IOException e) {
                    throw new IOException(
                            output + ": " + e.getMessage() + "; finished rows are kept; run the same command again", e);
                }
            }
            analysis.add(task.place(), task.recorded(), result.entry());
            progress.step();
        }

        @Override
        public void close() throws IOException {
            if (out != null) {
                out.close();
            }
        }
    }

    private static Replay.Result await(Future<Replay.Result> result) {
        try {
            return result.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("the replay was interrupted; run the same command again", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException failure ? failure : new IllegalStateException(e.getCause());
        }
    }
}
