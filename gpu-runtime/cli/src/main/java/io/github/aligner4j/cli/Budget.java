package io.github.aligner4j.cli;

import java.util.OptionalDouble;

/** The money that a run may spend. Safe for use by several threads. */
final class Budget {

    private final OptionalDouble max;
    private double spent;

    /**
     * Creates a budget.
     *
     * @param max the maximum; empty for no limit
     */
    Budget(OptionalDouble max) {
        this.max = max;
    }

    /** Adds what an answer has cost. */
    synchronized void spend(Cost cost) {
        spent += cost.total();
    }

    /** Returns what was spent. */
    synchronized double spent() {
        return spent;
    }

    /** Returns what is left; empty without a limit. */
    synchronized OptionalDouble left() {
        return max.isPresent() ? OptionalDouble.of(Math.max(0, max.getAsDouble() - spent)) : max;
    }

    /**
     * Checks that something is left.
     *
     * @throws IllegalStateException otherwise
     */
    synchronized void requireLeft() {
        if (max.isPresent() && spent > 0 && spent >= max.getAsDouble()) {
            throw new IllegalStateException("--max-cost " + max.getAsDouble()
                    + " is spent; what was answered is kept; run the same command again with a higher one");
        }
    }
}
