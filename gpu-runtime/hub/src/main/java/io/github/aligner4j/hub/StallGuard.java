// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.hub;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Closes a response whose body stops arriving, so that its reader fails instead of waiting for ever: the timeout of the JDK's
 * client ends with the headers up to JDK 25, and limits the whole body, which may take hours, from JDK 26 on.
 */
final class StallGuard implements AutoCloseable {

    private static final int BUFFER_BYTES = 16 << 10;

    private final InputStream body;
    private final long timeout;
    private volatile long lastPart = System.nanoTime();
    private volatile boolean closed;
    private volatile boolean stalled;

    StallGuard(InputStream body, Duration timeout) {
        this.body = body;
        this.timeout = timeout.toNanos();
        checkIn(this.timeout);
    }

    /** Starts the time anew, since a part has arrived. */
    void onPart() {
        lastPart = System.nanoTime();
    }

    /** Reads at most {@code max} bytes of the body. */
    byte[] readNBytes(int max) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        byte[] buffer = new byte[BUFFER_BYTES];
        while (bytes.size() < max) {
            int read = body.read(buffer, 0, Math.min(buffer.length, max - bytes.size()));
            if (read < 0) {
                break;
            }
            onPart();
            bytes.write(buffer, 0, read);
        }
        return bytes.toByteArray();
    }

    /** Returns whether the body was closed because nothing arrived. */
    boolean stalled() {
        return stalled;
    }

    private void checkIn(long nanos) {
        CompletableFuture.delayedExecutor(nanos, TimeUnit.NANOSECONDS).execute(this::check);
    }

    private void check() {
        long left = lastPart + timeout - System.nanoTime();
        if (closed) {
            return;
        }
        if (left > 0) {
            checkIn(left);
            return;
        }
        stalled = true;
        closeBody();
    }

    @Override
    public void close() {
        closed = true;
        closeBody();
    }

    private void closeBody() {
        try {
            body.close();
        } catch (IOException e) {
            // the reader fails, or has finished
        }
    }
}
