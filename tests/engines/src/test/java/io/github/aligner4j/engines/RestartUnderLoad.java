// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.engines;

import io.github.aligner4j.Aligner;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Many callers at once, while the engine is interrupted. */
final class RestartUnderLoad {

    private static final int MAX_MINUTES = 15;

    private final Aligner aligner;
    private final Map<String, String> expected;
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicInteger right = new AtomicInteger();
    private final Queue<String> different = new ConcurrentLinkedQueue<>();
    private final Queue<String> refused = new ConcurrentLinkedQueue<>();
    private final Queue<String> broken = new ConcurrentLinkedQueue<>();

    /**
     * Creates a run.
     *
     * @param expected the ends of a calm run, by answer
     */
    RestartUnderLoad(Aligner aligner, Map<String, String> expected) {
        this.aligner = aligner;
        this.expected = expected;
    }

    /**
     * The ends of all calls.
     *
     * @param calls number of calls
     * @param right number of calls that ended as those of the calm run
     * @param different descriptions of other corrections
     * @param refused messages of calls that failed as documented
     * @param broken descriptions of calls that failed in another way
     * @param seconds time that the run took
     */
    record Result(
            int calls, int right, List<String> different, List<String> refused, List<String> broken, long seconds) {

        /** Returns the number of calls without an end. */
        int lost() {
            return calls - right - different.size() - refused.size() - broken.size();
        }
    }

    /**
     * Corrects with all callers.
     *
     * @param interruption what happens after a third of the calls
     */
    Result run(CheckOptions options, Runnable interruption) throws InterruptedException {
        long start = System.nanoTime();
        List<String> answers = new ArrayList<>(expected.keySet());
        CountDownLatch third = new CountDownLatch(options.calls() / 3);
        ExecutorService callers = Executors.newFixedThreadPool(options.callers());
        for (int i = 0; i < options.callers(); i++) {
            callers.execute(() -> {
                for (int call = next.getAndIncrement(); call < options.calls(); call = next.getAndIncrement()) {
                    correct(answers.get(call % answers.size()));
                    third.countDown();
                }
            });
        }
        callers.shutdown();
        third.await();
        interruption.run();
        boolean unused = callers.awaitTermination(MAX_MINUTES, TimeUnit.MINUTES);
        return new Result(
                options.calls(),
                right.get(),
                List.copyOf(different),
                List.copyOf(refused),
                List.copyOf(broken),
                TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start));
    }

    private void correct(String answer) {
        try {
            String end = QualityTable.corrected(aligner, answer);
            if (end.equals(expected.get(answer))) {
                right.incrementAndGet();
            } else if (QualityTable.isFailure(end)) {
                refused.add(end);
            } else {
                different.add("'" + answer + "' became '" + end + "'");
            }
        } catch (RuntimeException | Error e) {
            broken.add(e.toString());
        }
    }
}
