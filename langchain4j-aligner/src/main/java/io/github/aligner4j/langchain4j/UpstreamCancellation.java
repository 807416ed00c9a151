// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.langchain4j;

import dev.langchain4j.model.chat.response.StreamingHandle;
import io.github.aligner4j.Cancellation;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** Passes the cancellation of a stream on to the upstream model. Safe for use by several threads. */
final class UpstreamCancellation {

    private final Cancellation cancellation;
    private final AtomicBoolean registered = new AtomicBoolean();

    UpstreamCancellation(Cancellation cancellation) {
        this.cancellation = cancellation;
    }

    /** Has the upstream model's handle cancelled with the stream; handles after the first one are ignored. */
    void register(@Nullable StreamingHandle handle) {
        if (handle != null && registered.compareAndSet(false, true)) {
            cancellation.onCancel(
                    () -> IgnoredExceptions.run("StreamingHandle.cancel of the upstream model", handle::cancel));
        }
    }
}
