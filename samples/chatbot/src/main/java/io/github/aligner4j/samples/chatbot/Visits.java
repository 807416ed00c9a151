// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.samples.chatbot;

import io.github.aligner4j.CorrectionListener;
import io.github.aligner4j.autoconfigure.AlignerChains;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.util.List;
import java.util.Optional;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** Finds the state of a browser session. */
@Component
final class Visits {

    private static final String ATTRIBUTE = "visit";

    private final AlignerChains chains;
    private final List<CorrectionListener> listeners;
    private final LiveStreams live;

    Visits(AlignerChains chains, ObjectProvider<CorrectionListener> listeners, LiveStreams live) {
        this.chains = chains;
        this.listeners = listeners.orderedStream().toList();
        this.live = live;
    }

    /** Returns the state of a session. */
    Visit of(HttpSession session) {
        synchronized (session) {
            Visit visit = (Visit) session.getAttribute(ATTRIBUTE);
            if (visit == null) {
                visit = new Visit(chains, listeners, live);
                session.setAttribute(ATTRIBUTE, visit);
            }
            return visit;
        }
    }

    /** Returns the state of the session that a request belongs to, without beginning one. */
    Optional<Visit> of(HttpServletRequest request) {
        return Optional.ofNullable(request.getSession(false)).map(this::of);
    }

    /** Returns the state of a session that has not begun. */
    Visit unknown() {
        return new Visit(chains, listeners, live);
    }
}
