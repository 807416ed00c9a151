// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** What the project logs while this is open. */
final class CapturedLog extends Handler implements AutoCloseable {

    private static final Logger PROJECT = Logger.getLogger("io.github.aligner4j");

    private final List<String> lines = new CopyOnWriteArrayList<>();

    private CapturedLog() {}

    static CapturedLog open() {
        CapturedLog log = new CapturedLog();
        PROJECT.addHandler(log);
        return log;
    }

    /** Level, message and what was thrown, of each record. */
    List<String> lines() {
        return lines;
    }

    @Override
    public void publish(LogRecord record) {
        lines.add(
                record.getLevel() + " " + record.getMessage() + (record.getThrown() == null ? "" : record.getThrown()));
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        PROJECT.removeHandler(this);
    }
}
