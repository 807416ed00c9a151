package io.github.aligner4j.bench;

/**
 * Plain decoding, compared with what the memory bandwidth allows.
 *
 * @param gigabytesPerSecond the measured bandwidth
 * @param weightMegabytes the weights that a forward pass over one token reads
 * @param boundTokensPerSecond the tokens per second that this allows
 * @param share the tokens per second of plain decoding, divided by that
 */
public record BandwidthReport(
        double gigabytesPerSecond, double weightMegabytes, double boundTokensPerSecond, double share) {

    static BandwidthReport of(double bytesPerSecond, long weightBytes, double decodeTokensPerSecond) {
        double bound = bytesPerSecond / weightBytes;
        return new BandwidthReport(bytesPerSecond / 1e9, weightBytes / 1e6, bound, decodeTokensPerSecond / bound);
    }
}
