// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class DelegatingAlignerTest {

    private static final CorrectionRequest REQUEST = CorrectionRequest.of("Why?", "So.");

    private final List<String> log = new ArrayList<>();

    @Test
    void calls_limits_and_sessions_are_forwarded() {
        Aligner plain = new DelegatingAligner(new Logging()) {};

        assertThat(plain.correct(REQUEST).answer()).isEqualTo("So. called");
        assertThat(plain.limits().timeout()).hasValue(Duration.ofSeconds(3));
        assertThat(session(plain).answer()).isEqualTo("So. completed");
        assertThat(log).containsExactly("begin", "append So.", "close");
    }

    @Test
    void added_behaviour_holds_for_calls_and_for_sessions() {
        Aligner shouting = new DelegatingAligner(new Logging()) {
            @Override
            protected Correction correct(CorrectionRequest request, CorrectionContext context, Aligner delegate) {
                Correction correction = delegate.correct(request, context);
                return Correction.of(request.answer(), correction.answer() + "!");
            }
        };

        assertThat(shouting.correct(REQUEST).answer()).isEqualTo("So. called!");
        assertThat(session(shouting).answer()).isEqualTo("So. completed!");
    }

    @Test
    void a_session_whose_completion_fails_is_closed() {
        Aligner failing = new DelegatingAligner(new Logging()) {
            @Override
            protected Correction correct(CorrectionRequest request, CorrectionContext context, Aligner delegate) {
                throw new AlignerException("not today");
            }
        };
        CorrectionSession session = failing.begin(REQUEST, Runnable::run);

        assertThatThrownBy(() -> session.complete(REQUEST, CorrectionContext.DEFAULT))
                .hasMessage("not today");
        assertThat(log).containsExactly("begin", "close");
    }

    @Test
    void a_delegate_whose_session_can_not_begin_corrects_without() {
        Aligner broken = new Aligner() {
            @Override
            public Correction correct(CorrectionRequest request, CorrectionContext context) {
                return Correction.of(request.answer(), "called");
            }

            @Override
            public CorrectionSession begin(CorrectionRequest request, Executor executor) {
                throw new IllegalStateException("no session");
            }
        };

        assertThat(session(new DelegatingAligner(broken) {}).answer()).isEqualTo("called");
    }

    private static Correction session(Aligner aligner) {
        try (CorrectionSession session = aligner.begin(REQUEST.withAnswer(""), Runnable::run)) {
            session.append("So.");
            return session.complete(REQUEST, CorrectionContext.DEFAULT);
        }
    }

    /** Logs what happens to its session. */
    private final class Logging implements Aligner {

        @Override
        public Correction correct(CorrectionRequest request, CorrectionContext context) {
            return Correction.of(request.answer(), request.answer() + " called");
        }

        @Override
        public CorrectionLimits limits() {
            return CorrectionLimits.NONE.withTimeout(Duration.ofSeconds(3));
        }

        @Override
        public CorrectionSession begin(CorrectionRequest request, Executor executor) {
            log.add("begin");
            return new CorrectionSession() {
                private boolean closed;

                @Override
                public void append(String text) {
                    log.add("append " + text);
                }

                @Override
                public Correction complete(CorrectionRequest request, CorrectionContext context) {
                    return Correction.of(request.answer(), request.answer() + " completed");
                }

                @Override
                public void close() {
                    if (!closed) {
                        closed = true;
                        log.add("close");
                    }
                }
            };
        }
    }
}
