// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.drill;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Handler;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import org.slf4j.LoggerFactory;

/** Hears all that is logged in this JVM, and uncaught exceptions, and keeps what should not have been said. */
final class Logs {

    private static final int KEPT = 20;

    private final Queue<String> leaks = new ConcurrentLinkedQueue<>();
    private final Queue<String> uncaught = new ConcurrentLinkedQueue<>();
    private final AtomicLong lines = new AtomicLong();

    private Logs() {}

    /** Begins to listen. Spring Boot must not set logging up anew, or it would silence this. */
    static Logs listen() {
        System.setProperty("org.springframework.boot.logging.LoggingSystem", "none");
        Logs logs = new Logs();
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.detachAndStopAllAppenders();
        root.setLevel(ch.qos.logback.classic.Level.INFO);
        logs.new Logback().attach(root);
        java.util.logging.Logger julRoot = LogManager.getLogManager().getLogger("");
        for (Handler handler : julRoot.getHandlers()) {
            julRoot.removeHandler(handler);
        }
        julRoot.addHandler(logs.new Jul());
        Thread.setDefaultUncaughtExceptionHandler(
                (thread, error) -> logs.note(logs.uncaught, thread.getName() + ": " + error));
        return logs;
    }

    /** Log lines that repeat what a text or a foreign exception said. */
    List<String> leaks() {
        return List.copyOf(leaks);
    }

    /** Exceptions that nobody caught. */
    List<String> uncaught() {
        return List.copyOf(uncaught);
    }

    /** How many lines at INFO or above the library itself logged, stack traces included. */
    long lines() {
        return lines.get();
    }

    private void said(String logger, String text) {
        if (logger.startsWith("io.github.aligner4j")) {
            lines.addAndGet(text.lines().count());
        }
        if (text.contains(Texts.FOREIGN) || text.contains(Texts.RUDE)) {
            note(leaks, logger + ": " + text.substring(0, Math.min(600, text.length())));
        }
    }

    private void note(Queue<String> notes, String note) {
        if (notes.size() < KEPT) {
            notes.add(note);
        }
    }

    private final class Logback extends AppenderBase<ILoggingEvent> {

        void attach(Logger root) {
            setContext(root.getLoggerContext());
            start();
            root.addAppender(this);
        }

        @Override
        protected void append(ILoggingEvent event) {
            String trace = event.getThrowableProxy() == null
                    ? ""
                    : "\n" + ThrowableProxyUtil.asString(event.getThrowableProxy());
            said(event.getLoggerName(), event.getFormattedMessage() + trace);
        }
    }

    private final class Jul extends Handler {

        private final java.util.logging.SimpleFormatter formatter = new java.util.logging.SimpleFormatter();

        @Override
        public void publish(LogRecord entry) {
            said(String.valueOf(entry.getLoggerName()), formatter.format(entry));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
