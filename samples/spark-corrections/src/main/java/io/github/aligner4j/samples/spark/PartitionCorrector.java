package io.github.aligner4j.samples.spark;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.util.TaskCompletionListener;

/**
 * Corrects the rows of a partition, several at a time, so that the engine can batch them. Rows come out in order; no more are read
 * ahead than are being corrected, however large the partition is.
 */
final class PartitionCorrector implements MapPartitionsFunction<Row, Row> {

    private static final long serialVersionUID = 1L;

    private final JobOptions options;

    PartitionCorrector(JobOptions options) {
        this.options = options;
    }

    @Override
    public Iterator<Row> call(Iterator<Row> rows) {
        if (!rows.hasNext()) {
            return rows;
        }
        RowCorrector corrector = new RowCorrector(ExecutorAligner.of(options));
        ExecutorService callers = Executors.newFixedThreadPool(options.callers());
        TaskContext task = TaskContext.get();
        if (task != null) {
            task.addTaskCompletionListener((TaskCompletionListener) ended -> callers.shutdownNow());
        }
        return new Window(rows, corrector, callers, options.callers());
    }

    /** The rows that are being corrected. */
    private static final class Window implements Iterator<Row> {

        private final Iterator<Row> rows;
        private final RowCorrector corrector;
        private final ExecutorService callers;
        private final int size;
        private final Deque<Future<Row>> pending = new ArrayDeque<>();

        Window(Iterator<Row> rows, RowCorrector corrector, ExecutorService callers, int size) {
            this.rows = rows;
            this.corrector = corrector;
            this.callers = callers;
            this.size = size;
        }

        @Override
        public boolean hasNext() {
            while (pending.size() < size && rows.hasNext()) {
                Row row = rows.next();
                pending.add(callers.submit(() -> corrector.correct(row)));
            }
            if (pending.isEmpty()) {
                callers.shutdown();
            }
            return !pending.isEmpty();
        }

        @Override
        public Row next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            try {
                return pending.remove().get();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while rows are corrected", e);
            } catch (ExecutionException e) {
                throw e.getCause() instanceof RuntimeException failure ? failure : new IllegalStateException(e.getCause());
            }
        }
    }
}
