// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.remote;

import io.github.aligner4j.remote.Endpoint.Lease;
import io.github.aligner4j.remote.RemoteEngineException.Kind;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The URLs of an engine. A call goes to the one with the fewest calls that is not ejected. Of several with as few, prompts that begin
 * alike go to the same one, whose prefix cache may know their beginning.
 */
record EndpointPool(String title, List<Endpoint> endpoints, InstantSource clock) {

    /** Copies the list. */
    EndpointPool {
        endpoints = List.copyOf(endpoints);
    }

    /**
     * Returns a lease of the URL with the fewest calls, or null if all are ejected.
     *
     * @param affinity the same number for prompts that begin alike
     * @param failed a URL that is tried last, or null
     */
    @Nullable Lease lease(int affinity, @Nullable Endpoint failed) {
        int size = endpoints.size();
        List<Endpoint> byLoad = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            byLoad.add(endpoints.get(Math.floorMod(affinity + i, size)));
        }
        byLoad.sort(
                Comparator.comparing((Endpoint endpoint) -> endpoint == failed).thenComparingInt(Endpoint::inFlight));
        for (Endpoint endpoint : byLoad) {
            Lease lease = endpoint.tryLease();
            if (lease != null) {
                return lease;
            }
        }
        return null;
    }

    /** Returns the time until the first URL is no longer ejected. */
    Duration untilFirst() {
        Instant now = clock.instant();
        return endpoints.stream()
                .map(Endpoint::ejectedUntil)
                .filter(Objects::nonNull)
                .map(until -> Duration.between(now, until))
                .filter(left -> !left.isNegative())
                .min(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
    }

    /** Returns the exception for calls that no URL takes. */
    RemoteEngineException ejected() {
        Endpoint first = endpoints.get(0);
        String last = endpoints.stream()
                .map(Endpoint::lastError)
                .filter(Objects::nonNull)
                .reduce((one, other) -> other)
                .orElse("unknown");
        return new RemoteEngineException(
                Kind.BROKEN,
                first.transport().failures().url(),
                (endpoints.size() == 1 ? "the URL of " : "all " + endpoints.size() + " URLs of ") + title
                        + " got no calls after too many failures; retry later; the last failure: " + last,
                null);
    }
}
