// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.springai;

import io.github.aligner4j.AlignerException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Removes messages of foreign exceptions, which may quote texts, from the failure of a stream: Spring AI logs such a failure
 * with all its causes, once for every advisor. Each foreign exception is replaced by one of the same class and with the same
 * stack trace, but without the message. An {@link Error} stays, unless it quotes the texts.
 *
 * @param texts the texts that must not be quoted
 */
record FailureSanitizer(RepeatedText texts) {

    private static final String OWN_PACKAGES = "io.github.aligner4j.";
    private static final String NO_MESSAGE = "the message is left out, as it may quote texts";

    /** Returns {@code failure}, or a replacement without messages of foreign exceptions. */
    Throwable sanitize(Throwable failure) {
        if (isOwn(failure)) {
            return withSanitizedCause(failure);
        }
        boolean quotes = !(failure instanceof Error) || isQuotedIn(failure);
        return quotes ? withoutMessage(failure) : failure;
    }

    private static boolean isOwn(Throwable failure) {
        return failure.getClass().getName().startsWith(OWN_PACKAGES);
    }

    private boolean isQuotedIn(Throwable failure) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
                .limit(100)
                .anyMatch(cause -> texts.isQuotedIn(String.valueOf(cause.getMessage())));
    }

    private Throwable withSanitizedCause(Throwable failure) {
        Throwable cause = failure.getCause();
        if (cause == null) {
            return failure;
        }
        Throwable sanitized = sanitize(cause);
        if (sanitized == cause) {
            return failure;
        }
        boolean retryable = failure instanceof AlignerException exception && exception.retryable();
        String message = String.valueOf(failure.getMessage());
        Throwable same = newInstance(failure, List.of(String.class, Throwable.class), message, sanitized);
        return withStackTrace(failure, same == null ? new AdvisorException(message, sanitized, retryable) : same);
    }

    private static Throwable withoutMessage(Throwable failure) {
        Throwable same = newInstance(failure, List.of(String.class), NO_MESSAGE);
        same = same == null ? newInstance(failure, List.of()) : same;
        same = same == null ? newInstance(failure, List.of(Object.class), NO_MESSAGE) : same;
        return withStackTrace(
                failure, same == null ? new AlignerException(failure.getClass().getName() + ": " + NO_MESSAGE) : same);
    }

    private static Throwable withStackTrace(Throwable failure, Throwable replacement) {
        replacement.setStackTrace(failure.getStackTrace());
        return replacement;
    }

    private static @Nullable Throwable newInstance(
            Throwable failure, List<Class<?>> types, @Nullable Object... arguments) {
        Class<? extends Throwable> type = failure.getClass();
        try {
            Constructor<? extends Throwable> constructor = type.getConstructor(types.toArray(Class<?>[]::new));
            return Modifier.isPublic(type.getModifiers()) ? constructor.newInstance(arguments) : null;
        } catch (ReflectiveOperationException | RuntimeException e) {
            return null;
        }
    }
}
