// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.remote;

import io.github.aligner4j.Incubating;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The state of an engine as its client sees it, for health indicators and meters.
 *
 * @param engine the engine's name
 * @param inFlight the number of calls that are being made
 * @param queued the number of calls that wait for their turn
 * @param urls the state of each URL
 */
@Incubating
public record RemoteStatus(String engine, int inFlight, int queued, List<Url> urls) {

    /** Copies the list. */
    public RemoteStatus {
        urls = List.copyOf(urls);
    }

    /** Returns true if at least one URL takes calls. */
    public boolean available() {
        return urls.stream().anyMatch(url -> url.state() != State.EJECTED);
    }

    /** The state of a URL. */
    public enum State {
        /** Takes calls. */
        UP,
        /** Gets no calls, as too many failed. */
        EJECTED,
        /** Gets one call, after which it is up or ejected again. */
        PROBING
    }

    /**
     * The state of one URL.
     *
     * @param url the base URL, without user info and query
     * @param state the state
     * @param inFlight the number of calls that are being made to it
     * @param ejectedUntil the instant from which it gets calls again; empty unless ejected
     * @param version the engine's version, if it was asked and told
     * @param lastError the message of the last failure, if there was one since the last success; quotes no text
     */
    public record Url(
            String url,
            State state,
            int inFlight,
            Optional<Instant> ejectedUntil,
            Optional<String> version,
            Optional<String> lastError) {}
}
