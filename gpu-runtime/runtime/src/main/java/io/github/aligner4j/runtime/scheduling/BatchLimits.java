// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.scheduling;

/**
 * Limits of the requests that share a device, with a value for each.
 *
 * @param maxQueuedRequests the maximum number of waiting requests, at least 1
 * @param maxRunningRequests the maximum number of requests on the device at once, at least 1 and at most {@code maxBatchTokens}
 * @param maxBatchTokens the maximum number of tokens of one forward pass, all requests together, at least 1
 * @param maxPrefillTokens the maximum number of prompt tokens of a forward pass in which other requests generate, at least 1 and at most
 *     {@code maxBatchTokens}
 */
public record BatchLimits(int maxQueuedRequests, int maxRunningRequests, int maxBatchTokens, int maxPrefillTokens) {

    /** Lowers the limits that one forward pass bounds. */
    public BatchLimits {
        maxRunningRequests = Math.min(maxRunningRequests, maxBatchTokens);
        maxPrefillTokens = Math.min(maxPrefillTokens, maxBatchTokens);
    }
}
