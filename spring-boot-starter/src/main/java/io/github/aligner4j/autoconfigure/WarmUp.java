// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.autoconfigure;

import io.github.aligner4j.Aligner;
import io.github.aligner4j.AlignerException;
import io.github.aligner4j.CorrectionContext;
import io.github.aligner4j.CorrectionRequest;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Warms the Aligners up when the application starts: before the web server, so that the application takes requests, and reports
 * readiness, only when its first correction is as fast as later ones.
 */
final class WarmUp implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(WarmUp.class);

    /** The runs after which libtorch has optimized the program of a checkpoint, and the JVM has loaded the classes of a correction. */
    private static final int RUNS = 3;

    private static final Duration TIMEOUT = Duration.ofMinutes(1);

    private static final CorrectionRequest REQUEST = CorrectionRequest.of(
            "What does the garbage collector do?",
            "The garbage collector frees memory that is no longer used. It runs in the background.");

    private final AlignerRegistry aligners;
    private volatile boolean running;

    WarmUp(AlignerRegistry aligners) {
        this.aligners = aligners;
    }

    /** Has {@code aligner} correct a short text a few times. A failure is logged, since it need not concern real answers. */
    static void of(Aligner aligner) {
        try {
            CorrectionContext context =
                    CorrectionContext.DEFAULT.withDeadline(Instant.now().plus(TIMEOUT));
            for (int i = 0; i < RUNS; i++) {
                aligner.correct(REQUEST, context);
            }
        } catch (AlignerException e) {
            LOG.info("The correction of a short text, to warm up, failed: {}", e.getMessage());
        }
    }

    @Override
    public void start() {
        aligners.warmUp();
        running = true;
    }

    @Override
    public void stop() {
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Returns a phase before that of the web server, which is close to the maximum. */
    @Override
    public int getPhase() {
        return 0;
    }
}
