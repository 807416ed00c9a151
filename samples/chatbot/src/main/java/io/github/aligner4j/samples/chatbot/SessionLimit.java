// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.samples.chatbot;

import jakarta.servlet.http.HttpSession;
import jakarta.servlet.http.HttpSessionEvent;
import jakarta.servlet.http.HttpSessionListener;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Ends the oldest session and its conversation when there are too many; a client without cookies begins one per request. */
@Component
final class SessionLimit implements HttpSessionListener {

    static final int MAX_SESSIONS = 500;

    private final Map<String, HttpSession> sessions = new LinkedHashMap<>();

    @Override
    public void sessionCreated(HttpSessionEvent event) {
        HttpSession oldest = add(event.getSession());
        if (oldest != null) {
            oldest.invalidate();
        }
    }

    @Override
    public void sessionDestroyed(HttpSessionEvent event) {
        synchronized (sessions) {
            sessions.remove(event.getSession().getId());
        }
    }

    private @Nullable HttpSession add(HttpSession session) {
        synchronized (sessions) {
            sessions.put(session.getId(), session);
            return sessions.size() <= MAX_SESSIONS
                    ? null
                    : sessions.remove(sessions.keySet().iterator().next());
        }
    }
}
