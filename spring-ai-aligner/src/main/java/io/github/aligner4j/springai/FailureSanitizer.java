package io.github.aligner4j.springai;

import io.github.aligner4j.AlignerException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Keeps messages of strangers' exceptions, which may quote texts, out of what a stream fails with: Spring AI logs each failure
 * of a stream with all its causes, once for every advisor. In their place are exceptions of the same class, thrown at the same
 * place, without the message. An {@link Error} stays, unless it quotes the texts.
 *
 * @param texts the texts that must not be quoted
 */
record FailureSanitizer(Echoes texts) {

    private static final String OURS = "io.github.aligner4j.";
    private static final String LEFT_OUT = "the message is left out, as it may quote texts";

    /** Returns {@code failure} of a correction, or what says the same without a stranger's message. */
    Throwable of(Throwable failure) {
        if (isOurs(failure)) {
            return ours(failure);
        }
        boolean quotes = !(failure instanceof Error) || isQuotedIn(failure);
        return quotes ? standIn(failure) : failure;
    }

    private static boolean isOurs(Throwable failure) {
        return failure.getClass().getName().startsWith(OURS);
    }

    private boolean isQuotedIn(Throwable failure) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
                .limit(100)
                .anyMatch(cause -> texts.areQuotedIn(String.valueOf(cause.getMessage())));
    }

    private Throwable ours(Throwable failure) {
        Throwable cause = failure.getCause();
        Throwable quiet = cause == null ? null : of(cause);
        if (quiet == cause) {
            return failure;
        }
        String message = String.valueOf(failure.getMessage());
        Throwable same = made(failure, List.of(String.class, Throwable.class), message, quiet);
        return at(failure, same == null ? new AlignerException(message, quiet) : same);
    }

    private static Throwable standIn(Throwable failure) {
        Throwable same = made(failure, List.of(String.class), LEFT_OUT);
        same = same == null ? made(failure, List.of()) : same;
        same = same == null ? made(failure, List.of(Object.class), LEFT_OUT) : same;
        return at(
                failure, same == null ? new AlignerException(failure.getClass().getName() + ": " + LEFT_OUT) : same);
    }

    private static Throwable at(Throwable failure, Throwable standIn) {
        standIn.setStackTrace(failure.getStackTrace());
        return standIn;
    }

    private static @Nullable Throwable made(Throwable failure, List<Class<?>> types, @Nullable Object... arguments) {
        Class<? extends Throwable> type = failure.getClass();
        try {
            Constructor<? extends Throwable> constructor = type.getConstructor(types.toArray(Class<?>[]::new));
            return Modifier.isPublic(type.getModifiers()) ? constructor.newInstance(arguments) : null;
        } catch (ReflectiveOperationException | RuntimeException e) {
            return null;
        }
    }
}
