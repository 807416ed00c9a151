package io.github.aligner4j.runtime.scheduling;

/**
 * What suits a device.
 *
 * @param stepTokens most tokens in one forward pass. On a CPU a pass takes longer in proportion beyond some 16 tokens, so
 *     that larger ones gain nothing; an accelerator needs hundreds to be busy
 * @param prefillChunk most tokens of prompts beside requests that generate
 * @param cacheMemory bytes for keys and values
 */
public record DeviceProfile(int stepTokens, int prefillChunk, long cacheMemory) {

    /** Returns what suits a CPU with that much memory for keys and values. */
    public static DeviceProfile cpu(long cacheMemory) {
        return new DeviceProfile(256, 64, cacheMemory);
    }

    /** Returns what suits a CUDA device with that much memory for keys and values. */
    public static DeviceProfile cuda(long cacheMemory) {
        return new DeviceProfile(2048, 512, cacheMemory);
    }
}
