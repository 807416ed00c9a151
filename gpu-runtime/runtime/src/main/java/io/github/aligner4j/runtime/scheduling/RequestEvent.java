package io.github.aligner4j.runtime.scheduling;

import io.github.aligner4j.runtime.generation.Generation;

/** What the device's thread tells the caller of a request. */
sealed interface RequestEvent {

    /** More of the completion; never empty. */
    record Text(String text) implements RequestEvent {}

    /** The end, with an outcome. */
    record Completed(Generation generation) implements RequestEvent {}

    /** The end, without one. */
    record Failed(RuntimeException cause) implements RequestEvent {}
}
