// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.observation;

/** The context of something that is observed and has not ended. */
interface OpenContext {

    /** Marks the end, with a result or without one. */
    void close();
}
