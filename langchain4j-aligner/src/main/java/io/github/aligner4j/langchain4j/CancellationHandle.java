package io.github.aligner4j.langchain4j;

import dev.langchain4j.model.chat.response.StreamingHandle;
import io.github.aligner4j.Cancellation;

/** What a user holds of a stream: cancelling it cancels the upstream model, the Aligner and our own emission. */
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
