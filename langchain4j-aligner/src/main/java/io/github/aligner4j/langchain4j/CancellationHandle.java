// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.langchain4j;

import dev.langchain4j.model.chat.response.StreamingHandle;
import io.github.aligner4j.Cancellation;

/** The handle by which a caller cancels the upstream model, the Aligner and the emission of a stream. */
record CancellationHandle(Cancellation cancellation) implements StreamingHandle {

    @Override
    public void cancel() {
        cancellation.cancel();
    }

    @Override
    public boolean isCancelled() {
        return cancellation.isCancelled();
    }
}
