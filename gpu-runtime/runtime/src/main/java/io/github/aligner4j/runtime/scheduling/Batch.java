package io.github.aligner4j.runtime.scheduling;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * The requests that the device's thread has taken on: those that run, the most urgent first, and those that had to make
 * room and go on as soon as there is some. Used by the device's thread; the counts by any.
 */
final class Batch {

    private final List<RunningRequest> running = new ArrayList<>();
    private final PriorityQueue<QueuedRequest> parked = new PriorityQueue<>();
    private volatile int runningCount;
    private volatile int parkedCount;

    /** Returns those that run, the most urgent first; the list changes with them. */
    List<RunningRequest> running() {
        return Collections.unmodifiableList(running);
    }

    /** Returns those that wait for room; the collection changes with them. */
    Collection<QueuedRequest> parked() {
        return Collections.unmodifiableCollection(parked);
    }

    int runningCount() {
        return runningCount;
    }

    int parkedCount() {
        return parkedCount;
    }

    boolean isEmpty() {
        return runningCount + parkedCount == 0;
    }

    void add(RunningRequest request) {
        int at = running.size();
        while (at > 0 && running.get(at - 1).request().compareTo(request.request()) > 0) {
            at--;
        }
        running.add(at, request);
        recount();
    }

    void remove(RunningRequest request) {
        running.remove(request);
        recount();
    }

    void park(QueuedRequest request) {
        parked.add(request);
        recount();
    }

    @Nullable QueuedRequest unpark() {
        QueuedRequest first = parked.poll();
        recount();
        return first;
    }

    void remove(QueuedRequest request) {
        parked.remove(request);
        recount();
    }

    private void recount() {
        runningCount = running.size();
        parkedCount = parked.size();
    }
}
