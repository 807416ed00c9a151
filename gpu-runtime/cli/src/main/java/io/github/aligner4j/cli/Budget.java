// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.cli;

import java.util.OptionalDouble;

/** The money that a run may spend. Safe for use by several threads. */
final class Budget {

    private final OptionalDouble max;
    private double spent;
    private double reserved;
    private int calls;

    /**
     * Creates a budget.
     *
     * @param max the maximum; empty for no limit
     */
    Budget(OptionalDouble max) {
        this.max = max;
    }

    /** Adds what something has cost that was not reserved. */
    synchronized void spend(Cost cost) {
        spent += cost.total();
    }

    /**
     * Reserves the estimated cost of a call, so that calls at the same time don't spend more together than is left. Waits for calls
     * in flight as long as they may leave enough.
     *
     * @throws IllegalStateException if the cost does not fit what is left
     * @throws InterruptedException if the calling thread is interrupted while it waits
     */
    synchronized void reserve(double estimate) throws InterruptedException {
        while (estimate > 0 && max.isPresent() && spent + reserved + estimate > max.getAsDouble()) {
            if (calls == 0) {
                throw new IllegalStateException("--max-cost " + max.getAsDouble()
                        + " is spent, or leaves too little for the next call; what was answered is kept; run the same"
                        + " command again with a higher one");
            }
            wait();
        }
        reserved += estimate;
        calls++;
    }

    /** Replaces a reserved estimate by what the call has cost. */
    synchronized void spend(double estimate, Cost cost) {
        calls--;
        reserved = calls == 0 ? 0 : reserved - estimate;
        spent += cost.total();
        notifyAll();
    }

    /** Returns what was spent. */
    synchronized double spent() {
        return spent;
    }

    /** Returns what is left; empty without a limit. */
    synchronized OptionalDouble left() {
        return max.isPresent() ? OptionalDouble.of(Math.max(0, max.getAsDouble() - spent)) : max;
    }
}
