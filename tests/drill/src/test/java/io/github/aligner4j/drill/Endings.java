// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.drill;

import io.github.aligner4j.AlignerException;
import io.github.aligner4j.CorrectionCancelledException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/** The documented ways in which a call ends. */
final class Endings {

    private Endings() {}

    /** Exactly one answer; what was heard is the answer, and so is what the memory holds. */
    static void answered(Heard heard, World world, String answer) throws InterruptedException {
        once(heard, world);
        assertThat(heard.errors()).as("errors").isEmpty();
        assertThat(heard.answers()).as("answers").hasSize(1);
        assertThat(heard.answers().get(0).equals(answer))
                .as(
                        "answer of %d characters is the expected one of %d: %s",
                        heard.answers().get(0).length(),
                        answer.length(),
                        start(heard.answers().get(0)))
                .isTrue();
        if (heard.hasMemory()) {
            assertThat(heard.memory()).as("memory").isNotEmpty();
            assertThat(heard.memory().get(heard.memory().size() - 1).equals(answer))
                    .as("the memory holds the answer")
                    .isTrue();
        }
    }

    /** The same, and nothing uncorrected anywhere. */
    static void corrected(Heard heard, World world, String answer) throws InterruptedException {
        answered(heard, world, answer);
        nothingUncorrected(heard);
    }

    /** Exactly one failure, an {@link AlignerException} because of {@code cause}, and nothing uncorrected anywhere. */
    static void failed(Heard heard, World world, Class<?>... anyCause) throws InterruptedException {
        once(heard, world);
        nothingUncorrected(heard);
        assertThat(heard.answers()).as("answers").isEmpty();
        Throwable error = heard.errors().get(0);
        assertThat(error).isInstanceOf(AlignerException.class);
        assertThat(chain(error))
                .as("causes of " + error)
                .anyMatch(e -> Stream.of(anyCause).anyMatch(cause -> cause.isInstance(e)));
        discreet(error);
    }

    /** Exactly one failure, which is the upstream client's own, and nothing uncorrected anywhere. */
    static void failedUpstream(Heard heard, World world) throws InterruptedException {
        once(heard, world);
        nothingUncorrected(heard);
        assertThat(heard.answers()).as("answers").isEmpty();
        Throwable error = heard.errors().get(0);
        assertThat(error).isNotInstanceOf(AlignerException.class);
        assertThat(chain(error)).as("faults of ours").noneMatch(Endings::isOurs);
    }

    /** Exactly one end of any kind, with nothing uncorrected anywhere; an error is the upstream client's own. */
    static void endedHarmlessly(Heard heard, World world) throws InterruptedException {
        once(heard, world);
        nothingUncorrected(heard);
        for (Throwable error : heard.errors()) {
            assertThat(chain(error)).as("faults of ours").noneMatch(Endings::isOurs);
        }
    }

    /** An answer, or a failure that is an {@link AlignerException}. */
    static void correctedOrFailed(Heard heard, World world, String answer) throws InterruptedException {
        heard.awaitEnd(world.bound());
        if (heard.errors().isEmpty()) {
            corrected(heard, world, answer);
        } else {
            failed(heard, world, Throwable.class);
        }
    }

    /** A cancelled stream says nothing more; an interrupted call fails, and says that it was. */
    static void cancelled(Heard heard, World world, Route route) throws InterruptedException {
        if (route.streams()) {
            assertThat(heard.answers()).as("answers after a cancellation").isEmpty();
            assertThat(heard.errors()).as("errors after a cancellation").isEmpty();
        } else {
            once(heard, world);
            assertThat(heard.answers()).as("answers of an interrupted call").isEmpty();
        }
        nothingUncorrected(heard);
    }

    /** A call of ours that was interrupted fails as a cancelled one. */
    static void cancelledByAligner(Heard heard, World world, Route route) throws InterruptedException {
        cancelled(heard, world, route);
        if (!route.streams()) {
            assertThat(chain(heard.errors().get(0)))
                    .anyMatch(e -> e instanceof AlignerException || e instanceof CorrectionCancelledException);
            assertThat(heard.interrupted())
                    .as("the caller's thread is still interrupted")
                    .isTrue();
        }
    }

    /** Nothing that upstream said and an Aligner would have removed was seen by the user or by the memory. */
    static void nothingUncorrected(Heard heard) {
        assertThat(heard.text().contains(Texts.MARKER))
                .as("uncorrected text heard")
                .isFalse();
        assertThat(heard.answers()).as("uncorrected answers").noneMatch(text -> text.contains(Texts.MARKER));
        assertThat(heard.memory()).as("uncorrected text in the memory").noneMatch(text -> text.contains(Texts.MARKER));
    }

    private static void once(Heard heard, World world) throws InterruptedException {
        heard.awaitEnd(world.bound());
        assertThat(heard.answers().size() + heard.errors().size())
                .as("ends, which are " + heard.answers().size() + " answers and " + heard.errors())
                .isEqualTo(1);
        assertThat(heard.late()).as("pieces after the end").isZero();
        if (!heard.answers().isEmpty() && !heard.text().isEmpty()) {
            assertThat(heard.answers().get(0).length())
                    .as("what was heard is the answer: " + start(heard.text()))
                    .isLessThanOrEqualTo(heard.text().length());
        }
    }

    /** Our own messages repeat neither texts nor what strangers said. */
    private static void discreet(Throwable error) {
        for (Throwable each : chain(error)) {
            if (each.getClass().getName().startsWith("io.github.aligner4j")) {
                assertThat(String.valueOf(each.getMessage()))
                        .as("message of " + each.getClass().getSimpleName())
                        .doesNotContain(Texts.FOREIGN)
                        .doesNotContain(Texts.MARKER);
            }
        }
    }

    /** A fault in our code, as opposed to one that only passed through it. */
    private static boolean isOurs(Throwable error) {
        StackTraceElement[] frames = error.getStackTrace();
        int depth = error instanceof NullPointerException ? 2 : 1;
        return Arrays.stream(frames)
                .limit(depth)
                .anyMatch(frame -> frame.getClassName().startsWith("io.github.aligner4j."));
    }

    private static List<Throwable> chain(Throwable error) {
        List<Throwable> chain = new ArrayList<>();
        for (Throwable each = error; each != null && !chain.contains(each); each = each.getCause()) {
            chain.add(each);
        }
        return chain;
    }

    private static String start(String text) {
        return text.substring(0, Math.min(80, text.length()));
    }
}
