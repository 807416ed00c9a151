// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.samples.chatbot;

import jakarta.servlet.http.HttpSessionEvent;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpSession;

import static org.assertj.core.api.Assertions.assertThat;

class SessionLimitTest {

    @Test
    void one_session_too_many_ends_the_oldest_that_is_left() {
        SessionLimit limit = new SessionLimit();
        List<MockHttpSession> sessions = new ArrayList<>();
        for (int i = 0; i < SessionLimit.MAX_SESSIONS; i++) {
            sessions.add(begin(limit));
        }
        limit.sessionDestroyed(new HttpSessionEvent(sessions.get(0)));
        begin(limit);
        assertThat(sessions).noneMatch(MockHttpSession::isInvalid);

        begin(limit);
        assertThat(sessions.stream().filter(MockHttpSession::isInvalid)).containsExactly(sessions.get(1));
    }

    private static MockHttpSession begin(SessionLimit limit) {
        MockHttpSession session = new MockHttpSession();
        limit.sessionCreated(new HttpSessionEvent(session));
        return session;
    }
}
