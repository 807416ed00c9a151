// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.autoconfigure;

import io.github.aligner4j.Aligner;
import io.github.aligner4j.AlignerDescription;
import io.github.aligner4j.Correction;
import io.github.aligner4j.CorrectionContext;
import io.github.aligner4j.CorrectionLimits;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.CorrectionSession;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The Aligners that were opened together, on one model. They can be opened again while they correct: calls that have begun end with
 * the old ones, which are closed when the last of these has ended, and later calls go to the new ones. Safe for use by several
 * threads.
 */
final class AlignerGroup implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(AlignerGroup.class);

    private final Supplier<Map<String, Aligner>> opener;
    private final AtomicInteger reloads = new AtomicInteger();
    private volatile Generation current;

    /**
     * Opens the Aligners.
     *
     * @param opener opens all of them, and throws if one can't be opened
     */
    AlignerGroup(Supplier<Map<String, Aligner>> opener) {
        this.opener = opener;
        this.current = new Generation(opener.get());
    }

    /** Returns the Aligner {@code name}, which corrects by the one that was opened last. */
    Aligner member(String name) {
        return new Member(this, name);
    }

    /** Returns the Aligner {@code name} that was opened last. */
    Aligner opened(String name) {
        return current.aligner(name);
    }

    /** Returns the number of times that the Aligners were opened again. */
    int reloads() {
        return reloads.get();
    }

    /**
     * Opens the Aligners again, and switches to the new ones if that succeeds. Until the last call of the old ones has ended, both
     * take memory.
     *
     * @param prepare prepares each of the new Aligners before the switch
     * @throws RuntimeException as the opener does; the old Aligners then stay
     */
    synchronized void reload(Consumer<Aligner> prepare) {
        Generation next = new Generation(opener.get());
        try {
            next.aligners.values().forEach(prepare);
        } catch (RuntimeException | Error e) {
            next.closeAll();
            throw e;
        }
        Generation old = current;
        current = next;
        reloads.incrementAndGet();
        old.release();
    }

    /** Closes the Aligners at once, whatever calls are under way. */
    @Override
    public synchronized void close() {
        current.closeAll();
    }

    /** Begins a call. */
    private Generation acquire() {
        while (true) {
            Generation now = current;
            if (now.acquire()) {
                return now;
            }
        }
    }

    /** The Aligners of one opening, which are in use by the group and by the calls that are under way. */
    private static final class Generation {

        private final Map<String, Aligner> aligners;
        private final AtomicInteger users = new AtomicInteger(1);
        private final AtomicBoolean closed = new AtomicBoolean();

        Generation(Map<String, Aligner> aligners) {
            this.aligners = Map.copyOf(aligners);
        }

        Aligner aligner(String name) {
            return Objects.requireNonNull(aligners.get(name));
        }

        /** Returns false if the Aligners are or will be closed. */
        boolean acquire() {
            return users.getAndUpdate(count -> count == 0 ? 0 : count + 1) > 0;
        }

        /** Ends a use; after the last one, the Aligners are closed by a thread of its own, as that may take a while. */
        void release() {
            if (users.decrementAndGet() == 0) {
                Thread closing = new Thread(this::closeAll, "aligner-close");
                closing.setDaemon(true);
                closing.start();
            }
        }

        void closeAll() {
            if (closed.compareAndSet(false, true)) {
                aligners.forEach(Generation::close);
            }
        }

        private static void close(String name, Aligner aligner) {
            if (aligner instanceof AutoCloseable closeable) {
                try {
                    closeable.close();
                } catch (Exception e) {
                    LOG.warn(
                            "The Aligner '{}' failed to close with {}",
                            name,
                            e.getClass().getName());
                }
            }
        }
    }

    /**
     * One of the Aligners.
     *
     * @param group the group
     * @param name its name in the group
     */
    private record Member(AlignerGroup group, String name) implements Aligner {

        @Override
        public Correction correct(CorrectionRequest request, CorrectionContext context) {
            Generation generation = group.acquire();
            try {
                return generation.aligner(name).correct(request, context);
            } finally {
                generation.release();
            }
        }

        /** Begins with the Aligner that was opened last, which is in use until the session ends. */
        @Override
        public CorrectionSession begin(CorrectionRequest request, Executor executor) {
            Generation generation = group.acquire();
            try {
                return new Session(generation.aligner(name).begin(request, executor), generation);
            } catch (RuntimeException | Error e) {
                generation.release();
                throw e;
            }
        }

        @Override
        public CorrectionLimits limits() {
            return group.opened(name).limits();
        }

        @Override
        public boolean deterministic() {
            return group.opened(name).deterministic();
        }

        @Override
        public boolean supportsWindows() {
            return group.opened(name).supportsWindows();
        }

        @Override
        public AlignerDescription description() {
            return group.opened(name).description();
        }
    }

    /** A session that keeps its Aligner open. */
    private static final class Session implements CorrectionSession {

        private final CorrectionSession inner;
        private final Generation generation;
        private final AtomicBoolean ended = new AtomicBoolean();

        Session(CorrectionSession inner, Generation generation) {
            this.inner = inner;
            this.generation = generation;
        }

        @Override
        public void append(String text) {
            inner.append(text);
        }

        @Override
        public Correction complete(CorrectionRequest request, CorrectionContext context) {
            try {
                return inner.complete(request, context);
            } finally {
                end();
            }
        }

        @Override
        public void close() {
            try {
                inner.close();
            } finally {
                end();
            }
        }

        private void end() {
            if (ended.compareAndSet(false, true)) {
                generation.release();
            }
        }
    }
}
