// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.drill;

import io.github.aligner4j.AlignerException;
import io.github.aligner4j.CorrectionRequest;
import java.util.EnumSet;
import java.util.Set;

/** What an Aligner throws; the message of an exception quotes the texts, as those of parsers and clients do. */
enum Fault {
    RUNTIME_EXCEPTION(IllegalStateException.class),
    ALIGNER_EXCEPTION(AlignerException.class),
    ASSERTION_ERROR(AssertionError.class),
    OUT_OF_MEMORY_ERROR(OutOfMemoryError.class),
    STACK_OVERFLOW_ERROR(StackOverflowError.class),
    LINKAGE_ERROR(LinkageError.class);

    private static final Set<Route> SPRING_STREAMS = EnumSet.of(Route.SPRING_AI_STREAM, Route.SPRING_AI_SENTENCES);

    private final Class<? extends Throwable> type;

    Fault(Class<? extends Throwable> type) {
        this.type = type;
    }

    Class<? extends Throwable> type() {
        return type;
    }

    /** What a failed call names as its cause. Spring AI logs the failures of streams, so there strangers are replaced. */
    Class<? extends Throwable> cause(Route route) {
        return SPRING_STREAMS.contains(route) && this == RUNTIME_EXCEPTION ? AlignerException.class : type;
    }

    String words() {
        String name = type.getSimpleName();
        return ("AEIOU".indexOf(name.charAt(0)) < 0 ? "a " : "an ") + name;
    }

    /** Throws it, whatever the answer. */
    void raise(CorrectionRequest request) {
        switch (this) {
            case RUNTIME_EXCEPTION ->
                throw new IllegalStateException(
                        Texts.FOREIGN + " while reading " + request.question() + request.answer());
            case ALIGNER_EXCEPTION -> throw new AlignerException("the drill's Aligner gave up; nothing is to be done");
            case ASSERTION_ERROR -> throw new AssertionError("drill");
            case OUT_OF_MEMORY_ERROR -> throw new OutOfMemoryError("drill");
            case STACK_OVERFLOW_ERROR -> throw new StackOverflowError("drill");
            case LINKAGE_ERROR -> throw new LinkageError("drill");
        }
    }
}
