package io.github.aligner4j.bench;

/**
 * Plain decoding against what the memory allows.
 *
 * @param gigabytesPerSecond how fast memory was read
 * @param weightMegabytes what one token needs of the weights
 * @param boundTokensPerSecond how many tokens that allows in a second
 * @param share plain decoding's tokens in a second over that
 */
record BandwidthReport(double gigabytesPerSecond, double weightMegabytes, double boundTokensPerSecond, double share) {

    static BandwidthReport of(double bytesPerSecond, long weightBytes, double decodeTokensPerSecond) {
        double bound = bytesPerSecond / weightBytes;
        return new BandwidthReport(bytesPerSecond / 1e9, weightBytes / 1e6, bound, decodeTokensPerSecond / bound);
    }
}
