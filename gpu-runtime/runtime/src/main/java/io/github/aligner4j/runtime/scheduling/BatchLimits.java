package io.github.aligner4j.runtime.scheduling;

/**
 * How many requests share a device, and how much each forward pass reads.
 *
 * @param maxQueuedRequests most requests that wait at once, at least 1
 * @param maxRunningRequests most requests that are on the device at once, at least 1; never more than {@code stepTokens}
 * @param stepTokens most tokens that one forward pass reads, all requests together; 0 leaves the choice to the device. It
 *     bounds how long a pass takes, and so how soon cancellation, deadline and new requests are heard
 * @param prefillChunk most tokens of prompts that a forward pass reads beside requests that already generate, which have to
 *     wait for it; 0 leaves the choice to the device
 */
public record BatchLimits(int maxQueuedRequests, int maxRunningRequests, int stepTokens, int prefillChunk) {

    /** 256 waiting and 32 running requests; the rest as suits the device. */
    public static final BatchLimits DEFAULT = new BatchLimits(256, 32, 0, 0);

    /** Checks each limit; the message names the one that is out of range. */
    public BatchLimits {
        requireAtLeast(1, maxQueuedRequests, "max-queued-requests");
        requireAtLeast(1, maxRunningRequests, "max-running-requests");
        requireAtLeast(0, stepTokens, "step-tokens");
        requireAtLeast(0, prefillChunk, "prefill-chunk");
    }

    /** Returns a copy with another limit of waiting requests. */
    public BatchLimits withMaxQueuedRequests(int maxQueuedRequests) {
        return new BatchLimits(maxQueuedRequests, maxRunningRequests, stepTokens, prefillChunk);
    }

    /** Returns a copy with another limit of running requests. */
    public BatchLimits withMaxRunningRequests(int maxRunningRequests) {
        return new BatchLimits(maxQueuedRequests, maxRunningRequests, stepTokens, prefillChunk);
    }

    /** Returns a copy with another limit of tokens in one forward pass. */
    public BatchLimits withStepTokens(int stepTokens) {
        return new BatchLimits(maxQueuedRequests, maxRunningRequests, stepTokens, prefillChunk);
    }

    /** Returns a copy with another limit of prompts' tokens beside requests that generate. */
    public BatchLimits withPrefillChunk(int prefillChunk) {
        return new BatchLimits(maxQueuedRequests, maxRunningRequests, stepTokens, prefillChunk);
    }

    /** Returns these limits with the device's choice for those left to it. */
    BatchLimits on(DeviceProfile device) {
        int step = stepTokens > 0 ? stepTokens : device.stepTokens();
        int chunk = Math.min(step, prefillChunk > 0 ? prefillChunk : device.prefillChunk());
        return new BatchLimits(maxQueuedRequests, Math.min(maxRunningRequests, step), step, chunk);
    }

    private static void requireAtLeast(int least, int value, String name) {
        if (value < least) {
            throw new IllegalArgumentException(name + " must be at least " + least + ", but was " + value);
        }
    }
}
