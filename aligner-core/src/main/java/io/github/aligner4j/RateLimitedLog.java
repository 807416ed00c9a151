// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Logs warnings of events that may happen many times a second: the first of each kind at once, later ones at most once a
 * minute, with the number of those left out. Safe for use by several threads.
 */
public final class RateLimitedLog {

    private static final Duration INTERVAL = Duration.ofMinutes(1);
    private static final int MAX_KINDS = 256;

    private final Logger logger;
    private final InstantSource clock;
    private final Map<String, Kind> kinds = new ConcurrentHashMap<>();

    /**
     * Creates it.
     *
     * @param logger writes the warnings
     * @param clock the clock that limits the rate
     */
    public RateLimitedLog(Logger logger, InstantSource clock) {
        this.logger = Objects.requireNonNull(logger, "logger");
        this.clock = Objects.requireNonNull(clock, "clock");
    }

    /**
     * Logs a warning, unless one of the same kind was logged less than a minute ago.
     *
     * @param kind events of the same kind are counted together; kinds beyond the first {@value #MAX_KINDS} are counted as one
     * @param message the warning; quotes no texts
     */
    public void warn(String kind, String message) {
        String counted = kinds.size() < MAX_KINDS || kinds.containsKey(kind) ? kind : "";
        long leftOut = kinds.computeIfAbsent(counted, key -> new Kind()).next(clock.instant());
        if (leftOut >= 0) {
            logger.log(
                    Level.WARNING,
                    leftOut == 0 ? message : message + " (and " + leftOut + " more times since this was last logged)");
        }
    }

    /** Events of one kind. */
    private static final class Kind {

        private Instant quietUntil = Instant.MIN;
        private long leftOut;

        /** Returns the number of events left out before this one, or -1 if this one is left out, too. */
        synchronized long next(Instant now) {
            if (now.isBefore(quietUntil)) {
                leftOut++;
                return -1;
            }
            long before = leftOut;
            leftOut = 0;
            quietUntil = now.plus(INTERVAL);
            return before;
        }
    }
}
