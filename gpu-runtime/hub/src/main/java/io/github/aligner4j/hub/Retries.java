// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.hub;

import java.time.Duration;

/** Counts the failed attempts at one request, and waits between them. */
final class Retries {

    private final RetryPolicy policy;
    private final String what;
    private final DownloadListener listener;
    private int failures;

    Retries(RetryPolicy policy, String what, DownloadListener listener) {
        this.policy = policy;
        this.what = what;
        this.listener = listener;
    }

    /** Forgets earlier failures, since an attempt got further. */
    void onProgress() {
        failures = 0;
    }

    /**
     * Waits for the time of the next attempt.
     *
     * @throws HubException if there is none
     */
    void await(RetryableException failure) {
        failures++;
        Duration asked = failure.retryAfter();
        if (failures >= policy.maxAttempts()) {
            throw new HubUnreachableException(
                    what + ": " + failure.getMessage() + "; gave up after " + attempts(failures)
                            + "; try again later, which goes on where this stopped",
                    failure);
        }
        if (asked != null && asked.compareTo(RetryPolicy.MAX_RETRY_AFTER) > 0) {
            throw new HubUnreachableException(
                    what + ": " + failure.getMessage() + " and asks to wait " + asked.toSeconds()
                            + " s, more than the limit of " + RetryPolicy.MAX_RETRY_AFTER.toSeconds()
                            + " s; try again then, or set a token, which raises the limits of the hub",
                    failure);
        }
        Duration delay = policy.delay(failures);
        sleep(failure, asked == null ? delay : asked.plus(delay));
    }

    private void sleep(RetryableException failure, Duration delay) {
        listener.onRetry(String.valueOf(failure.getMessage()), delay);
        try {
            policy.sleeper().sleep(delay);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new HubException(what + ": interrupted while waiting for another attempt", e);
        }
    }

    private static String attempts(int number) {
        return number == 1 ? "1 attempt" : number + " attempts";
    }
}
