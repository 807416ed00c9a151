// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.bench;

/**
 * Plain decoding, compared with the limit that the memory bandwidth sets.
 *
 * @param gigabytesPerSecond the measured bandwidth
 * @param weightMegabytes megabytes of weights that a forward pass over one token reads
 * @param boundTokensPerSecond maximum tokens per second at that bandwidth
 * @param share tokens per second of plain decoding, divided by that maximum
 */
public record BandwidthReport(
        double gigabytesPerSecond, double weightMegabytes, double boundTokensPerSecond, double share) {

    static BandwidthReport of(double bytesPerSecond, long weightBytes, double decodeTokensPerSecond) {
        double bound = bytesPerSecond / weightBytes;
        return new BandwidthReport(bytesPerSecond / 1e9, weightBytes / 1e6, bound, decodeTokensPerSecond / bound);
    }
}
