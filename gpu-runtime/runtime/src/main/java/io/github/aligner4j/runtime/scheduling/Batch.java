// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.scheduling;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * The requests that have left the queue: running ones, and those that wait for memory because they were preempted or could
 * not start; these start before any queued request. Both are sorted by urgency.
 *
 * <p>Used by the device thread; the counts may be read by any thread.
 */
final class Batch {

    private final List<RunningRequest> running = new ArrayList<>();
    private final PriorityQueue<QueuedRequest> preempted = new PriorityQueue<>();
    private volatile int runningCount;
    private volatile int preemptedCount;

    /** Returns a live view of the running requests, the most urgent first. */
    List<RunningRequest> running() {
        return Collections.unmodifiableList(running);
    }

    /** Returns a live view of the requests that wait for memory. */
    Collection<QueuedRequest> preempted() {
        return Collections.unmodifiableCollection(preempted);
    }

    int runningCount() {
        return runningCount;
    }

    int preemptedCount() {
        return preemptedCount;
    }

    boolean isEmpty() {
        return runningCount + preemptedCount == 0;
    }

    void add(RunningRequest request) {
        int at = running.size();
        while (at > 0 && running.get(at - 1).request().compareTo(request.request()) > 0) {
            at--;
        }
        running.add(at, request);
        updateCounts();
    }

    void remove(RunningRequest request) {
        running.remove(request);
        updateCounts();
    }

    void addPreempted(QueuedRequest request) {
        preempted.add(request);
        updateCounts();
    }

    /** Removes and returns the most urgent request that waits for memory, null if there is none. */
    @Nullable QueuedRequest pollPreempted() {
        QueuedRequest first = preempted.poll();
        updateCounts();
        return first;
    }

    void removePreempted(QueuedRequest request) {
        preempted.remove(request);
        updateCounts();
    }

    private void updateCounts() {
        runningCount = running.size();
        preemptedCount = preempted.size();
    }
}
