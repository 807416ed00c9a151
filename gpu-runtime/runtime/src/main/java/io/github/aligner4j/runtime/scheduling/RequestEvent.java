// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.scheduling;

import io.github.aligner4j.runtime.generation.Generation;

/** An event that the device thread posts to the caller of a request. */
sealed interface RequestEvent {

    /** More text of the completion; never empty. */
    record Text(String text) implements RequestEvent {}

    /** The end of a request that got its completion. */
    record Completed(Generation generation) implements RequestEvent {}

    /** The end of a request that failed or was cancelled. */
    record Failed(RuntimeException cause) implements RequestEvent {}
}
